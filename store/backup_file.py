"""A backup as a file: a SQLite database of one revision with a list of what it holds.

The same form whatever database it was taken from, and readable by any tool that opens SQLite.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plans.errors.operation import BackupDamaged, BackupNewer, NotABackup
from store.copying import Sum, Total

FORM = 1
"""of the list below; a newer one is refused"""
OWNER_ONLY = 0o600
"""a backup holds names and addresses of robots"""
_MANIFEST = (
    "CREATE TABLE duban_backup (form INTEGER, revision TEXT, taken_at TEXT)",
    "CREATE TABLE duban_backup_table (name TEXT PRIMARY KEY, row_count INTEGER, digest TEXT)",
)
_TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
_OURS = ("duban_backup", "sqlite_")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a file says of itself."""

    revision: str
    """of the schema its tables have"""
    taken_at: datetime
    tables: Mapping[str, Total]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(total.rows for total in self.tables.values())


def copy_sqlite(source: str, file: Path) -> None:
    """Copy a SQLite database that may be in use, as it is at one moment."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(file)) as writing:
        reading.backup(writing)


def seal(file: Path, *, taken_at: datetime) -> Backup:
    """Drop what is derived, and write down what the file holds; nothing is added after it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        for name in _derived(connection):
            connection.execute(f'DROP TABLE "{name}"')
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        tables = _totals(connection)
        for statement in _MANIFEST:
            connection.execute(statement)
        about = (FORM, revision, taken_at.isoformat())
        connection.execute("INSERT INTO duban_backup VALUES (?, ?, ?)", about)
        lines = [(name, total.rows, total.digest) for name, total in tables.items()]
        connection.executemany("INSERT INTO duban_backup_table VALUES (?, ?, ?)", lines)
        connection.execute("VACUUM")
    return Backup(revision, taken_at, tables)


def unpack(file: Path, into: Path, *, is_known: Callable[[str], bool]) -> Backup:
    """Copy a backup to a database that can be worked with, after proving it whole.

    Raises NotABackup, BackupNewer (than any revision that *is_known*) or BackupDamaged.
    """
    shutil.copyfile(file, into)
    into.chmod(OWNER_ONLY)
    with closing(sqlite3.connect(into, isolation_level=None)) as connection:
        backup = _said(connection, file.name)
        if not is_known(backup.revision):
            raise BackupNewer(name=file.name)
        if not _is_whole(connection, backup):
            raise BackupDamaged(name=file.name)
        connection.execute("DROP TABLE duban_backup")
        connection.execute("DROP TABLE duban_backup_table")
    return backup


def _said(connection: sqlite3.Connection, name: str) -> Backup:
    try:
        found = connection.execute("SELECT form, revision, taken_at FROM duban_backup").fetchone()
        lines = connection.execute("SELECT name, row_count, digest FROM duban_backup_table")
        tables = {table: Total(rows, digest) for table, rows, digest in lines}
    except sqlite3.DatabaseError as error:
        raise NotABackup(name=name) from error
    if found is None:
        raise NotABackup(name=name)
    form, revision, taken_at = found
    if form > FORM:
        raise BackupNewer(name=name)
    return Backup(revision, datetime.fromisoformat(taken_at), tables)


def _is_whole(connection: sqlite3.Connection, backup: Backup) -> bool:
    try:
        (word,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        return word == "ok" and _totals(connection) == backup.tables
    except sqlite3.DatabaseError:
        return False


def _totals(connection: sqlite3.Connection) -> dict[str, Total]:
    """Count and sum the rows of every table as they are stored, whatever revision they are of."""
    found = {}
    for name, _ in connection.execute(_TABLES).fetchall():
        if not name.startswith(_OURS):
            counted = Sum()
            for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - a table's name
                counted.add(row)
            found[name] = counted.total
    return found


def _derived(connection: sqlite3.Connection) -> list[str]:
    """The indexes of the search; their shadow tables go with them."""
    found = connection.execute(_TABLES).fetchall()
    return [name for name, sql in found if sql.upper().startswith("CREATE VIRTUAL TABLE")]
