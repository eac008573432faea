"""How one could ask, in words of the loaded plans; whether it has an answer is tried elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plans.commands import Asker
from plans.outline import PlanOutline
from texts.catalogue import Texts

SHORTEST, LONGEST = 4, 14
"""characters of a heading or a metric that is at home in a short question"""


def phrasings(texts: Texts, plan: PlanOutline, asker: Asker) -> Iterator[Sequence[str]]:
    """Yield ways to ask *plan* for tasks, for numbers and for who does something, best first."""
    label = texts.label
    yield [*_of_department(texts, plan, asker), label("ask_all")]
    metrics = [label("ask_metric", words=words) for words in _handy(plan.metrics)]
    yield [label("ask_due"), *metrics, label("ask_days")]
    who = [label("ask_who", words=words) for words in _handy(plan.titles)]
    numbers = [label("ask_task", number=number) for number in plan.numbers[:1]]
    yield [*who, *numbers]


def _of_department(texts: Texts, plan: PlanOutline, asker: Asker) -> Iterator[str]:
    for role in ("lead", "responsible", "any"):
        if asker.department:
            yield texts.label(f"ask_own_{role}")
    for name in plan.departments[:3]:
        for role in ("lead", "responsible", "any"):
            yield texts.label(f"ask_{role}", name=name)


def _handy(words: Sequence[str]) -> list[str]:
    """Return the few that read well in a question, the shortest first."""
    fit = {each for each in words if SHORTEST <= len(each) <= LONGEST}
    return sorted(fit, key=lambda each: (len(each), each))[:3]
