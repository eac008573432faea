"""A few rows by key, as every update begins and ends: without sessions, without threads.

A statement through an asynchronous session costs ten times what SQLite needs for it; most of that
is the way to the driver's thread and back. Who only looks something up, or notes one thing, can
stay here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

PATIENCE_S = 1
"""for a file that somebody else has locked whole, which does not happen while Duban runs"""
READING = ("query_only = ON",)
NOTING = ("foreign_keys = ON", "synchronous = NORMAL", "wal_autocheckpoint = 0")
"""the journal is taken over into the file, which may take a while, by who writes in a thread"""


class Glance:
    """Takes a session's place in `store.bulk.fetch`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def connection(self) -> Glance:
        """Return itself: there is nothing to wait for."""
        return self

    async def execute(
        self, query: Executable, values: Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        """Read at once, in this thread."""
        return self._connection.execute(query, values)


Reader: TypeAlias = AsyncSession | Glance
"""what `store.bulk.fetch` reads with"""


class Window:
    """A second way into a SQLite file, in the caller's thread: one to read, one to note."""

    def __init__(self, url: URL) -> None:
        near = url.set(drivername="sqlite")
        self._engines = {
            READING: _engine(near, READING, timeout=PATIENCE_S),
            NOTING: _engine(near, NOTING, timeout=0),
        }
        self._open: dict[tuple[str, ...], Connection] = {}
        """once they were used, until `close`"""

    def glance(self) -> Glance:
        """Look; each statement sees the latest commit."""
        return Glance(self._connection(READING))

    def note(self, statement: Executable, values: Mapping[str, Any]) -> bool:
        """Run one statement and commit it; return False where another process is writing."""
        try:
            self._connection(NOTING).execute(statement, values)
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True

    def close(self) -> None:
        """Close its connections."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()
        for engine in self._engines.values():
            engine.dispose()

    def _connection(self, kind: tuple[str, ...]) -> Connection:
        if kind not in self._open:
            connection = self._engines[kind].connect()
            self._open[kind] = connection.execution_options(isolation_level="AUTOCOMMIT")
        return self._open[kind]


def _engine(url: URL, pragmas: tuple[str, ...], *, timeout: int) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": timeout})

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    return engine
