"""The schema's history: Alembic revisions in `store/migrations`, on the database's own engine."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from store.append_only import protect_audit
from store.database import Database

HERE = Path(__file__).parent / "migrations"


async def upgrade(database: Database) -> None:
    """Bring an empty or an older database to the newest revision."""
    async with database.engine.connect() as connection:
        await connection.run_sync(_upgrade)
        await connection.commit()


async def revision(database: Database) -> str | None:
    """The revision a database is at, None where it has no tables of ours."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_revision)


async def propose(database: Database, message: str) -> None:
    """Write a revision from this database's schema to that of the models (`make revision`)."""
    async with database.engine.connect() as connection:
        await connection.run_sync(_propose, message)


def newest() -> str | None:
    """The revision this version of Duban works with."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")
    protect_audit(connection)


def _propose(connection: Connection, message: str) -> None:
    number = len(list((HERE / "versions").glob("[0-9]*.py"))) + 1
    command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04}")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
