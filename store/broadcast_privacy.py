"""What broadcasts keep of a person who asks to be forgotten: their private chat's id, and files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables.broadcasts import AlbumPart, Broadcast, BroadcastDraft, BroadcastSeries
from store.tables.people import Contact


async def forget(session: AsyncSession, person: Contact, *, now: datetime) -> None:
    """Take the person's id away; drafts go, what comes again from their private chat ends."""
    theirs = person.telegram_id
    for table in (BroadcastDraft, AlbumPart):
        await session.exec(delete(table).where(col(table.telegram_id) == theirs))
    await session.exec(
        update(BroadcastSeries)
        .where(col(BroadcastSeries.telegram_id) == theirs)
        .values(telegram_id=-person.id, ended_at=now)
    )
    await session.exec(
        update(Broadcast).where(col(Broadcast.telegram_id) == theirs).values(telegram_id=-person.id)
    )
