"""Broadcasts that come again and again: every Monday, each quarter's end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import audit
from store.broadcasts import Desk, enter_desk
from store.tables.broadcasts import BroadcastSeries
from store.tables.people import Contact
from store.types import row_id


async def begin(
    session: AsyncSession,
    *,
    title: str,
    body: dict[str, Any],
    next_at: datetime,
    desk: Desk,
    now: datetime,
) -> BroadcastSeries:
    """Order a broadcast that comes again and again."""
    await enter_desk(session, desk)
    row = BroadcastSeries(
        contact_id=desk.contact.id,
        telegram_id=desk.telegram_id,
        thread_id=desk.thread_id,
        created_at=now,
        title=title,
        body=body,
        next_at=next_at,
    )
    session.add(row)
    await session.flush()
    await audit.record(
        session,
        actor=desk.contact,
        action="series",
        subject=f"series:{row.id}",
        at=now,
        next_at=next_at.isoformat(),
    )
    return row


async def due(session: AsyncSession, *, now: datetime) -> Sequence[BroadcastSeries]:
    """Series whose next time has come and that nobody else is ordering, the earliest first."""
    query = (
        select(BroadcastSeries)
        .where(col(BroadcastSeries.ended_at).is_(None), BroadcastSeries.next_at <= now)
        .order_by(col(BroadcastSeries.next_at), col(BroadcastSeries.id))
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(query)).all()


async def running(session: AsyncSession) -> Sequence[BroadcastSeries]:
    """What comes again and again, the next first."""
    query = (
        select(BroadcastSeries)
        .where(col(BroadcastSeries.ended_at).is_(None))
        .order_by(col(BroadcastSeries.next_at), col(BroadcastSeries.id))
    )
    return (await session.exec(query)).all()


async def end(session: AsyncSession, number: int, *, actor: Contact, now: datetime) -> bool:
    """Let it come no more; False where it has ended."""
    row = await session.get(BroadcastSeries, row_id(number))
    if row is None or row.ended_at is not None:
        return False
    row.ended_at = now
    session.add(row)
    await audit.record(
        session, actor=actor, action="series_end", subject=f"series:{row.id}", at=now
    )
    return True
