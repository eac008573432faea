"""The numbers of papers, 催办〔2017〕12号: each word and year is counted by itself."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from store.tables.notices import Numbering


async def take(session: AsyncSession, *, code: str, year: int, count: int) -> range:
    """Give out the next *count* numbers."""
    counted = (
        update(Numbering)
        .where(col(Numbering.code) == code, col(Numbering.year) == year)
        .values(last=col(Numbering.last) + count)
        .returning(col(Numbering.last))
    )
    last = (await (await session.connection()).execute(counted)).scalar()
    if last is None:
        last = count
        session.add(Numbering(code=code, year=year, last=last))
        await session.flush()
    return range(last - count + 1, last + 1)
