"""The append-only record of every change.

Rows name people by their row in Contact only (`contact:7`): who asks to be forgotten is, at once
and everywhere, while what was done stays on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables.people import Chat, Contact
from store.tables.plans import Department
from store.tables.records import Audit

REFERENCE = re.compile(r"\b(contact|chat|department):(\d{1,9})\b")
"""how the record names a row that people know by name"""
CHUNK = 500
"""values in one IN (…); databases limit them"""


async def record(
    session: AsyncSession,
    *,
    actor: Contact | str,
    action: str,
    subject: str | SQLModel,
    at: datetime,
    **detail: Any,
) -> None:
    """Add one row: who did what to which thing, in the transaction that does it.

    A flushed row may stand as *subject* or in *detail*; keep names of people out of both.
    """
    session.add(
        Audit(
            at=at,
            actor=reference(actor),
            action=action,
            subject=reference(subject),
            detail={
                key: reference(value) if isinstance(value, SQLModel) else value
                for key, value in detail.items()
            },
        )
    )


def reference(thing: str | SQLModel) -> str:
    """Return how the record names a row: its table and id."""
    if isinstance(thing, str):
        return thing
    return f"{type(thing).__name__.lower()}:{getattr(thing, 'id', None)}"


async def latest(session: AsyncSession, *, limit: int, offset: int = 0) -> Sequence[Audit]:
    """The newest rows first."""
    query = select(Audit).order_by(col(Audit.id).desc()).offset(offset).limit(limit)
    return (await session.exec(query)).all()


async def everything(session: AsyncSession) -> Sequence[Audit]:
    """The whole record, the oldest first."""
    return (await session.exec(select(Audit).order_by(col(Audit.id)))).all()


async def count(session: AsyncSession) -> int:
    """How many changes there have been."""
    return (await session.exec(select(func.count()).select_from(Audit))).one()


async def names(session: AsyncSession, rows: Iterable[Audit]) -> dict[str, str]:
    """Return what the people, chats and departments that *rows* refer to are called now."""
    wanted: dict[str, set[int]] = {"contact": set(), "chat": set(), "department": set()}
    for row in rows:
        for table, number in REFERENCE.findall(f"{row.actor} {row.subject} {row.detail}"):
            wanted[table].add(int(number))
    found: dict[str, str] = {}
    for table, key, name in (
        ("contact", Contact.id, Contact.name),
        ("chat", Chat.id, Chat.title),
        ("department", Department.id, Department.name),
    ):
        numbers = sorted(wanted[table])
        for start in range(0, len(numbers), CHUNK):
            some = col(key).in_(numbers[start : start + CHUNK])
            pairs = await session.exec(select(key, name).where(some))
            found |= {f"{table}:{number}": called for number, called in pairs}
    return found
