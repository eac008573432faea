"""What waits to go out, for those who watch over it; `store.outbox` takes it and sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as rows
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.bulk import fetch
from store.outbox import MOST_DOUBTS
from store.tables.notices import Notice, NoticeState
from store.tables.people import Chat, ChatState

OPEN = (NoticeState.PENDING, NoticeState.CLAIMED, NoticeState.UNKNOWN)
"""what is not settled yet"""


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, as a watcher sees it."""

    due: int
    """should be out by now"""
    oldest: datetime | None
    """since when the first of those is due"""
    by_state: Mapping[NoticeState, int]


async def next_due(session: AsyncSession, *, after: datetime) -> datetime | None:
    """The earliest moment after *after* at which a notice that waits is to go out."""
    query = select(func.min(Notice.due_at)).where(
        Notice.state == NoticeState.PENDING, Notice.due_at > after
    )
    return (await session.exec(query)).one()


async def queue(session: AsyncSession, *, now: datetime) -> Queue:
    """Count what waits; chats that cannot be written to keep theirs out of what is due."""
    late = (
        rows(func.count(), func.min(col(Notice.due_at)))
        .join(Chat, col(Notice.chat_id) == col(Chat.id))
        .where(
            col(Notice.state).in_(OPEN),
            col(Notice.due_at) <= now,
            col(Notice.doubts) < MOST_DOUBTS,
            col(Chat.state) == ChatState.ACTIVE,
        )
    )
    states = rows(col(Notice.state), func.count()).where(col(Notice.state).in_(OPEN))
    ((due, oldest),) = await fetch(session, late)
    by_state = await fetch(session, states.group_by(col(Notice.state)))
    return Queue(due, oldest, dict(map(tuple, by_state)))
