"""The reader against the annotations of five real plans; skipped where those are not at hand."""

from __future__ import annotations

from types import ModuleType

import pytest

from benchmarks import accuracy
from plans.reader import read_plan

pytestmark = pytest.mark.skipif(
    not (accuracy.SHARED / "gold").is_dir(), reason="no annotated plans beside the repository"
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
    return accuracy.scorer()


@pytest.fixture(scope="module")
def pairs() -> list[accuracy.Pair]:
    return accuracy.pairs()


@pytest.mark.parametrize(("kind", "least"), MINIMA.items())
def test_the_reader_reaches_the_minimum(
    scorer: ModuleType, pairs: list[accuracy.Pair], kind: str, least: float
) -> None:
    assert accuracy.f1(scorer, pairs, kind) >= least


def test_matched_targets_name_the_same_metric(
    scorer: ModuleType, pairs: list[accuracy.Pair]
) -> None:
    counts = [scorer.matched_metrics(gold, read) for gold, read in pairs]
    assert sum(named for _, named in counts) >= 0.95 * sum(matched for matched, _ in counts)


def test_every_span_holds_the_words_it_was_read_from() -> None:
    for path in sorted((accuracy.SHARED / "plans").glob("*.txt")):
        facts = read_plan(path.read_text("utf-8"), source=path.name)
        for task in facts.tasks:
            for duty in task.duties:
                assert duty.department.endswith(duty.span.of(facts.text))
            for target in task.targets:
                assert target.span.of(facts.text) == target.text
