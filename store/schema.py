"""The schema's history: Alembic revisions in `store/migrations`, on the database's own engine.

Alembic is imported where a schema changes: most starts only look that nothing has, and without it
the first answer is there a fifth of a second sooner.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from store import search
from store.append_only import protect_audit
from store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

DOWN_REVISION = re.compile(r"""^down_revision\s*=\s*["'](\w+)["']""", re.MULTILINE)
HERE = Path(__file__).parent / "migrations"


async def upgrade(database: Database) -> None:
    """Bring an empty or an older database to the newest revision."""
    async with database.engine.connect() as connection:
        await connection.run_sync(_upgrade)
        await connection.commit()
    async with database.begin() as session:
        await search.prepare(session)


async def revision(database: Database) -> str | None:
    """The revision a database is at, None where it has no tables of ours."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_revision)


async def propose(database: Database, message: str) -> None:
    """Write a revision from this database's schema to that of the models (`make revision`)."""
    async with database.engine.connect() as connection:
        await connection.run_sync(_propose, message)


def newest() -> str | None:
    """The revision this version of Duban works with: the one that no other builds upon.

    Numbers are given when work on a revision begins, so the last to be finished may be any.
    """
    texts = [file.read_text("utf-8") for file in _revisions()]
    built_upon = {found[1] for text in texts if (found := DOWN_REVISION.search(text))}
    numbers = (file.name.partition("_")[0] for file in _revisions())
    return max((number for number in numbers if number not in built_upon), default=None)


def _revisions() -> list[Path]:
    return list((HERE / "versions").glob("[0-9]*.py"))


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    if _revision(connection) != newest():
        from alembic import command

        command.upgrade(_config(connection), "head")
    protect_audit(connection)


def _propose(connection: Connection, message: str) -> None:
    from alembic import command

    number = len(_revisions()) + 1
    command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04}")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
