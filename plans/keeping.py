"""Facts kept whole as plain values (spans, doubts and text too), where `json_form` leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from plans.corrections import Answer
from plans.model import PlanFacts


def to_keep(facts: PlanFacts) -> dict[str, Any]:
    """Return *facts* in values that a JSON column holds."""
    kept: dict[str, Any] = _adapter().dump_python(facts, mode="json")
    return kept


def from_kept(kept: dict[str, Any]) -> PlanFacts:
    """Return the facts that `to_keep` made *kept* of."""
    return _adapter().validate_python(kept)


def answers_to_keep(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """Return what was said to doubts in values that a JSON column holds."""
    kept: list[dict[str, Any]] = _answers().dump_python(list(answers), mode="json")
    return kept


def answers_from_kept(kept: list[dict[str, Any]]) -> list[Answer]:
    """Return the answers that `answers_to_keep` made *kept* of."""
    return _answers().validate_python(kept)


@lru_cache(maxsize=1)
def _answers() -> TypeAdapter[list[Answer]]:
    return TypeAdapter(list[Answer])


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[PlanFacts]:
    return TypeAdapter(PlanFacts)
