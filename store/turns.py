"""The messengers' limits over all processes: each turn is a row, by the database's clock.

Whoever is about to send asks here, one after the other; a turn is given when it is near, so that an
answer to a person never waits behind many notices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import delete, func, insert, text
from sqlalchemy import select as rows
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from store.bulk import fetch
from store.database import Database
from store.robots import FIRST, is_robot
from store.tables.replicas import Turn

_ALONE = text("SELECT pg_advisory_xact_lock(20532, 0)")
REMEMBERED = timedelta(minutes=3)
TIDIED_EVERY = 500
"""turns"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How closely messages may follow; seconds."""

    spacing: float
    chat_spacing: float
    group: int
    group_span: float
    ahead: float
    """how long before a turn it is given"""


@dataclass(frozen=True, slots=True)
class Answer:
    """When a message may go out."""

    seconds: float
    """from now"""
    given: bool
    """False where that is too far ahead: ask again then"""
    of_chat: bool
    """whether it is the chat that must wait, and not everybody"""


class Turns:
    """Gives turns to all processes on one PostgreSQL."""

    def __init__(self, database: Database, pace: Pace) -> None:
        self._database = database
        self._pace = pace
        self._asked = count(1)

    async def take(self, chat: int) -> Answer:
        """Ask for the next turn of a message to *chat*; 0 is a message that has had its own."""
        async with self._database.beside() as session:
            connection = await session.connection()
            await connection.execute(_ALONE)
            now, last = await _last(session)
            own = await _of_chat(
                session, chat, since=now - timedelta(seconds=self._pace.group_span)
            )
            answer = decide(self._pace, chat, now=now, last=last, own=own)
            if answer.given:
                at = now + timedelta(seconds=answer.seconds)
                await connection.execute(insert(Turn).values(chat=chat, at=at, held=False))
            if next(self._asked) % TIDIED_EVERY == 0:
                await connection.execute(delete(Turn).where(col(Turn.at) < now - REMEMBERED))
        return answer

    async def hold(self, chat: int, seconds: float) -> None:
        """Leave *chat* alone for so long, whoever sends."""
        async with self._database.beside() as session:
            now, _ = await _last(session)
            at = now + timedelta(seconds=max(seconds - self._pace.chat_spacing, 0))
            values = {"chat": chat, "at": at, "held": True}
            await (await session.connection()).execute(insert(Turn).values(**values))


def decide(
    pace: Pace, chat: int, *, now: datetime, last: datetime | None, own: Sequence[datetime]
) -> Answer:
    """Tell when the next message may go, after the *last* of all and the chat's *own*, in order."""
    overall = 0.0
    if last and not is_robot(chat):
        overall = (last - now).total_seconds() + pace.spacing
    waits = [0.0]
    if own and chat:
        waits.append((own[-1] - now).total_seconds() + pace.chat_spacing)
    if chat < 0 and len(own) >= pace.group:
        waits.append((own[-pace.group] - now).total_seconds() + pace.group_span)
    wait = max(*waits, overall)
    return Answer(wait, wait <= pace.ahead, max(waits) > pace.ahead)


async def _last(session: AsyncSession) -> tuple[datetime, datetime | None]:
    """Return the database's time and the latest turn that was given."""
    latest = rows(func.max(col(Turn.at))).where(~col(Turn.held), col(Turn.chat) > FIRST)
    latest_turn = latest.scalar_subquery()
    ((now, last),) = await fetch(session, rows(func.clock_timestamp(), latest_turn))
    return now, last


async def _of_chat(session: AsyncSession, chat: int, *, since: datetime) -> Sequence[datetime]:
    query = rows(col(Turn.at)).where(col(Turn.chat) == chat, col(Turn.at) > since)
    return [row.at for row in await fetch(session, query.order_by(col(Turn.at)))]
