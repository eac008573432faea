"""Published plans that ship with Duban: facts without the documents' sentences (`library/*.json`).

They let a newcomer meet real plans without having a document; `make library` reads them anew.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from plans.errors.words import PlanNotFound
from plans.json_form import from_json, to_json
from plans.model import PlanFacts

FOLDER = Path(__file__).parent / "library"


def available() -> tuple[str, ...]:
    """Return what the plans are called (`huizhou-2017`), in alphabetical order."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.json")))


def plan(key: str) -> PlanFacts:
    """Return one plan; raises PlanNotFound."""
    if key not in available():
        raise PlanNotFound(name=key)
    return _load(key)


def plans() -> tuple[PlanFacts, ...]:
    """Return all of them."""
    return tuple(map(plan, available()))


def without_sentences(facts: PlanFacts) -> dict[str, Any]:
    """Return facts in the form of the library: of the document only names, headings, figures."""
    form = to_json(facts)
    for task in form["tasks"]:
        del task["milestones"]  # they are sentences; their days are in the task's own
    for target in [*form["plan_targets"], *(t for task in form["tasks"] for t in task["targets"])]:
        del target["text"]
    return form


@lru_cache
def _load(key: str) -> PlanFacts:
    return from_json(json.loads((FOLDER / f"{key}.json").read_text("utf-8")))
