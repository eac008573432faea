"""What became of a broadcast: delivered, unknown, failed and why, signed, not signed by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlalchemy import select as rows
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.bulk import fetch
from store.tables.broadcasts import BroadcastReply
from store.tables.notices import Notice, NoticeKind, NoticeState, Receipt
from store.tables.people import Chat, ChatState
from store.tables.plans import Department


@dataclass(frozen=True, slots=True)
class Reached:
    """One chat of a broadcast, and how it stands there."""

    notice_id: int
    title: str
    """the department's name, or the chat's where it speaks for none"""
    state: NoticeState
    why: str | None
    """why it cannot be reached: removed, muted … as /chats shows it; rejected"""
    department: int | None
    signed: bool
    """here, or in another chat of the same department"""
    version: int


@dataclass(frozen=True, slots=True)
class Progress:
    """All chats of a broadcast, by title, and how many answers came."""

    chats: Sequence[Reached]
    replies: int
    changed: int
    """chats that see the latest version"""

    @property
    def sent(self) -> int:
        """How many it was delivered to."""
        return sum(one.state is NoticeState.SENT for one in self.chats)

    @property
    def unknown(self) -> int:
        """How many it may have been delivered to."""
        return sum(one.state is NoticeState.UNKNOWN for one in self.chats)

    @property
    def failed(self) -> Sequence[Reached]:
        """Those that cannot be reached."""
        return [one for one in self.chats if one.why is not None]

    @property
    def waiting(self) -> int:
        """How many it is still to be sent to."""
        on_the_way = (NoticeState.PENDING, NoticeState.CLAIMED)
        return sum(one.state in on_the_way and one.why is None for one in self.chats)

    @property
    def cancelled(self) -> int:
        """How many it is not sent to any more."""
        return sum(one.state is NoticeState.CANCELLED for one in self.chats)

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(one.signed for one in self.chats)

    @property
    def unsigned(self) -> Sequence[Reached]:
        """Those that have it and have not signed."""
        return [one for one in self.chats if one.state is NoticeState.SENT and not one.signed]


async def progress(session: AsyncSession, broadcast_id: int, *, version: int) -> Progress:
    """Return how it stands with each chat."""
    reached = await _reached(session, broadcast_id)
    replies = select(func.count()).where(BroadcastReply.broadcast_id == broadcast_id)
    return Progress(
        reached,
        (await session.exec(replies)).one(),
        sum(one.state is NoticeState.SENT and one.version >= version for one in reached),
    )


async def _reached(session: AsyncSession, broadcast_id: int) -> Sequence[Reached]:
    """Every chat by title; who has signed in one chat of a department has in all of them."""
    columns: list[Any] = [
        col(Notice.id),
        col(Notice.state),
        col(Notice.version),
        col(Chat.title),
        col(Chat.state),
        col(Chat.frozen_reason),
        col(Chat.department_id),
        col(Department.name),
    ]
    query = (
        rows(*columns, _signed())
        .join(Chat, col(Notice.chat_id) == col(Chat.id))
        .outerjoin(Department, col(Chat.department_id) == col(Department.id))
        .where(*_roots(broadcast_id))
        .order_by(col(Department.name), col(Notice.id))
    )
    found = await fetch(session, query)
    signers = {department for *_, department, _, signed in found if signed} - {None}
    return [
        Reached(
            number,
            name or title,
            state,
            _why(state, chat, reason),
            of,
            signed or of in signers,
            seen,
        )
        for number, state, seen, title, chat, reason, of, name, signed in found
    ]


def _why(state: NoticeState, chat: ChatState, reason: str | None) -> str | None:
    if state is NoticeState.FAILED:
        return "rejected"
    if chat is ChatState.ACTIVE or state in (NoticeState.SENT, NoticeState.CANCELLED):
        return None
    return reason or "other"


async def unsigned_chats(session: AsyncSession, broadcast_id: int) -> Sequence[int]:
    """The chats that have that broadcast and have not signed it, in their order."""
    return sorted(notice.chat_id for notice in await unsigned_notices(session, broadcast_id))


async def unsigned_notices(session: AsyncSession, broadcast_id: int) -> Sequence[Notice]:
    """The messages of that broadcast that reached their chats and wait to be signed."""
    waiting = {one.notice_id for one in (await progress(session, broadcast_id, version=0)).unsigned}
    query = select(Notice).where(*_roots(broadcast_id), col(Notice.wants_receipt))
    found = (await session.exec(query.order_by(col(Notice.id)))).all()
    return [notice for notice in found if notice.id in waiting]


def _signed() -> ColumnElement[bool]:
    return exists().where(col(Receipt.notice_id) == col(Notice.id))


def _roots(broadcast_id: int) -> tuple[ColumnElement[bool], ...]:
    """The first notice of each chat, without those that chase it or change it."""
    return (
        col(Notice.broadcast_id) == broadcast_id,
        col(Notice.kind) == NoticeKind.BROADCAST,
        col(Notice.about_id).is_(None),
    )
