"""The published plans that ship with Duban: facts, and nothing of the documents' sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plans import library
from plans.errors.words import PlanNotFound
from plans.json_form import to_json
from plans.library import available, without_sentences
from tests.unit.plans.intake_facts import duty, milestone, plan, target, task

GOLD = Path(__file__).parents[3].parent / "shared" / "gold"
KEYS = ("dongguan-2025", "hubei-2025", "huizhou-2017", "xuchang-2013", "zhanjiang-2020")
HEADING = 60
"""characters of the longest name, metric or heading; a sentence has more, and a full stop"""


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    return [text for one in value for text in strings(one)] if isinstance(value, list) else []


def test_the_five_plans_are_there() -> None:
    assert available() == KEYS
    assert [facts.key for facts in library.plans()] == list(KEYS)
    with pytest.raises(PlanNotFound):
        library.plan("../secrets")


@pytest.mark.parametrize("key", KEYS)
def test_no_sentence_of_the_documents_is_in_them(key: str) -> None:
    form = json.loads((library.FOLDER / f"{key}.json").read_text("utf-8"))
    long = [text for text in strings(form) if len(text) > HEADING or "。" in text]
    assert long == []


def test_sentences_are_left_out_and_days_stay() -> None:
    facts = plan(
        task("1", "甲", duty("市商务局"), target("合格率", 93), milestone("建成平台。")),
        plan_targets=(target("满意度", 80),),
    )
    form = without_sentences(facts)
    assert "。" not in "".join(strings(form))
    assert "以上" not in "".join(strings(form))
    assert form["tasks"][0]["due"] == "2017-12-31"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated documents are not beside this folder")
def test_they_say_what_people_read_in_the_documents(key: str) -> None:
    gold = json.loads((GOLD / f"{key}.json").read_text("utf-8"))
    mine = to_json(library.plan(key))
    for name in ("place", "title", "doc_number", "issued", "horizon"):
        assert mine[name] == gold[name]
    assert [(one["no"], one["section"]) for one in mine["tasks"]] == [
        (one["no"], one["section"]) for one in gold["tasks"]
    ]
    assert shared(duties(mine), duties(gold)) >= 0.995
    assert shared(figures(mine), figures(gold)) >= 0.95


def duties(form: dict[str, Any]) -> set[tuple[str, str, str]]:
    roles = ("lead", "support", "responsible")
    return {(t["no"], role, name) for t in form["tasks"] for role in roles for name in t[role]}


def figures(form: dict[str, Any]) -> set[tuple[str, str, str, str | None, str | None]]:
    owned = [("", form["plan_targets"]), *((t["no"], t["targets"]) for t in form["tasks"])]
    return {
        (number, one["op"], str(one["value"]), one["unit"], one["due"])
        for number, targets in owned
        for one in targets
    }


def shared(mine: set[Any], gold: set[Any]) -> float:
    """F1; two empty sets agree."""
    return 2 * len(mine & gold) / (len(mine) + len(gold)) if mine or gold else 1.0
