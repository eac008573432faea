"""Every revision goes up and comes down again with rows in every table, in both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, Table, insert, select, text
from sqlmodel import SQLModel

from plans.errors.operation import SchemaNewer
from store import schema
from store.append_only import protect_audit, release_audit
from store.database import Database
from tests.every_table import ROWS, value
from tests.shapes import differences, is_ours, shape


def revisions() -> list[str]:
    """Every revision, the first first."""
    config = Config()
    config.set_main_option("script_location", str(schema.HERE))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][
        ::-1
    ]


def tables(connection: Connection) -> list[Table]:
    """The tables that are there, with the types the models give their columns."""
    there = MetaData()
    there.reflect(connection, only=lambda name, _: is_ours(name))
    for table in there.tables.values():
        for column in table.columns:
            if (known := model_column(table.name, column.name)) is not None:
                column.type = known.type
    return list(there.sorted_tables)


def model_column(table: str, column: str) -> Column[Any] | None:
    model = SQLModel.metadata.tables.get(table)
    return None if model is None else model.columns.get(column)


def fill(connection: Connection) -> None:
    for table in tables(connection):
        for number in range(1, ROWS + 1):
            row = {column.name: value(table, column, number) for column in table.columns}
            connection.execute(insert(table).values(row))


def clear(connection: Connection) -> None:
    release_audit(connection)
    for table in reversed(tables(connection)):
        connection.execute(table.delete())
    protect_audit(connection)


def rows(connection: Connection, columns: dict[str, set[str]]) -> dict[str, list[tuple[Any, ...]]]:
    """What tables hold in those of their columns."""
    found = {}
    for table in tables(connection):
        chosen = [column for column in table.columns if column.name in columns.get(table.name, ())]
        if chosen:
            ordered = select(*chosen).order_by(*table.primary_key.columns)
            found[table.name] = [tuple(row) for row in connection.execute(ordered)]
    return found


def lasting(connection: Connection) -> dict[str, set[str]]:
    """The columns, by table, that there still are in the newest revision."""
    return {
        table.name: {c.name for c in table.columns if model_column(table.name, c.name) is not None}
        for table in tables(connection)
    }


@pytest.fixture
async def database(empty: str) -> AsyncIterator[Database]:
    database = Database(empty)
    yield database
    await database.close()


async def ask(database: Database, question: Any, *words: Any) -> Any:
    async with database.engine.begin() as connection:
        return await connection.run_sync(question, *words)


async def test_rows_of_each_revision_stay_as_they_were_up_to_the_newest_and_back(
    database: Database,
) -> None:
    for earlier in revisions():
        await schema.upgrade(database, to=earlier)
        await ask(database, fill)
        made, columns = await ask(database, shape), await ask(database, lasting)
        before = await ask(database, rows, columns)
        assert {len(held) for held in before.values()} == {ROWS}, earlier

        await schema.upgrade(database)
        assert await ask(database, differences) == []
        assert await ask(database, rows, columns) == before, earlier

        await schema.downgrade(database, earlier)
        assert await schema.revision(database) == earlier
        assert await ask(database, shape) == made, earlier
        assert await ask(database, rows, columns) == before, earlier
        await ask(database, clear)


async def test_rows_of_the_newest_revision_are_in_no_ones_way_back(database: Database) -> None:
    made = {}
    for earlier in revisions():
        await schema.upgrade(database, to=earlier)
        made[earlier] = await ask(database, shape)
    await ask(database, fill)
    for earlier in revisions()[-2::-1]:
        await schema.downgrade(database, earlier)
        assert await ask(database, shape) == made[earlier]
    await schema.downgrade(database, schema.BASE)
    assert await ask(database, shape) == {}
    await schema.upgrade(database)
    assert await ask(database, differences) == []


async def test_what_goes_wrong_on_the_way_leaves_the_database_as_it_was(
    database: Database,
) -> None:
    await schema.upgrade(database)
    await ask(database, fill)
    before = await ask(database, shape)
    with pytest.raises(RuntimeError, match="half way"):
        await half_way(database)
    assert await ask(database, shape) == before


async def half_way(database: Database) -> None:
    async with database.alter() as connection:
        await connection.execute(text("ALTER TABLE chat DROP COLUMN title"))
        await connection.execute(text("DROP TABLE receipt"))
        raise RuntimeError("half way")


async def test_a_schema_of_a_later_version_is_left_alone(database: Database) -> None:
    await schema.upgrade(database)
    async with database.begin() as session:
        await (await session.connection()).execute(
            text("UPDATE alembic_version SET version_num = '9999'")
        )
    assert await schema.standing(database) is schema.Standing.NEWER
    with pytest.raises(SchemaNewer):
        await schema.upgrade(database)


async def test_a_schema_is_told_to_be_empty_older_or_current(database: Database) -> None:
    assert await schema.standing(database) is schema.Standing.EMPTY
    await schema.upgrade(database, to=revisions()[0])
    assert await schema.standing(database) is schema.Standing.OLDER
    await schema.upgrade(database)
    assert await schema.standing(database) is schema.Standing.CURRENT
