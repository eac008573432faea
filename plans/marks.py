"""What a plan is called in a word, where its number alone would not say which plan: 惠州 3."""

from __future__ import annotations

from plans.knowledge import Knowledge
from plans.places import bare


def marks(knowledge: Knowledge) -> dict[str, str]:
    """Return a word for each plan that commands understand too; none where there is one plan."""
    if len(knowledge.plans) < 2:
        return {}
    return {plan.key: _mark(knowledge, plan.key, plan.place) for plan in knowledge.plans}


def _mark(knowledge: Knowledge, key: str, place: str | None) -> str:
    """A place that has several plans does not tell them apart; their keys do."""
    name = bare(place) if place else ""
    return name if knowledge.keys_by_place.get(name) == (key,) else key
