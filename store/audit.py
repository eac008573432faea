"""The append-only record of every change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.models import Audit, Contact


async def record(
    session: AsyncSession,
    *,
    actor: Contact | str,
    action: str,
    subject: str,
    at: datetime,
    **detail: Any,
) -> None:
    """Add one row: who did what to which thing, in the transaction that does it."""
    name = actor if isinstance(actor, str) else f"{actor.telegram_id} {actor.name}"
    session.add(Audit(at=at, actor=name, action=action, subject=subject, detail=detail))


async def latest(session: AsyncSession, *, limit: int) -> Sequence[Audit]:
    """The newest rows first."""
    return (await session.exec(select(Audit).order_by(col(Audit.id).desc()).limit(limit))).all()
