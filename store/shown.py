"""Which card a message of ours shows, so that a reply to it can go on from there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, text
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from store.database import Database
from store.tables.records import Shown
from store.types import UtcDateTime

_REMEMBER = text(
    "INSERT INTO shown (telegram_id, message_id, card_id, shown_at) "
    "VALUES (:chat, :message, :card, :now) ON CONFLICT (telegram_id, message_id) "
    "DO UPDATE SET card_id = excluded.card_id, shown_at = excluded.shown_at"
).bindparams(bindparam("now", type_=UtcDateTime()))
"""one statement, since it is run after every answer"""


async def remember(
    database: Database, *, telegram_id: int, message_id: int, card: int, now: datetime
) -> None:
    """Note that the message shows *card* from now on."""
    values = {"chat": telegram_id, "message": message_id, "card": card, "now": now}
    await database.note(_REMEMBER, values)


async def find(session: AsyncSession, *, telegram_id: int, message_id: int) -> int | None:
    """Return the card that message shows, None where it is no answer of ours."""
    shown = await session.get(Shown, (telegram_id, message_id))
    return shown.card_id if shown else None


async def drop_until(session: AsyncSession, *, before: datetime) -> None:
    """Forget what was shown before that: its buttons work on, a reply to it is a new question."""
    statement = delete(Shown).where(col(Shown.shown_at) < before)
    await (await session.connection()).execute(statement)
