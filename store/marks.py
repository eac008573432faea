"""How far things that run by the clock have got."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables.records import Mark

PLANNED = "planned"
"""the last working day whose notices are made"""
RESTORED = "restored"
"""the day a backup was brought back: what was sent that day until then, nobody knows"""
LEFT = "left"
"""the first day of which something stayed owed, since its chats had been told enough that day"""


async def get(session: AsyncSession, name: str) -> date | None:
    """Return the last day that *name* has done, None before its first."""
    mark = await session.get(Mark, name)
    return None if mark is None else mark.day


async def put(session: AsyncSession, name: str, day: date) -> None:
    """Record that *name* has done *day*."""
    await session.merge(Mark(name=name, day=day))


async def reopen(session: AsyncSession, name: str, day: date) -> None:
    """Let *name* go over *day* once more: what was done then is not done twice."""
    mark = await session.get(Mark, name)
    if mark is not None and mark.day >= day:
        mark.day = day - timedelta(days=1)
        session.add(mark)


async def put_earliest(session: AsyncSession, name: str, day: date) -> None:
    """Record *day*, unless an earlier one is recorded."""
    known = await get(session, name)
    await put(session, name, day if known is None else min(day, known))


async def drop(session: AsyncSession, name: str) -> None:
    """Record nothing any more."""
    mark = await session.get(Mark, name)
    if mark is not None:
        await session.delete(mark)
        await session.flush()
