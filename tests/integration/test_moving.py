"""A deployment moved to another database arrives whole, or nothing of it does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from plans.departments import Directory
from plans.errors.operation import CopyDiffers, SchemaNotCurrent, SchemaOlder, TargetNotEmpty
from store import schema, search
from store.copying import is_empty, totals
from store.database import Database
from store.imports import save_plan
from store.moving import move
from store.search import Index
from store.tables.people import Contact
from store.tables.plans import Task
from store.tables.records import Audit
from tests import databases
from tests.every_table import ROWS, fill
from tests.plan_facts import spring_city

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
pytestmark = pytest.mark.postgresql
SPOIL = (
    "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN NEW.title = NEW.title || '?'; RETURN NEW; END $$",
    "CREATE TRIGGER spoil BEFORE INSERT ON chat FOR EACH ROW EXECUTE FUNCTION spoil()",
)


@pytest.fixture
async def old(tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite deployment with rows in every table."""
    async with Database(f"sqlite:///{tmp_path}/old.db") as database:
        await schema.upgrade(database)
        async with database.engine.begin() as connection:
            await fill(connection)
        yield database


@pytest.fixture
def address(postgresql: databases.Server) -> Iterator[str]:
    with postgresql.empty_database() as url:
        yield url


@pytest.fixture
async def new(address: str) -> AsyncIterator[Database]:
    async with Database(address) as database:
        yield database


async def test_every_row_arrives_with_equal_counts_and_checksums(
    old: Database, new: Database
) -> None:
    held = await move(old, new)
    assert {total.rows for total in held.values()} == {ROWS}
    async with old.snapshot() as before, new.snapshot() as after:
        assert await totals(before) == held == await totals(after)


async def test_what_comes_after_goes_on_from_there(old: Database, new: Database) -> None:
    async with old.begin() as session:
        await save_plan(session, spring_city(), directory=Directory.load(), now=NOW)
    await move(old, new)
    async with new.begin() as session:
        session.add(Contact(telegram_id=5, name="王敏", seen_at=NOW))
        session.add(Audit(at=NOW, actor="settings", action="bind", subject="chat:1"))
        await session.flush()
        contacts = (await session.exec(select(Contact.id).order_by(Contact.id))).all()
        assert contacts == [1, 2, 3, 4]
        found = await search.with_phrase(session, Index.TASKS, "电梯物联网", plans=None)
        (title,) = (await session.exec(select(Task.title).where(Task.id == found[0]))).all()
        assert title == "建设检验检测平台"


async def test_a_deployment_can_move_back(old: Database, new: Database, tmp_path: Path) -> None:
    held = await move(old, new)
    async with Database(f"sqlite:///{tmp_path}/back.db") as back:
        assert await move(new, back) == held


async def test_a_database_with_anything_in_it_is_refused(old: Database, new: Database) -> None:
    await move(old, new)
    async with new.snapshot() as session:
        before = await totals(session)
    with pytest.raises(TargetNotEmpty):
        await move(old, new)
    async with new.snapshot() as session:
        assert await totals(session) == before


async def test_a_copy_that_differs_is_taken_back(old: Database, new: Database) -> None:
    await schema.upgrade(new)
    async with new.engine.begin() as connection:
        for statement in SPOIL:
            await connection.execute(text(statement))
    with pytest.raises(CopyDiffers) as refusal:
        await move(old, new)
    assert refusal.value.values == {"tables": ["chat"]}
    async with new.begin() as session:
        assert await is_empty(session)


async def test_tables_of_another_version_are_refused_on_either_side(
    old: Database, new: Database, tmp_path: Path
) -> None:
    await schema.upgrade(new, to="0001")
    with pytest.raises(SchemaOlder):
        await move(old, new)
    async with Database(f"sqlite:///{tmp_path}/none.db") as nothing:
        with pytest.raises(SchemaNotCurrent):
            await move(nothing, new)
