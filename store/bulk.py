"""Rows by the ten thousand: read without objects, written in one statement, never twice."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Dialect, Executable, Table
from sqlmodel.ext.asyncio.session import AsyncSession

from store.glance import Reader

CHUNK = 5_000
"""values in one IN (…); both databases stop at about 32,000"""
Value = TypeVar("Value")


async def fetch(
    session: Reader, query: Executable, values: Mapping[str, Any] | None = None
) -> Sequence[Any]:
    """Read plain rows; what a session has pending is not flushed for it."""
    return (await (await session.connection()).execute(query, values)).all()


async def firsts(
    session: Reader, query: Executable, values: Mapping[str, Any] | None = None
) -> list[Any]:
    """Read one column."""
    return [row[0] for row in await fetch(session, query, values)]


async def run(session: AsyncSession, statement: Executable, values: Any = None) -> Any:
    """Run a statement on tables the session knows nothing of, after what it still holds back."""
    await session.flush()
    return await (await session.connection()).execute(statement, values)


async def insert_new(
    session: AsyncSession, model: type[Any], columns: Sequence[str], lines: Iterable[Sequence[Any]]
) -> None:
    """Add a row of *model* for each line, values in the order of *columns*; leave what is there.

    Columns that are not named get the database's default.
    """
    table: Table = model.__table__
    connection = await session.connection()
    encoded = _encoded([table.c[name] for name in columns], connection.dialect, lines)
    if encoded:
        await connection.exec_driver_sql(_insert(table, columns, connection.dialect), encoded)


def _encoded(
    columns: Sequence[Column[Any]], dialect: Dialect, lines: Iterable[Sequence[Any]]
) -> list[tuple[Any, ...]]:
    """Put values as the driver takes them: column by column, each different one translated once."""
    translated: list[Iterable[Any]] = []
    for column, values in zip(columns, zip(*lines, strict=True), strict=False):
        translate = column.type.dialect_impl(dialect).bind_processor(dialect)
        translated.append(
            values if translate is None else map(Known(translate).__getitem__, values)
        )
    return list(zip(*translated, strict=True))


def _insert(table: Table, columns: Sequence[str], dialect: Dialect) -> str:
    """Write the statement as the driver reads it."""
    quote = dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    numbered = dialect.paramstyle.startswith("numeric")
    marks = ", ".join(f"${n}" if numbered else "?" for n, _ in enumerate(columns, start=1))
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - names are the models'


class Known(dict[Any, Any]):
    """A function's results, each worked out once."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, value: Any) -> Any:
        """Work out one that has not been met before."""
        self[value] = found = self._function(value)
        return found


@contextmanager
def many_objects() -> Iterator[None]:
    """Make rows by the ten thousand without the collector of cycles looking through them again.

    It found nothing, a dozen times over, for a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Cut *values* into pieces that one IN (…) takes."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
