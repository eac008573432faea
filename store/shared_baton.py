"""The baton of any number of processes on one PostgreSQL: an advisory lock in a session of its own.

Its holder shows every two seconds that it lives. A session that is silent for longer the server
ends, and with it the lock, so a process that hangs or is cut off is replaced as one that is killed.
The holder stops by its own clock before that: nobody sends when another may have begun to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

import asyncpg
import structlog
from sqlalchemy import text

from store.baton import Heard
from store.database import Database

log = structlog.get_logger(__name__)

PATIENCE = 2.5
"""seconds for the server to answer one"""
TRUST = 6.0
"""seconds after a sign of life in which its giver counts as the holder, in its own eyes"""
SILENCE = 8.0
"""seconds after which the server ends a silent session; takes over ≤ SILENCE + BEAT + PATIENCE"""
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""what a session that is no more answers with; the last where it ended while being asked"""
LOCK = 0x6475_6261_6F
CHANNEL = "duban_holder"


class SharedBaton:
    """Any number of processes on one PostgreSQL."""

    def __init__(
        self, database: Database, *, heard: Heard, seconds: Callable[[], float] = monotonic
    ) -> None:
        self._database = database
        self._heard = heard
        self._seconds = seconds
        self._session: Any = None
        self._has_lock = False
        self._trusted_until = float("-inf")

    def holds(self) -> bool:
        """Whether the lock is here and the last sign of life is recent."""
        alive = self._session is not None and not self._session.is_closed()
        return self._has_lock and alive and self._seconds() < self._trusted_until

    async def beat(self) -> bool:
        """Take the lock or show that its holder lives; a session that fails is given up."""
        asked = self._seconds()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._ask()
        except LOST as error:
            log.warning("no sign of life given", error=type(error).__name__)
            await self._give_up()
        else:
            self._trusted_until = asked + TRUST
        return self.holds()

    async def call(self) -> None:
        """Notify the channel that the holder listens to."""
        async with self._database.beside() as session:
            connection = await session.connection()
            await connection.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})

    async def drop(self) -> None:
        """Close the session; the server frees the lock at once."""
        await self._give_up()

    async def _ask(self) -> None:
        if self._session is None:
            self._session = await self._connect()
        if self._has_lock:
            await self._session.execute("SELECT 1")
            return
        self._has_lock = await self._session.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
        if self._has_lock:
            await self._session.add_listener(CHANNEL, lambda *_: self._heard())

    async def _connect(self) -> Any:
        engine = self._database.engine
        _, options = engine.dialect.create_connect_args(engine.url)
        server = {
            "application_name": "duban baton",
            "idle_session_timeout": f"{SILENCE * 1000:.0f}",
        }
        return await asyncpg.connect(**options, server_settings=server)

    async def _give_up(self) -> None:
        session, self._session, self._has_lock = self._session, None, False
        if session is not None:
            session.terminate()
