"""What is read from the five published plans, beside what people read from them.

The annotations and their scorer stand beside the repository (`../shared`), the sentences with them.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.tables import Line
from plans.json_form import to_json
from plans.reader import read_plan

SHARED = Path(__file__).parents[2] / "shared"
GOALS = {"duties": 0.995, "targets": 0.95}

Pair = tuple[dict[str, Any], dict[str, Any]]
"""the annotation of a plan, and what the reader makes of it"""


async def lines(_folder: Path) -> list[Line]:
    """Score what a coordinator relies on most."""
    if not (SHARED / "gold").is_dir():
        return [Line("duties and targets read", "no annotations here")]
    score, read = scorer(), pairs()
    found = {kind: f1(score, read, kind) for kind in GOALS}
    return [
        Line(
            f"{kind} read from {len(read)} annotated plans, F1",
            f"{found[kind]:.3f}",
            goal=f"≥ {goal}",
            holds=found[kind] >= goal,
        )
        for kind, goal in GOALS.items()
    ]


def scorer() -> ModuleType:
    """Return the scorer that comes with the annotations."""
    spec = importlib.util.spec_from_file_location("score_plans", SHARED / "score_plans.py")
    if spec is None or spec.loader is None:
        raise ImportError("no scorer")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pairs() -> list[Pair]:
    """Read every annotated plan."""
    golds = [json.loads(file.read_text("utf-8")) for file in sorted(SHARED.glob("gold/*.json"))]
    return [(gold, _read(gold["source"])) for gold in golds]


def f1(scorer: ModuleType, read: Sequence[Pair], kind: str) -> float:
    """Return the F1 of one kind of facts over all plans."""
    shared = total = 0
    for gold, found in read:
        wanted, given = (scorer.facts(one)[kind] for one in (gold, found))
        shared += sum((wanted & given).values())
        total += sum(wanted.values()) + sum(given.values())
    return 2 * shared / total


def _read(name: str) -> dict[str, Any]:
    text = (SHARED / "plans" / name).read_text("utf-8")
    return to_json(read_plan(text, source=name))
