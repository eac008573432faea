"""Noise must not break the reading: the five real plans, damaged with fixed seeds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plans.errors.documents import BadDocument
from plans.json_form import to_json
from plans.reader import read_plan
from tests.integration.noise import NOISES

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "gold").is_dir(), reason="no annotated plans beside the repository"
)


def _duties(plan: dict[str, Any]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (task["no"], name, role)
        for task in plan["tasks"]
        for role in ("lead", "support", "responsible")
        for name in task[role]
    )


def _read(text: str, source: str) -> dict[str, Any]:
    try:
        return to_json(read_plan(text, source=source))
    except BadDocument:
        return {"tasks": []}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.__name__)
def test_duties_survive_noise(noise: Callable[[str, int], str], seed: int) -> None:
    shared = wanted = found = 0
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (SHARED / "plans" / gold["source"]).read_text("utf-8")
        read = _duties(_read(noise(text, seed), gold["source"]))
        expected = _duties(gold)
        shared += sum((read & expected).values())
        wanted += sum(expected.values())
        found += sum(read.values())
    assert 2 * shared / (wanted + found) >= 0.97
