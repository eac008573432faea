"""The schema's history: Alembic revisions in `store/migrations`, on the database's own engine.

Alembic is imported where a schema changes: most starts only look that nothing has, and without it
the first answer is there a fifth of a second sooner.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from plans.errors.operation import DatabaseUnusable, SchemaNewer, SchemaNotCurrent, SchemaOlder
from store import search
from store.append_only import protect_audit
from store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

DOWN_REVISION = re.compile(r"""^down_revision\s*=\s*["'](\w+)["']""", re.MULTILINE)
BASE, HEAD = "base", "head"
"""before the first revision, and the newest"""
HERE = Path(__file__).parent / "migrations"


class Standing(StrEnum):
    """How a database's schema stands to this version of Duban."""

    EMPTY = "empty"
    """no tables of ours"""
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    """of a revision that this version does not know"""


async def standing(database: Database) -> Standing:
    """Tell how the schema stands; Alembic is not needed for that."""
    found = await revision(database)
    if found is None:
        return Standing.EMPTY
    if found == newest():
        return Standing.CURRENT
    return Standing.OLDER if is_known(found) else Standing.NEWER


async def require_current(database: Database) -> None:
    """Refuse a database of another version; raises SchemaNotCurrent, SchemaOlder, SchemaNewer."""
    found = await revision(database)
    if found is None:
        raise SchemaNotCurrent
    if found != newest():
        refusal = SchemaOlder if is_known(found) else SchemaNewer
        raise refusal(found=found, newest=newest())


async def upgrade(database: Database, to: str = HEAD) -> None:
    """Bring an empty or an older database to a later revision; a newer one is refused."""
    async with _changing(database) as connection:
        await connection.run_sync(_upgrade, to)
    async with database.begin() as session:
        await search.prepare(session)


async def downgrade(database: Database, to: str) -> None:
    """Take a database back to an earlier revision, or (BASE) to no tables at all."""
    async with _changing(database) as connection:
        await connection.run_sync(_downgrade, to)


async def revision(database: Database) -> str | None:
    """The revision a database is at, None where it has no tables of ours."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_revision)


@asynccontextmanager
async def _changing(database: Database) -> AsyncIterator[AsyncConnection]:
    """Open a transaction in which tables may be made anew, committed whole or not at all."""
    async with database.alter() as connection:
        yield connection
        await connection.run_sync(_hold_foreign_keys)


async def propose(database: Database, message: str) -> None:
    """Write a revision from this database's schema to that of the models (`make revision`)."""
    async with database.engine.connect() as connection:
        await connection.run_sync(_propose, message)


def newest() -> str | None:
    """The revision this version of Duban works with: the one that no other builds upon.

    The first were numbered before they were put in order (`store/migrations/README.md`).
    """
    texts = [file.read_text("utf-8") for file in _revisions()]
    built_upon = {found[1] for text in texts if (found := DOWN_REVISION.search(text))}
    numbers = (file.name.partition("_")[0] for file in _revisions())
    return max((number for number in numbers if number not in built_upon), default=None)


def earlier() -> list[str]:
    """The revisions one can go back to, in the order in which they were applied."""
    texts = {file.name.partition("_")[0]: file.read_text("utf-8") for file in _revisions()}
    before = {name: DOWN_REVISION.search(text) for name, text in texts.items()}
    found, at = [], newest()
    while at is not None and (step := before[at]):
        at = step[1]
        found.append(at)
    return found[::-1]


def next_number() -> str:
    """The number of the next revision: above all there are, whatever their order."""
    return f"{max(int(file.name.partition('_')[0]) for file in _revisions()) + 1:04}"


def is_known(revision: str) -> bool:
    """Whether this version of Duban knows a revision."""
    return any(file.name.partition("_")[0] == revision for file in _revisions())


def _revisions() -> list[Path]:
    return list((HERE / "versions").glob("[0-9]*.py"))


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, to: str) -> None:
    if (found := _revision(connection)) != newest():
        if found is not None and not is_known(found):
            raise SchemaNewer(found=found, newest=newest())
        from alembic import command

        command.upgrade(_config(connection), to)
    protect_audit(connection)


def _downgrade(connection: Connection, to: str) -> None:
    """Go back; of the index of a search, which no revision knows, nothing stays without plans."""
    from alembic import command

    if to == BASE:
        for table in search.TABLES:
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{table}"')
    command.downgrade(_config(connection), to)


def _hold_foreign_keys(connection: Connection) -> None:
    """Look whether each reference leads somewhere: SQLite did not, while tables were made."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise DatabaseUnusable(problem=", ".join(sorted({row[0] for row in lost})))


def _propose(connection: Connection, message: str) -> None:
    from alembic import command

    command.revision(_config(connection), message, autogenerate=True, rev_id=next_number())


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
