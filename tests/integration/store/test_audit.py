"""The record of changes cannot be changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from store import access, audit, contacts, schema
from store.database import Database
from store.tables.people import Access
from store.tables.records import Audit

NOW = datetime(2017, 11, 28, 1, 0, tzinfo=UTC)


@pytest.fixture(params=["made", "migrated"])
async def database(request: pytest.FixtureRequest, empty: str) -> AsyncIterator[Database]:
    database = Database(empty)
    prepare: dict[str, Callable] = {
        "made": database.create_tables,
        "migrated": lambda: schema.upgrade(database),
    }
    await prepare[request.param]()
    await prepare[request.param]()
    async with database.begin() as session:
        await audit.record(session, actor="settings", action="bind", subject="chat:1", at=NOW)
    yield database
    await database.close()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 1"],
)
async def test_no_statement_changes_or_removes_a_row(database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.begin() as session:
            await (await session.connection()).exec_driver_sql(statement)
    async with database.begin() as session:
        assert (await session.exec(select(Audit.actor))).one() == "settings"


async def test_who_the_settings_name_is_admitted_once_and_keeps_the_name(
    database: Database,
) -> None:
    for _ in range(2):
        async with database.begin() as session:
            await access.admit(session, telegram_id=11, now=NOW)
            await contacts.meet(session, telegram_id=11, name="李强", now=NOW)
    async with database.begin() as session:
        [person] = await contacts.coordinators(session)
        assert person.name == "李强"
        assert await contacts.has(session, telegram_id=11, access=Access.COORDINATOR)
        assert (await session.exec(select(Audit.action))).all() == ["bind", "grant"]
