"""Whole databases, row by row: copied, counted, and proved to hold the same on both sides.

Backups, restoring and the move to another kind of database go through here. What is derived, the
index of the search, is not copied but made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Integer, Table, bindparam, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from store.append_only import protect_audit, release_audit

ROWS_AT_ONCE = 500
MODULUS = 2**256
"""sums of digests stay as long as one digest"""


@dataclass(frozen=True, slots=True)
class Total:
    """What a table holds: how many rows, and the sum of their digests, whatever their order."""

    rows: int
    digest: str


class Sum:
    """Adds up rows to a Total."""

    def __init__(self) -> None:
        self._rows = self._digest = 0

    def add(self, row: Iterable[Any]) -> None:
        """Count a row in; equal values of any database give equal digests."""
        told = json.dumps(list(row), ensure_ascii=False, sort_keys=True, default=_told)
        digest = hashlib.sha256(told.encode()).digest()
        self._rows += 1
        self._digest = (self._digest + int.from_bytes(digest)) % MODULUS

    @property
    def total(self) -> Total:
        """Everything that was added."""
        return Total(self._rows, f"{self._digest:064x}")


def tables() -> list[Table]:
    """Every table of the models; one that refers to another stands behind it."""
    return SQLModel.metadata.sorted_tables


async def totals(session: AsyncSession) -> dict[str, Total]:
    """Return what each table holds."""
    connection = await session.connection()
    return {table.name: await _total(connection, table) for table in tables()}


async def is_empty(session: AsyncSession) -> bool:
    """Whether no table has a row."""
    connection = await session.connection()
    for table in tables():
        if (await connection.execute(select(table).limit(1))).first() is not None:
            return False
    return True


async def copy_into(target: AsyncSession, source: AsyncSession) -> dict[str, Total]:
    """Copy every row of *source* to the empty tables of *target*; return what was read."""
    read = {}
    reading, writing = await source.connection(), await target.connection()
    for table in tables():
        read[table.name] = await _copy(reading, writing, table)
        await _count_on(writing, table)
    return read


async def clear(session: AsyncSession) -> None:
    """Empty every table for what is about to be copied in; until the end nobody else writes."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in tables())
        await connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    await connection.run_sync(release_audit)
    for table in reversed(tables()):
        await connection.execute(table.delete())
    await connection.run_sync(protect_audit)


async def _copy(reading: AsyncConnection, writing: AsyncConnection, table: Table) -> Total:
    """Copy one table; parents come before what refers to them in the same table."""
    counted = Sum()
    statement = insert(table).values({c.name: _kept(c) for c in table.columns})
    async for rows in _partitions(reading, table):
        for row in rows:
            counted.add(row.values())
        await writing.execute(statement, rows)
    return counted.total


async def _total(connection: AsyncConnection, table: Table) -> Total:
    counted = Sum()
    async for rows in _partitions(connection, table):
        for row in rows:
            counted.add(row.values())
    return counted.total


async def _partitions(
    connection: AsyncConnection, table: Table
) -> AsyncIterator[list[Mapping[str, Any]]]:
    """Yield a table's rows in the order of its key, some at a time."""
    found = await connection.stream(select(table).order_by(*table.primary_key.columns))
    async for rows in found.mappings().partitions(ROWS_AT_ONCE):
        yield [dict(row) for row in rows]


def _kept(column: Column[Any]) -> Any:
    """A place for a value; where JSON says nothing the column is empty."""
    if isinstance(column.type, JSON):
        return bindparam(column.name, type_=JSON(none_as_null=True))
    return bindparam(column.name, type_=column.type)


async def _count_on(connection: AsyncConnection, table: Table) -> None:
    """PostgreSQL numbers new rows by a counter of its own: let it go on behind the last id."""
    key = table.autoincrement_column
    if connection.dialect.name != "postgresql" or key is None or not _is_number(key):
        return
    last = (await connection.execute(select(func.max(key)))).scalar()
    if last is not None:
        counter = func.pg_get_serial_sequence(f'"{table.name}"', key.name)
        await connection.execute(select(func.setval(counter, last)))


def _is_number(column: Column[Any]) -> bool:
    return isinstance(column.type, Integer)


def _told(value: object) -> str:
    """Say a value that JSON has no form for."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"no form for {type(value).__name__}")
