"""The revisions in order give the schema that the models describe."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlmodel import SQLModel

from store import schema
from store.database import Database


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [d for d in compare_metadata(context, SQLModel.metadata) if not is_search_index(d)]


def is_search_index(difference: object) -> bool:
    """SQLite's full-text tables are made by the store, with shadow tables of their own."""
    return "search" in str(difference) and "remove_table" in str(difference)


async def test_an_empty_database_is_brought_to_the_schema_of_the_models(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    await schema.upgrade(database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    assert await schema.revision(database) == schema.newest()
    await database.close()


async def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    await schema.upgrade(database)
    await schema.upgrade(database)
    assert await schema.revision(database) == schema.newest()
    await database.close()
