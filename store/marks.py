"""How far things that run by the clock have got."""

from __future__ import annotations

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from store.models import Mark


async def get(session: AsyncSession, name: str) -> date | None:
    """Return the last day that *name* has done, None before its first."""
    mark = await session.get(Mark, name)
    return None if mark is None else mark.day


async def put(session: AsyncSession, name: str, day: date) -> None:
    """Record that *name* has done *day*."""
    await session.merge(Mark(name=name, day=day))
