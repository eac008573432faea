"""The engine and its transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from typing import Any, Self

from sqlalchemy import Executable, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, async_sessionmaker, create_async_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from store import search
from store import tables as tables  # registers them with SQLModel.metadata
from store.append_only import protect_audit
from store.away import tell_apart
from store.glance import Reader, Window
from store.sqlite_driver import Driver

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
BUSY_TIMEOUT_MS = 15_000
"""how long one writer waits for another before it gives up"""
STALLED_AFTER_MS = 8_000
"""a PostgreSQL transaction idle for so long is ended: its process hangs or is cut off"""
LINK_TIMEOUT_MS = 6_000
"""how long the network may be silent before a connection to PostgreSQL counts as lost"""
STATEMENT_TIMEOUT_S = 60
"""how long we wait for the answer to one statement, in case none comes any more"""
CONNECTIONS, MORE_CONNECTIONS = 5, 10
"""of one process to PostgreSQL: kept open, and besides when many write at once"""
WRITERS = 0x6475_6261_6E  # "duban"
"""the PostgreSQL advisory lock that who writes holds: one at a time, as in SQLite"""
_MY_TURN = text("SELECT pg_advisory_xact_lock(:lock)")
LOOKING = "duban_looking"
"""an engine's option: its connections only read"""


class Database:
    """One database, by URL (`sqlite+aiosqlite:///data/duban.db`, `postgresql+asyncpg://…`)."""

    def __init__(self, url: str) -> None:
        where = _with_driver(make_url(url))
        sqlite = where.get_backend_name() == "sqlite"
        in_memory = sqlite and where.database in (None, "", ":memory:")
        options = _sqlite_options(in_memory=in_memory) if sqlite else _postgresql_options()
        options["hide_parameters"] = True  # values in the text of an error would be in the log
        self.file = where.database if sqlite and not in_memory else None
        """the SQLite file, None where there is none"""
        self.engine = create_async_engine(where, **options)
        self._sessions = async_sessionmaker(
            self.engine, class_=AsyncSession, expire_on_commit=False
        )
        self._looks = async_sessionmaker(
            self.engine.execution_options(**{LOOKING: True}), class_=AsyncSession
        )
        self._window = Window(where) if self.file else None
        self._is_shared = in_memory
        """whether there is one connection, on which whoever looks sees what is not committed"""
        self.is_server = not sqlite
        """whether several processes may share it"""
        self._turn = asyncio.Lock() if sqlite else nullcontext()
        """SQLite has one writer: waiting in line here is fair, and free of its polling"""
        tell_apart(self.engine.sync_engine)
        if sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_immediately)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction: committed at the end, rolled back when anything is raised.

        There is one at a time, whichever process it is in: what it read stays so until it ends.
        """
        async with self.beside() as session:
            if self.is_server:
                await (await session.connection()).execute(_MY_TURN, {"lock": WRITERS})
            yield session

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that need not be alone: its statements hold each by itself.

        Whoever claims and settles notices does so under row locks. SQLite knows only one writer.
        """
        async with self._turn, self._sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncSession]:
        """Only read, without waiting for whoever writes; each statement sees the latest commit."""
        if self._is_shared:
            async with self.begin() as session:
                yield session
        else:
            async with self._looks() as session:
                yield session

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Reader]:
        """Look up a few rows by key, for `fetch` alone: what takes longer would stop everybody."""
        if self._window is None:
            async with self.look() as session:
                yield session
        else:
            yield self._window.glance()

    async def note(self, statement: Executable, values: Mapping[str, Any]) -> None:
        """Run one statement of a row or two as a transaction of its own."""
        if self._window is not None:
            async with self._turn:
                if self._window.note(statement, values):
                    return
        async with self.begin() as session:  # which waits for its turn among processes
            await (await session.connection()).execute(statement, values)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """Only read, everything as it is at one moment."""
        async with self._turn, self._sessions.begin() as session:
            if self.engine.dialect.name == "postgresql":
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @asynccontextmanager
    async def alter(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction in which tables are changed; committed whole or not at all.

        SQLite changes a table by making it anew: meanwhile nothing that refers to it may go.
        """
        async with self._turn, self.engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            if not self.is_server:
                await driver.execute("PRAGMA foreign_keys = OFF")
            try:
                async with connection.begin():
                    if self.is_server:
                        await connection.execute(_MY_TURN, {"lock": WRITERS})
                    yield connection
            finally:
                if not self.is_server:
                    await driver.execute("PRAGMA foreign_keys = ON")

    async def create_tables(self) -> None:
        """Make the tables of an empty database, without migrations (tests, one-off questions)."""
        async with self.engine.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)
            await connection.run_sync(protect_audit)
        async with self.begin() as session:
            await search.prepare(session)

    async def close(self) -> None:
        """Close every connection."""
        if self._window is not None:
            self._window.close()
        await self.engine.dispose()


def _with_driver(url: URL) -> URL:
    """Understand addresses as other programs write them: `postgres://…?sslmode=require`."""
    if "sslmode" in url.query:
        url = url.update_query_dict({"ssl": url.query["sslmode"]}).difference_update_query(
            ["sslmode"]
        )
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def _sqlite_options(*, in_memory: bool) -> dict[str, Any]:
    return {"module": Driver()} | ({"poolclass": StaticPool} if in_memory else {})


def _postgresql_options() -> dict[str, Any]:
    """Everything that waits has an end: a lock, an idle transaction, a link gone silent."""
    server = {
        "application_name": "duban",
        "timezone": "UTC",
        "lock_timeout": f"{BUSY_TIMEOUT_MS}",
        "idle_in_transaction_session_timeout": f"{STALLED_AFTER_MS}",
        "tcp_user_timeout": f"{LINK_TIMEOUT_MS}",
        "jit": "off",  # plans of short queries, which compiling would only delay
    }
    return {
        "pool_size": CONNECTIONS,
        "max_overflow": MORE_CONNECTIONS,
        "pool_pre_ping": True,
        "connect_args": {
            "timeout": LINK_TIMEOUT_MS / 1000,
            "command_timeout": STATEMENT_TIMEOUT_S,
            "server_settings": server,
        },
    }


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Foreign keys are off and journals are slow by default; transactions are ours to begin."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.close()


def _begin_immediately(connection: Any) -> None:
    """Take the write lock at once: a read that becomes a write later would fail as busy."""
    if LOOKING in connection.get_execution_options():
        return
    connection.exec_driver_sql("BEGIN IMMEDIATE")
