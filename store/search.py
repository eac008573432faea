"""Full-text search over titles, task texts and targets. The index is derived data: made at import.

SQLite has an engine for it, FTS5; on PostgreSQL the same counts are taken and ranked alike, so that
both give the same hits in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import ModuleType

from sqlmodel.ext.asyncio.session import AsyncSession

from store import search_postgresql, search_sqlite
from store.search_query import MOST as MOST
from store.search_query import Entry, Wanted
from store.search_query import Index as Index

TABLES = (*(index.table for index in Index), search_postgresql.TOTALS)
"""all that a search is kept in"""
_OWN_TABLES = re.compile(rf"(?:{'|'.join(index.table for index in Index)}|words)(?:_\w+)?$")
_ENGINES: Mapping[str, ModuleType] = {"sqlite": search_sqlite, "postgresql": search_postgresql}


async def prepare(session: AsyncSession) -> None:
    """Make the index where there is none yet."""
    for index in Index:
        await _engine(session).prepare(session, index)


async def clear(session: AsyncSession) -> None:
    """Forget everything."""
    for index in Index:
        await _engine(session).clear(session, index)


def is_index(table: str | None) -> bool:
    """Tell whether a table is the index's own: no model describes it."""
    return table is not None and bool(_OWN_TABLES.match(table))


async def put(
    session: AsyncSession, index: Index, entries: Mapping[int, tuple[str, str]], *, plan: int
) -> None:
    """Index rows of a plan anew: for each id its heading and its own words."""
    await drop(session, index, entries.keys())
    rows = [Entry(row_id, plan, *words) for row_id, words in entries.items()]
    if rows:
        await _engine(session).put(session, index, rows)


async def drop(session: AsyncSession, index: Index, ids: Collection[int]) -> None:
    """Forget rows."""
    if ids:
        await _engine(session).drop(session, index, ids)


async def with_phrase(
    session: AsyncSession, index: Index, typed: str, *, plans: Collection[int] | None
) -> list[int]:
    """Return the rows that hold *typed* letter by letter, best first; *plans* None means all."""
    return await _find(session, index, Wanted.of([typed], every=True, plans=plans))


async def with_terms(
    session: AsyncSession, index: Index, terms: Collection[str], *, plans: Collection[int] | None
) -> list[int]:
    """Return the rows that hold every one of *terms* somewhere, best first."""
    return await _find(session, index, Wanted.of(terms, every=True, plans=plans))


async def with_any(
    session: AsyncSession, index: Index, terms: Collection[str], *, plans: Collection[int] | None
) -> list[int]:
    """Return the rows that hold any of *terms*, best first."""
    return await _find(session, index, Wanted.of(terms, every=False, plans=plans))


async def _find(session: AsyncSession, index: Index, wanted: Wanted) -> list[int]:
    if wanted.is_nothing:
        return []
    found: list[int] = await _engine(session).find(session, index, wanted)
    return found


def _engine(session: AsyncSession) -> ModuleType:
    return _ENGINES[session.get_bind().dialect.name]
