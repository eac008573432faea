"""What comes of a question: its answer written, with cards for the buttons below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from handlers.asked import Asked
from handlers.following import with_following
from handlers.hearing import Hearing, look_up, understood
from handlers.worked_examples import worked_examples
from plans.errors.words import StaleButton
from plans.query import Query, Reason
from plans.questions.understood import described
from plans.refinement import Refinement, on_the_day, refinements
from store import cards
from store.opened import opened
from store.replies import Answer
from texts.answers import Surroundings, render_answer
from texts.reply import Reply
from texts.views import View


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question."""

    reason: Reason | None
    """why there is no answer, None where there is one"""
    card: int
    reply: Reply


async def hear(hearing: Hearing, asked: Asked) -> Outcome:
    """Answer what was asked, and keep a card of it."""
    found = await look_up(hearing, await understood(hearing, asked))
    card = await _kept(hearing, found.query, asked)
    return Outcome(found.reason, card, await _written(hearing, found, View(card), asked))


async def show(hearing: Hearing, view: View) -> Outcome:
    """Answer again what a card asks, at the place its button says."""
    body = await cards.body(hearing.session, view.card)
    if "query" not in body:
        raise StaleButton
    card, query = view.card, Query.from_json(body["query"])
    if view.task is not None:
        query = await opened(hearing.session, view.task)
        card = await _kept(hearing, query)
    asked = Asked.from_json(body["said"]) if "said" in body else None
    found = await look_up(hearing, query)
    return Outcome(found.reason, card, await _written(hearing, found, view, asked))


def narrower(hearing: Hearing, found: Answer) -> dict[Refinement, Query]:
    """Return the further questions worth a button, each saying how it is understood."""
    with_targets = sum(1 for task in found.tasks if task.target_count)
    queries = refinements(
        found.query,
        roles=frozenset(task.role for task in found.tasks if task.role),
        has_targets=0 < with_targets < len(found.tasks),
        found=found.count or len(found.tasks),
    )
    if found.reason is Reason.NOT_THEN and found.day:
        queries = {Refinement.NEXT_DUE: on_the_day(found.query, found.day)} | queries
    return {
        name: replace(query, understood=described(query, hearing.knowledge))
        for name, query in queries.items()
    }


async def _written(hearing: Hearing, found: Answer, view: View, asked: Asked | None) -> Reply:
    queries = {} if view.task is not None else narrower(hearing, found)
    reply = render_answer(
        found,
        texts=hearing.services.texts,
        view=view,
        refinements={name: await _kept(hearing, query) for name, query in queries.items()},
        suggestions=await _suggestions(hearing, found, asked) if asked else {},
        around=Surroundings(
            marks=hearing.knowledge.marks,
            examples=await _examples(hearing, found),
            cut=asked.cut if asked else 0,
        ),
    )
    return await with_following(hearing.session, found, reply, texts=hearing.services.texts)


async def _examples(hearing: Hearing, found: Answer) -> tuple[str, ...]:
    return await worked_examples(
        found,
        partial(look_up, hearing),
        texts=hearing.services.texts,
        knowledge=hearing.knowledge,
        asker=hearing.asker,
        today=hearing.today,
    )


async def _suggestions(hearing: Hearing, found: Answer, asked: Asked) -> Mapping[str, int]:
    """Keep a card for each name that may have been meant: the same question, with that name."""
    kept = {}
    for name in found.nearest:
        again = asked.naming(found.asked, name)
        kept[name] = await _kept(hearing, await understood(hearing, again), again)
    return kept


async def _kept(hearing: Hearing, query: Query, asked: Asked | None = None) -> int:
    """Keep a card of the query; where names are to choose from, of the words as well."""
    body = {"query": query.to_json()}
    if asked is not None and query.nearest:
        body["said"] = asked.to_json()
    return await cards.keep(hearing.session, body)
