"""The real plans with their clauses rewritten into the other ways of saying who does what."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plans.clean import clean
from plans.json_form import to_json
from plans.reader import read_plan

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "gold").is_dir(), reason="no annotated plans beside the repository"
)

CLAUSES = {
    "huizhou-2017": re.compile(
        r"\((?=[^()]*(?:负责|牵头))[^()]*(?:\([^()]*\)[^()]*)*\)$", re.MULTILINE
    ),
    "xuchang-2013": re.compile(r"^由市[^。]*(?:配合|负责落实)。$", re.MULTILINE),
    "dongguan-2025": re.compile(r"\(责任单位:[^()]*\)$", re.MULTILINE),
}
Task = dict[str, Any]


def _shared(names: list[str]) -> str:
    """The names as a list that shares the prefix of its first member."""
    bare = [names[0], *(re.sub(r"^市(?=[^委政直])", "", name) for name in names[1:])]
    return "、".join(
        name if len(name) > 2 else full for name, full in zip(bare, names, strict=True)
    )


def _full(names: list[str]) -> str:
    return "、".join(names)


def labels_in_round_brackets(task: Task) -> str:
    support = f"；配合单位：{_full(task['support'])}" if task["support"] else ""
    return f"（牵头单位：{_full(task['lead'])}{support}）"


def labels_in_tortoise_brackets(task: Task) -> str:
    support = f"，参与单位：{_shared(task['support'])}" if task["support"] else ""
    return f"〔牵头部门：{_shared(task['lead'])}{support}〕"


def verbs_in_lenticular_brackets(task: Task) -> str:
    support = f"，{_shared(task['support'])}配合" if task["support"] else ""
    return f"【{_shared(task['lead'])}牵头{support}】"


def lines_without_brackets(task: Task) -> str:
    support = f"\n配合单位：{_full(task['support'])}" if task["support"] else ""
    return f"\n牵头单位：{_full(task['lead'])}{support}"


def led_together_with(task: Task) -> str:
    support = f"，会同{_full(task['support'])}落实" if task["support"] else "负责"
    return f"（由{_full(task['lead'])}牵头{support}）"


def led_and_carried_out(task: Task) -> str:
    support = f"，{_shared(task['support'])}按职责分工负责" if task["support"] else ""
    return f"（{_shared(task['lead'])}牵头负责{support}）"


def charged_and_supported(task: Task) -> str:
    support = f"，配合单位：{_full(task['support'])}" if task["support"] else ""
    return f"（牵头责任单位：{_full(task['lead'])}{support}）"


def label_in_round_brackets(task: Task) -> str:
    return f"（责任单位：{_full(task['responsible'])}）"


def verb_in_tortoise_brackets(task: Task) -> str:
    return f"〔{_shared(task['responsible'])}等按职责分工负责〕"


def label_in_lenticular_brackets(task: Task) -> str:
    return f"【责任部门：{_shared(task['responsible'])}】"


def line_of_its_own(task: Task) -> str:
    return f"\n责任单位：{_full(task['responsible'])}。"


def last_sentence(task: Task) -> str:
    return f"由{_shared(task['responsible'])}负责。"


def bare_list(task: Task) -> str:
    return f"（{_full(task['responsible'])}）"


LED = (
    labels_in_round_brackets,
    labels_in_tortoise_brackets,
    verbs_in_lenticular_brackets,
    lines_without_brackets,
    led_together_with,
    led_and_carried_out,
    charged_and_supported,
)
CHARGED = (
    label_in_round_brackets,
    verb_in_tortoise_brackets,
    label_in_lenticular_brackets,
    line_of_its_own,
    last_sentence,
    bare_list,
)


def _rewritten(
    name: str, led: Callable[[Task], str], charged: Callable[[Task], str]
) -> tuple[str, dict[str, Any]]:
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text("utf-8"))
    text = clean((SHARED / "plans" / f"{name}.txt").read_text("utf-8"))
    tasks = iter(gold["tasks"])

    def clause(_: re.Match[str]) -> str:
        task = next(tasks)
        return led(task) if task["lead"] else charged(task)

    rewritten = CLAUSES[name].sub(clause, text)
    assert next(tasks, None) is None
    return rewritten, gold


def _duties(plan: dict[str, Any]) -> Counter[tuple[str, str, str]]:
    roles = ("lead", "support", "responsible")
    return Counter(
        (task["no"], name, role) for task in plan["tasks"] for role in roles for name in task[role]
    )


FORMS = [(led, label_in_round_brackets) for led in LED] + [
    (labels_in_round_brackets, charged) for charged in CHARGED
]


@pytest.mark.parametrize(("led", "charged"), FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize("name", CLAUSES)
def test_duties_are_read_from_every_form(
    name: str, led: Callable[[Task], str], charged: Callable[[Task], str]
) -> None:
    text, gold = _rewritten(name, led, charged)
    read, expected = _duties(to_json(read_plan(text, source=gold["source"]))), _duties(gold)
    shared = sum((read & expected).values())
    assert 2 * shared / (sum(read.values()) + sum(expected.values())) >= 0.97
