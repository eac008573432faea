"""A few rows for every table there is, whatever is added: for backups, moves, migrations."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Enum, LargeBinary, String, Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import AutoString, SQLModel

from store.types import UtcDateTime

ROWS = 3
MOMENT = datetime(2026, 3, 1, 16, 30, 5, 250_000, tzinfo=UTC)
LARGE = 7_000_000_000
"""Telegram's ids do not fit 32 bits"""


async def fill(connection: AsyncConnection) -> None:
    """Put ROWS rows into each table; a row refers to the rows of its own number."""
    for table in SQLModel.metadata.sorted_tables:
        for number in range(1, ROWS + 1):
            await connection.execute(insert(table).values(row(table, number)))


def row(table: Table, number: int) -> dict[str, Any]:
    """Return values for the row of that number, every column filled that can be."""
    return {column.name: value(table, column, number) for column in table.columns}


def value(table: Table, column: Column[Any], number: int) -> Any:
    if column.foreign_keys:
        (key,) = column.foreign_keys
        if key.column.table is table:
            return number - 1 or None
        return value(key.column.table, key.column, number)
    if isinstance(column.type, Enum):
        kinds = column.type.enums
        kind = kinds[number % len(kinds)]
        return column.type.enum_class[kind] if column.type.enum_class else kind
    if isinstance(column.type, JSON):
        is_left_out = column.nullable and number == 1
        return None if is_left_out else {"说明": ["甲", number, None, 0.5]}
    return _plain(column, number)


def _plain(column: Column[Any], number: int) -> Any:
    if isinstance(column.type, UtcDateTime):
        return MOMENT.replace(day=number)
    if isinstance(column.type, LargeBinary):
        return bytes(range(256)) * number
    if isinstance(column.type, String | AutoString):
        return f'{column.name}「{number}」\'s \\ "x" 😀'
    kind = column.type.python_type
    if kind is int:
        return number if column.primary_key or "telegram" not in column.name else -LARGE - number
    values: dict[type, Any] = {
        bool: number % 2 == 0,
        date: date(2026, 2, 27 + number % 2),
        time: time(8, 30, number),
        Decimal: Decimal("12.5") * number,
        float: 0.25 * number,
    }
    return values[kind]
