"""A database that is away is told apart from one that refuses a statement."""

from __future__ import annotations

import asyncio

import pytest
from asyncpg.exceptions import InternalClientError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from store.away import DatabaseAway
from store.database import Database
from tests import databases


async def execute(database: Database, statement: str) -> object:
    async with database.begin() as session:
        return (await (await session.connection()).execute(text(statement))).scalar()


async def test_where_nobody_listens_the_database_is_away() -> None:
    database = Database("postgresql+asyncpg://duban@127.0.0.1:9/duban")
    with pytest.raises(DatabaseAway):
        async with database.begin():
            pass
    await database.close()


@pytest.mark.postgresql
async def test_a_connection_that_is_ended_means_away_and_the_next_one_works(
    postgresql: databases.Server,
) -> None:
    async with postgresql.database() as database:
        with pytest.raises(DatabaseAway):
            await execute(database, "SELECT pg_terminate_backend(pg_backend_pid())")
        assert await execute(database, "SELECT 1") == 1


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "fault", [InternalClientError("got result for unknown protocol state"), ConnectionResetError()]
)
async def test_a_connection_its_driver_is_lost_in_means_away_and_is_given_up(
    postgresql: databases.Server, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    async with postgresql.database() as database:
        before = await execute(database, "SELECT pg_backend_pid()")

        async def fail(*_: object, **__: object) -> None:
            raise fault

        monkeypatch.setattr("asyncpg.connection.Connection.prepare", fail)
        with pytest.raises(DatabaseAway):
            await execute(database, "SELECT 1")
        monkeypatch.undo()
        assert await execute(database, "SELECT pg_backend_pid()") != before


@pytest.mark.postgresql
async def test_a_statement_that_is_wrong_is_not_the_database_s_absence(
    postgresql: databases.Server,
) -> None:
    async with postgresql.database() as database:
        with pytest.raises(SQLAlchemyError) as caught:
            await execute(database, "SELECT nothing")
        assert not isinstance(caught.value, DatabaseAway)


@pytest.mark.postgresql
async def test_a_writer_that_hangs_keeps_others_waiting_for_a_while_only(
    postgresql: databases.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.database.BUSY_TIMEOUT_MS", 100)
    async with postgresql.database() as database:
        other = Database(str(database.engine.url.render_as_string(hide_password=False)))
        async with database.begin():
            with pytest.raises(DatabaseAway):
                async with other.begin():
                    pass
        async with asyncio.timeout(5), other.begin():
            pass
        await other.close()


async def test_whoever_is_cancelled_within_a_statement_is_cancelled(database: Database) -> None:
    long = (
        "SELECT pg_sleep(30)"
        if database.is_server
        else "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000)"
        " SELECT count(*) FROM n"
    )

    async def ask() -> None:
        async with database.look() as session:
            connection = await session.connection()
            begun.set()
            await connection.execute(text(long))

    begun = asyncio.Event()
    task = asyncio.create_task(ask())
    await begun.wait()
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.look() as session:
        assert (await (await session.connection()).execute(text("SELECT 1"))).scalar() == 1
