"""Notices on their way out: claimed under a lease, sent, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, update
from sqlalchemy import select as rows
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.bulk import fetch
from store.tables.notices import Notice, NoticeState, Paper
from store.tables.people import Chat, ChatState
from store.tables.plans import Department

MOST_DOUBTS = 6
"""requests without an answer after which a notice stays unknown: it may be there six times over"""

LOOKED_AT = 4
"""notices that are looked at for each that is taken: some are of one chat"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A notice that one dispatcher may send until `until`; `token` proves it in what follows."""

    notice_id: int
    chat_id: int
    token: str


@dataclass(frozen=True, slots=True)
class Looks:
    """What stands in a chat once a notice is out."""

    message_ids: Sequence[int]
    """none where it was taken back"""
    text: str
    """of the last message"""
    buttons: list[list[list[str]]]
    at: datetime
    version: int = 0

    def values(self) -> dict[str, Any]:
        """Return it as columns of Notice."""
        return {
            "message_id": self.message_ids[-1] if self.message_ids else None,
            "message_ids": list(self.message_ids),
            "text": self.text,
            "buttons": self.buttons,
            "version": self.version,
        }


def _due(now: datetime) -> ColumnElement[bool]:
    """What may be claimed: waiting, in doubt, or left behind by a dispatcher that died."""
    waiting = and_(
        col(Notice.state).in_((NoticeState.PENDING, NoticeState.UNKNOWN)),
        col(Notice.doubts) < MOST_DOUBTS,
    )
    left_behind = and_(col(Notice.state) == NoticeState.CLAIMED, col(Notice.lease_until) <= now)
    return and_(col(Notice.due_at) <= now, or_(waiting, left_behind))


async def claim(
    session: AsyncSession,
    *,
    now: datetime,
    until: datetime,
    token: str,
    limit: int,
    urgency: int | None = None,
) -> Sequence[Claim]:
    """Take up to *limit* due notices of chats that can be written to: urgent, then oldest first.

    One at a time in a chat, and none before an earlier one that is to be tried again: a chat's
    messages keep their order. A notice whose earlier request may have arrived becomes a re-send.
    With *urgency*, only those at least so urgent are taken.
    """
    ids = await _first_of_each_chat(session, now=now, limit=limit, urgency=urgency)
    in_doubt = or_(col(Notice.in_flight), col(Notice.state) == NoticeState.UNKNOWN)
    taken = (
        update(Notice)
        .where(col(Notice.id).in_(ids))
        .values(
            state=NoticeState.CLAIMED,
            lease_token=token,
            lease_until=until,
            resent=case((in_doubt, True), else_=col(Notice.resent)),
            in_flight=False,
        )
        .returning(col(Notice.id), col(Notice.chat_id), col(Notice.urgency), col(Notice.due_at))
    )
    found = await fetch(session, taken) if ids else ()
    ordered = sorted(found, key=lambda row: (-row.urgency, row.due_at, row.id))
    return [Claim(row.id, row.chat_id, token) for row in ordered]


async def _first_of_each_chat(
    session: AsyncSession, *, now: datetime, limit: int, urgency: int | None
) -> Sequence[int]:
    """Lock and return the due notices that nothing of their own chat stands before."""
    chosen = (
        rows(col(Notice.id), col(Notice.chat_id), col(Notice.urgency))
        .join(Chat, col(Notice.chat_id) == col(Chat.id))
        .where(_due(now), col(Chat.state) == ChatState.ACTIVE, _may_go(now))
        .order_by(col(Notice.urgency).desc(), col(Notice.due_at), col(Notice.id))
        .limit(limit * LOOKED_AT)
        .with_for_update(skip_locked=True, of=Notice)
    )
    if urgency is not None:
        chosen = chosen.where(col(Notice.urgency) >= urgency)
    first: dict[int, tuple[int, int]] = {}
    for row in await fetch(session, chosen):
        place = (-row.urgency, row.id)
        first[row.chat_id] = min(first.get(row.chat_id, place), place)
    return [number for _, number in first.values()][:limit]


def _may_go(now: datetime) -> ColumnElement[bool]:
    """Nothing of the chat is under way, and nothing as urgent was put back to be tried again."""
    other = aliased(Notice)
    held = col(other.lease_until) > now
    under_way = rows(col(other.chat_id)).where(col(other.state) == NoticeState.CLAIMED, held)
    put_back = (col(other.state) == NoticeState.PENDING, col(other.due_at) > now, held)
    most = rows(func.max(col(other.urgency))).where(*put_back).scalar_subquery()
    return and_(
        col(Notice.chat_id).not_in(under_way),
        or_(
            col(Notice.chat_id).not_in(rows(col(other.chat_id)).where(*put_back)),
            col(Notice.urgency) > most,
        ),
    )


class Claimed(NamedTuple):
    """All that a message is written from, found in one look-up."""

    notice: Notice
    chat: Chat
    department: Department | None
    """the one the chat speaks for"""
    carries: bool
    """whether papers travel in the message"""


async def claimed(session: AsyncSession, claim: Claim) -> Claimed:
    """Return a claimed notice, its chat and what belongs to them."""
    carries = exists().where(col(Paper.notice_id) == col(Notice.id))
    query = (
        select(Notice, Chat, Department, carries)
        .join(Chat, col(Notice.chat_id) == Chat.id)
        .outerjoin(Department, col(Chat.department_id) == col(Department.id))
        .where(Notice.id == claim.notice_id)
    )
    return Claimed(*(await session.exec(query)).one())


async def begin(session: AsyncSession, claim: Claim) -> bool:
    """Note that the request is about to leave; False where the claim has been lost."""
    return await _settle(session, claim, in_flight=True, attempts=col(Notice.attempts) + 1)


async def part_sent(
    session: AsyncSession, claim: Claim, *, parts: int, message_ids: Sequence[int]
) -> bool:
    """Note that so many messages of a long notice are out, under which ids."""
    return await _settle(
        session, claim, in_flight=False, parts_sent=parts, message_ids=list(message_ids)
    )


async def sent(session: AsyncSession, claim: Claim, looks: Looks) -> bool:
    """Record the delivery, with what the last message looks like."""
    return await _settle(
        session,
        claim,
        **looks.values(),
        state=NoticeState.SENT,
        sent_at=looks.at,
        failure=None,
        in_flight=False,
        lease_token=None,
        lease_until=None,
    )


async def changed(session: AsyncSession, notice_id: int, looks: Looks) -> None:
    """Record what became of a message that was delivered before."""
    await (await session.connection()).execute(
        update(Notice).where(col(Notice.id) == notice_id).values(**looks.values())
    )


async def put_back(
    session: AsyncSession, claim: Claim, *, due_at: datetime | None = None, why: str | None = None
) -> bool:
    """Return a notice that did not leave, to be tried again at *due_at*; its chat waits for it."""
    later: dict[str, Any] = {} if due_at is None else {"due_at": due_at, "lease_until": due_at}
    return await _release(session, claim, NoticeState.PENDING, failure=why, **later)


async def in_doubt(session: AsyncSession, claim: Claim, *, due_at: datetime, why: str) -> bool:
    """Record that the message may be there; it is sent again, marked so, at *due_at*.

    After MOST_DOUBTS it is not: it stays unknown.
    """
    doubts = col(Notice.doubts) + 1
    return await _release(
        session, claim, NoticeState.UNKNOWN, failure=why, due_at=due_at, doubts=doubts
    )


async def failed(session: AsyncSession, claim: Claim, *, why: str) -> bool:
    """Record a failure that trying again cannot heal."""
    return await _release(session, claim, NoticeState.FAILED, failure=why)


async def cancelled(session: AsyncSession, claim: Claim, *, why: str) -> bool:
    """Record that there is nothing to say any more."""
    return await _release(session, claim, NoticeState.CANCELLED, failure=why)


async def expire_leases(session: AsyncSession, *, at: datetime) -> None:
    """End every lease at that moment: whoever had them is the dispatcher no longer."""
    await (await session.connection()).execute(
        update(Notice)
        .where(col(Notice.state) == NoticeState.CLAIMED, col(Notice.lease_until) > at)
        .values(lease_until=at)
    )


async def sent_since(session: AsyncSession, instant: datetime) -> Sequence[tuple[int, datetime]]:
    """The chats (by Telegram's ids) that were written to after *instant*, and when."""
    query = (
        rows(col(Chat.telegram_id), col(Notice.sent_at))
        .join(Chat, col(Notice.chat_id) == col(Chat.id))
        .where(col(Notice.sent_at) > instant)
        .order_by(col(Notice.sent_at))
    )
    return await fetch(session, query)


async def _release(session: AsyncSession, claim: Claim, state: NoticeState, **values: Any) -> bool:
    free: dict[str, Any] = {"in_flight": False, "lease_token": None, "lease_until": None}
    return await _settle(session, claim, state=state, **free | values)


async def _settle(session: AsyncSession, claim: Claim, **values: Any) -> bool:
    """Change a claimed notice, if the claim still holds."""
    result = await (await session.connection()).execute(
        update(Notice)
        .where(col(Notice.id) == claim.notice_id, col(Notice.lease_token) == claim.token)
        .values(**values)
    )
    return result.rowcount == 1
