"""A question while it is answered: what it means, and what is known of it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers.asked import FREE, Asked
from handlers.context import BotContext, Services
from handlers.speakers import voice_of
from plans.commands import Asker, query_of
from plans.errors.words import DepartmentNotFound
from plans.followups import follow_up
from plans.knowledge import Knowledge
from plans.query import Kind, Query, Reason
from plans.understanding import understand
from store import answers, cards
from store.glance import Reader
from store.replies import Answer


@dataclass(frozen=True, slots=True)
class Hearing:
    """One question while it is answered: everything in one transaction."""

    session: AsyncSession
    services: Services
    knowledge: Knowledge
    asker: Asker
    today: date

    @classmethod
    async def of(cls, session: AsyncSession, update: Update, context: BotContext) -> Hearing:
        """Take the plans and the asker as they are now."""
        knowledge = await context.services.knowing.now(session)
        asker = await asker_of(session, update)
        return cls(session, context.services, knowledge, asker, context.today)


async def asker_of(session: Reader, update: Update) -> Asker:
    """For whom "we" stands in a question."""
    voice = await voice_of(session, update)
    return Asker(voice.name, voice.place) if voice else Asker()


async def understood(hearing: Hearing, asked: Asked) -> Query:
    """Return what was meant; a name that is none becomes a query of kind NONE."""
    if not hearing.knowledge.plans:
        return Query(Kind.NONE, reason=Reason.NO_PLANS)
    if asked.command == FREE:
        return await _free(hearing, asked)
    try:
        return query_of(
            asked.command,
            asked.words,
            hearing.knowledge,
            today=hearing.today,
            asker=hearing.asker,
        )
    except DepartmentNotFound as error:
        return _no_department(error)


async def look_up(hearing: Hearing, query: Query) -> Answer:
    """Return what the plans say."""
    found = await _answer(hearing, query)
    if found.kind is Kind.NONE and query.kind is Kind.TASK and query.parts:
        # a number that is not on the list it was picked from is one of the plan
        return await _answer(hearing, replace(query, parts=()))
    return found


async def _free(hearing: Hearing, asked: Asked) -> Query:
    if asked.after is not None:
        body = await cards.body(hearing.session, asked.after)
        followed = await _following(hearing, asked, body)
        if followed is not None:
            return followed
    return understand(asked.words, hearing.knowledge, today=hearing.today, asker=hearing.asker)


async def _following(hearing: Hearing, asked: Asked, body: Mapping[str, Any]) -> Query | None:
    """Take a reply for what it makes of the question before, or for the name that was missing."""
    if "query" not in body:
        return None
    previous = Query.from_json(body["query"])
    if "said" in body and hearing.knowledge.department(asked.words).names:
        before = Asked.from_json(body["said"])
        return await understood(hearing, before.naming(previous.asked, asked.words))
    return follow_up(
        previous, asked.words, hearing.knowledge, today=hearing.today, asker=hearing.asker
    )


async def _answer(hearing: Hearing, query: Query) -> Answer:
    return await answers.answer(
        hearing.session, query, today=hearing.today, directory=hearing.services.directory
    )


def _no_department(error: DepartmentNotFound) -> Query:
    nearest = error.values.get("nearest")
    ambiguous = error.values.get("ambiguous")
    return Query(
        Kind.NONE,
        reason=Reason.AMBIGUOUS_DEPARTMENT if ambiguous else Reason.UNKNOWN_DEPARTMENT,
        asked=str(error.values["name"]),
        nearest=nearest if isinstance(nearest, tuple) else (),
    )
