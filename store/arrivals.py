"""Updates as they came: kept before they are handled, once each, in order within a chat.

Whoever keeps an update may handle it at once; if that process dies its lease ends, and another goes
on. An update that was begun and not ended is handled again, so nothing that was said is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    String,
    bindparam,
    delete,
    func,
    or_,
    text,
    update,
)
from sqlalchemy import select as rows
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from store.bulk import fetch
from store.tables.replicas import Arrival
from store.types import UtcDateTime

MOST_ATTEMPTS = 3
"""an update that ends a process so often is left alone: it would end every other one too"""
LATECOMERS = timedelta(seconds=0.4)
"""how long an update waits for an earlier one, which Telegram may push at the same time"""
LOOKS_BACK = 20
"""updates before one that are looked at for a gap"""
_TURN = text("SELECT pg_advisory_xact_lock(20531, hashint8(:chat))")
_KEEP = text("""
    INSERT INTO arrival
        (update_id, chat, body, received_at, lease_token, lease_until, attempts)
    SELECT :id, :chat, :body, :now,
        CASE WHEN free THEN :token END, CASE WHEN free THEN :until END,
        CASE WHEN free THEN 1 ELSE 0 END
    FROM (SELECT :wanted AND NOT EXISTS (
        SELECT 1 FROM arrival WHERE chat = :chat AND handled_at IS NULL
    ) AS free) AS turn
    WHERE true
    ON CONFLICT (update_id) DO NOTHING
    RETURNING attempts
""").bindparams(
    bindparam("id", type_=BigInteger()),
    bindparam("chat", type_=BigInteger()),
    bindparam("body", type_=JSON()),
    bindparam("now", type_=UtcDateTime()),
    bindparam("token", type_=String()),
    bindparam("until", type_=UtcDateTime()),
    bindparam("wanted", type_=Boolean()),
)
"""one statement, since it is run for every update"""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to handle an update: of one process, until a moment, unless renewed."""

    token: str
    now: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Leased:
    """An update that is this process's to handle."""

    update_id: int
    chat: int
    body: Mapping[str, Any]
    attempts: int


class Kept(Enum):
    """What came of keeping an update."""

    KNOWN = auto()
    """it came before"""
    WAITING = auto()
    """its turn in the chat has not come, or somebody else is to handle it"""
    LEASED = auto()
    """it is at once this process's to handle"""


async def keep(
    session: AsyncSession,
    *,
    update_id: int,
    chat: int,
    body: Mapping[str, Any],
    lease: Lease,
    wanted: bool,
    in_order: bool,
) -> Kept:
    """Keep an update, and lease it where that is *wanted* and the chat has no other open one."""
    await _alone(session, chat)
    if wanted and not in_order:
        wanted = not await _lacks_an_earlier(session, update_id, lease.now, lease.now)
    values = {"id": update_id, "chat": chat, "body": body, "now": lease.now, "wanted": wanted}
    mine = {"token": lease.token, "until": lease.until}
    connection = await session.connection()
    row = (await connection.execute(_KEEP, values | mine)).first()
    if row is None:
        return Kept.KNOWN
    return Kept.LEASED if row.attempts else Kept.WAITING


async def next_of(
    session: AsyncSession, chat: int, lease: Lease, *, in_order: bool
) -> Leased | None:
    """Lease the earliest open update of *chat*, unless somebody has it.

    Unless they came *in_order*, one before which another seems to be missing waits a little.
    """
    await _alone(session, chat)
    first = (
        rows(Arrival).where(col(Arrival.chat) == chat, _is_open()).order_by(col(Arrival.update_id))
    )
    found = await fetch(session, first.limit(1))
    if not found or not _is_free(found[0], lease.now):
        return None
    row = found[0]
    if not in_order and await _lacks_an_earlier(session, row.update_id, row.received_at, lease.now):
        return None
    values = {"lease_token": lease.token, "lease_until": lease.until, "attempts": row.attempts + 1}
    await _change(session, values, col(Arrival.update_id) == row.update_id)
    return Leased(row.update_id, chat, row.body, row.attempts + 1)


async def done(session: AsyncSession, leased: Leased, token: str, *, now: datetime) -> bool:
    """Note that an update is handled, and forget what it said; False where the lease was lost."""
    await _alone(session, leased.chat)
    values = {"handled_at": now, "body": None, "lease_token": None, "lease_until": None}
    return await _change(session, values, *_mine(leased, token)) == 1


async def postpone(session: AsyncSession, leased: Leased, token: str, *, until: datetime) -> None:
    """Give an update back that could not be handled now; the attempt does not count."""
    values = {"lease_token": None, "lease_until": until, "attempts": leased.attempts - 1}
    await _change(session, values, *_mine(leased, token))


async def renew(session: AsyncSession, token: str, *, until: datetime) -> None:
    """Prolong every lease of a process that is alive."""
    await _change(session, {"lease_until": until}, col(Arrival.lease_token) == token, _is_open())


async def left_behind(session: AsyncSession, *, now: datetime, limit: int) -> Sequence[int]:
    """Chats whose earliest open update nobody handles."""
    earlier = aliased(Arrival)
    older = rows(col(earlier.update_id)).where(
        col(earlier.chat) == col(Arrival.chat),
        col(earlier.handled_at).is_(None),
        col(earlier.update_id) < col(Arrival.update_id),
    )
    free = or_(col(Arrival.lease_until).is_(None), col(Arrival.lease_until) <= now)
    query = rows(col(Arrival.chat)).where(_is_open(), free, ~older.exists())
    found = await fetch(session, query.order_by(col(Arrival.update_id)).limit(limit))
    return [row.chat for row in found]


async def drop_handled(session: AsyncSession, *, before: datetime) -> None:
    """Forget the numbers of updates so old that Telegram does not repeat them."""
    statement = delete(Arrival).where(col(Arrival.handled_at) < before)
    await (await session.connection()).execute(statement)


async def waiting(session: AsyncSession) -> int:
    """Count the updates that are not handled yet."""
    ((count,),) = await fetch(session, rows(func.count()).select_from(Arrival).where(_is_open()))
    return int(count)


def may_follow(number: int, received_at: datetime, before: Sequence[Any], now: datetime) -> bool:
    """Tell whether an update's turn has come, seeing the ones *before* it, the latest first.

    Numbers follow each other. Where one is missing it may still be on its way, until the one
    behind the gap has been here for a while.
    """
    settled = now - LATECOMERS
    if not before:
        return received_at <= settled
    chain = [(number, received_at), *((row.update_id, row.received_at) for row in before)]
    return all(
        later - earlier == 1 or received <= settled
        for (later, received), (earlier, _) in pairwise(chain)
    )


async def _lacks_an_earlier(
    session: AsyncSession, number: int, received_at: datetime, now: datetime
) -> bool:
    query = (
        rows(col(Arrival.update_id), col(Arrival.received_at))
        .where(col(Arrival.update_id) < number, col(Arrival.update_id) >= number - LOOKS_BACK)
        .order_by(col(Arrival.update_id).desc())
    )
    return not may_follow(number, received_at, await fetch(session, query), now)


async def _alone(session: AsyncSession, chat: int) -> None:
    """Hold others off the chat's updates until the transaction ends; SQLite has one writer."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(_TURN, {"chat": chat})


async def _change(
    session: AsyncSession, values: Mapping[str, Any], *where: ColumnElement[bool]
) -> int:
    connection = await session.connection()
    result = await connection.execute(update(Arrival).where(*where).values(**values))
    return result.rowcount


def _mine(leased: Leased, token: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Arrival.update_id) == leased.update_id,
        col(Arrival.lease_token) == token,
        _is_open(),
    )


def _is_open() -> ColumnElement[bool]:
    return col(Arrival.handled_at).is_(None)


def _is_free(row: Any, now: datetime) -> bool:
    return row.lease_until is None or row.lease_until <= now
