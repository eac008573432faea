"""Own sample plans of every usual layout, each with its annotation beside it (tests/data/plans)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plans.json_form import to_json
from plans.reader import read_plan

SAMPLES = sorted((Path(__file__).parents[2] / "data" / "plans").glob("*.json"))
ROLES = ("lead", "support", "responsible")


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def pair(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """An annotation and what the reader makes of the same text."""
    gold = json.loads(request.param.read_text("utf-8"))
    text = request.param.with_suffix(".txt").read_text("utf-8")
    return gold, to_json(read_plan(text, source=gold["source"]))


def _numbers(targets: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    keys = ("value", "unit", "due", "every")
    return sorted(tuple(str(target[key]) for key in keys) for target in targets)


def test_tasks_have_number_title_and_section(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, read = pair
    facts = [
        [(t["no"], _bare(t["title"]), _bare(t["section"])) for t in plan["tasks"]] for plan in pair
    ]
    assert facts[1] == facts[0]
    assert len(read["tasks"]) == len(gold["tasks"])


def _bare(words: str | None) -> str:
    return "".join(letter for letter in words or "" if letter not in " “”‘’·")


@pytest.mark.parametrize("role", ROLES)
def test_tasks_have_their_departments(
    pair: tuple[dict[str, Any], dict[str, Any]], role: str
) -> None:
    gold, read = ({task["no"]: sorted(task[role]) for task in plan["tasks"]} for plan in pair)
    assert read == gold


def test_tasks_have_their_targets(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, read = (
        {task["no"]: _numbers(task["targets"]) for task in plan["tasks"]} for plan in pair
    )
    assert read == gold


def test_the_plan_has_its_own_targets(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, read = pair
    assert _numbers(read["plan_targets"]) == _numbers(gold["plan_targets"])


@pytest.mark.parametrize("key", ["place", "doc_number", "issued", "horizon"])
def test_the_plan_says_what_it_is(pair: tuple[dict[str, Any], dict[str, Any]], key: str) -> None:
    gold, read = pair
    assert read[key] == gold[key]


def test_observances_are_found(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, read = pair
    assert sorted(read["observances"]) == sorted(gold["observances"])
