"""SQLite's driver with one crossing to its thread a statement, where there would be four.

aiosqlite runs each call in a thread of its own, and SQLAlchemy makes four for a statement: cursor,
execute, fetch, close. Answering a question, these crossings cost more than the database does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)


class Statement:
    """What SQLAlchemy takes for an aiosqlite cursor: the rows are here when `execute` is over."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Statement:
        return self

    async def execute(self, operation: str, parameters: Any = ()) -> None:
        """Run one statement and take its rows."""
        await self._run(lambda cursor: cursor.execute(operation, parameters))

    async def executemany(self, operation: str, parameters: Any) -> None:
        """Run one statement for each of *parameters*."""
        await self._run(lambda cursor: cursor.executemany(operation, parameters))

    async def fetchall(self) -> Sequence[Any]:
        """Return the rows that were taken."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: the cursor was closed when its rows were taken."""

    async def _run(self, act: Callable[[sqlite3.Cursor], object]) -> None:
        connection: Any = self._connection
        await connection._execute(self._at_once, connection._conn, act)

    def _at_once(
        self, connection: sqlite3.Connection, act: Callable[[sqlite3.Cursor], object]
    ) -> None:
        """In the database's thread: all that is wanted of a cursor."""
        cursor = connection.cursor()
        try:
            act(cursor)
            self.description, self.rowcount = cursor.description, cursor.rowcount
            self.lastrowid = cursor.lastrowid
            self._rows = cursor.fetchall() if cursor.description else ()
        finally:
            cursor.close()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:
        return Statement(connection)


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _Cursor

    def rollback(self) -> None:
        """Roll back what is under way; a connection given back after its commit has nothing."""
        if self._connection.in_transaction:
            super().rollback()


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """The module that an engine is given (`create_async_engine(url, module=Driver())`)."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *words: Any, **options: Any) -> AsyncAdapt_aiosqlite_connection:
        """Open a connection."""
        return _Connection(self, super().connect(*words, **options)._connection)
