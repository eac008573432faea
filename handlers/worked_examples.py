"""Three questions that have an answer here: looked up before they are offered, never invented."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from plans.commands import Asker
from plans.knowledge import Knowledge
from plans.outline import PlanOutline
from plans.query import Kind, Query, Reason
from plans.understanding import understand
from store.replies import Answer
from texts.catalogue import Texts
from texts.examples import phrasings

TRIED = frozenset({Reason.NOT_UNDERSTOOD, Reason.NOTHING_FOUND, Reason.COURTESY})
"""why there is no answer, where examples help"""

LookUp = Callable[[Query], Awaitable[Answer]]


async def worked_examples(
    found: Answer,
    look_up: LookUp,
    *,
    texts: Texts,
    knowledge: Knowledge,
    asker: Asker,
    today: date,
) -> tuple[str, ...]:
    """Return one question of each kind, in words of the loaded plans and of the asker's chat.

    None where the answer *found* says something better than that it does not know.
    """
    plan = _plan_meant(found, knowledge, asker)
    if plan is None or found.reason not in TRIED:
        return ()
    examples = []
    for alike in phrasings(texts, plan, asker):
        for words in alike:
            query = understand(words, knowledge, today=today, asker=asker)
            if await _has_answer(query, plan, look_up):
                examples.append(words)
                break
    return tuple(examples)


def _plan_meant(found: Answer, knowledge: Knowledge, asker: Asker) -> PlanOutline | None:
    """Return the plan that was asked about, or that of the asker's place, or the first."""
    own = knowledge.plan_named(asker.place) if asker.place else ()
    return next(iter(knowledge.outlines(found.query.plans or own)), None)


async def _has_answer(query: Query, plan: PlanOutline, look_up: LookUp) -> bool:
    """Look in the plan the words are of: what has an answer there has one over all plans."""
    within = query if query.plans else replace(query, plans=(plan.key,))
    return (await look_up(within)).kind is not Kind.NONE
