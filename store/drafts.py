"""What drafts share, whatever is put together in them: one chat's, for some days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.words import StaleButton
from store.tables.broadcasts import BroadcastDraft
from store.tables.events import EventDraft
from store.types import row_id

WAITS = {EventDraft: timedelta(days=1), BroadcastDraft: timedelta(days=7)}
"""how long a draft waits to be finished"""
Draft = TypeVar("Draft", EventDraft, BroadcastDraft)


async def drop_old(session: AsyncSession, kind: type[Draft], *, now: datetime) -> None:
    """Take away drafts that nobody finished in time."""
    await session.exec(delete(kind).where(col(kind.opened_at) < now - WAITS[kind]))


async def begin(session: AsyncSession, draft: Draft, *, now: datetime) -> Draft:
    """Keep a new draft; those that waited too long are gone with it."""
    await drop_old(session, type(draft), now=now)
    session.add(draft)
    await session.flush()
    return draft


async def keep(session: AsyncSession, draft: Draft, body: dict[str, Any]) -> None:
    """Keep what has been put into a draft so far."""
    draft.body = body
    session.add(draft)
    await session.flush()


async def get(
    session: AsyncSession, kind: type[Draft], number: int, *, telegram_id: int, now: datetime
) -> Draft:
    """Return a draft of that chat; raises StaleButton where it is gone or too old."""
    draft = await session.get(kind, row_id(number))
    if draft is None or draft.telegram_id != telegram_id or now - draft.opened_at > WAITS[kind]:
        raise StaleButton
    return draft


async def asked_by(
    session: AsyncSession, *, kind: type[Draft], telegram_id: int, message_id: int
) -> Draft | None:
    """Return the draft for which that message asked something that nobody answered yet."""
    query = select(kind).where(
        kind.telegram_id == telegram_id,
        kind.question_id == message_id,
        col(kind.asking).is_not(None),
    )
    return (await session.exec(query)).first()
