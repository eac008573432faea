"""Rows by the ten thousand: read without objects, written in one statement, never twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Executable, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

CHUNK = 500
"""values in one IN (…); databases limit them"""
Value = TypeVar("Value")


async def fetch(session: AsyncSession, query: Executable) -> Sequence[Any]:
    """Read plain rows; what the session has pending is not flushed for it."""
    return (await (await session.connection()).execute(query)).all()


async def insert_new(session: AsyncSession, model: type[Any], lines: list[dict[str, Any]]) -> None:
    """Add *lines* (every column without a default of the database), leaving alone what is there."""
    if lines:
        await (await session.connection()).execute(_insert(session, model), lines)


def chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Cut *values* into pieces that one IN (…) takes."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _insert(session: AsyncSession, model: type[Any]) -> Insert:
    table: Table = model.__table__
    build = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return build(table).on_conflict_do_nothing()
