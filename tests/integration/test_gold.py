"""The reader against the annotations of five real plans; skipped where those are not at hand."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from plans.json_form import to_json
from plans.reader import read_plan

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "gold").is_dir(), reason="no annotated plans beside the repository"
)

MINIMA = {
    "tasks": 1.0,
    "sections": 1.0,
    "duties": 0.995,
    "targets": 0.95,
    "observances": 0.98,
    "meta": 0.98,
}


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_plans", SHARED / "score_plans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pairs() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The annotation of each plan with what the reader makes of it."""
    golds = [
        json.loads(path.read_text("utf-8")) for path in sorted((SHARED / "gold").glob("*.json"))
    ]
    return [
        (gold, to_json(read_plan(_text(gold["source"]), source=gold["source"]))) for gold in golds
    ]


def _text(name: str) -> str:
    return (SHARED / "plans" / name).read_text("utf-8")


def _f1(facts: Callable[[dict[str, Any]], dict[str, Any]], pairs: list[Any], kind: str) -> float:
    shared = wanted = found = 0
    for gold, read in pairs:
        g, r = facts(gold)[kind], facts(read)[kind]
        shared += sum((g & r).values())
        wanted += sum(g.values())
        found += sum(r.values())
    return 2 * shared / (wanted + found)


@pytest.mark.parametrize(("kind", "least"), MINIMA.items())
def test_the_reader_reaches_the_minimum(
    scorer: ModuleType, pairs: list[Any], kind: str, least: float
) -> None:
    assert _f1(scorer.facts, pairs, kind) >= least


def test_matched_targets_name_the_same_metric(scorer: ModuleType, pairs: list[Any]) -> None:
    counts = [scorer.matched_metrics(gold, read) for gold, read in pairs]
    assert sum(named for _, named in counts) >= 0.95 * sum(matched for matched, _ in counts)


def test_every_span_holds_the_words_it_was_read_from() -> None:
    for path in sorted((SHARED / "plans").glob("*.txt")):
        facts = read_plan(path.read_text("utf-8"), source=path.name)
        for task in facts.tasks:
            for duty in task.duties:
                assert duty.department.endswith(duty.span.of(facts.text))
            for target in task.targets:
                assert target.span.of(facts.text) == target.text
