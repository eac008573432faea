"""Whose turn it is to do what only one process may: keep the timetable, send notices, poll.

SQLite is one process's: a lock on a file beside the database refuses a second one. On PostgreSQL
there may be many (store.shared_baton).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

from plans.errors.operation import AlreadyRunning
from store.database import Database

BEAT = 2.0
"""seconds between signs of life, and between attempts to take over"""
Heard = Callable[[], object]


class Baton(Protocol):
    """The right to do what only one process may."""

    def holds(self) -> bool:
        """Whether this process has it, as far as it can know."""
        ...

    async def beat(self) -> bool:
        """Show that this process lives, take the baton where it is free; say whether it is here."""
        ...

    async def call(self) -> None:
        """Ask the holder to look at once for what is due."""
        ...

    async def drop(self) -> None:
        """Let another have it."""
        ...


def baton(database: Database, *, heard: Heard) -> Baton:
    """Return the baton of a database; *heard* is called when somebody asks its holder to look."""
    if database.is_server:
        from store.shared_baton import SharedBaton  # its driver is loaded where it is used

        return SharedBaton(database, heard=heard)
    return OwnBaton(Path(f"{database.file}.lock") if database.file else None, heard=heard)


class OwnBaton:
    """The only process there is: of a SQLite file, or of a database in memory."""

    def __init__(self, path: Path | None, *, heard: Heard) -> None:
        self._path = path
        self._heard = heard
        self._file: IO[bytes] | None = None
        self._holds = False

    def holds(self) -> bool:
        """Whether it was taken."""
        return self._holds

    async def beat(self) -> bool:
        """Take the lock on the file; a second process is told that there is one already."""
        if not self._holds:
            if self._path is not None:
                self._file = _locked(self._path)
            self._holds = True
        return True

    async def call(self) -> None:
        """Look at once, if anybody does."""
        if self._holds:
            self._heard()

    async def drop(self) -> None:
        """Let the file go."""
        self._holds = False
        if self._file is not None:
            self._file.close()
            self._file = None


def _locked(path: Path) -> IO[bytes]:
    """Open a file that nobody else has; the system frees it when the process ends, however."""
    file = path.open("ab")
    with suppress(ImportError):  # Windows has no such lock
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise AlreadyRunning(file=str(path)) from error
    return file
