"""Everything into one file and back, while the bot runs; whole or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from plans.departments import Directory
from plans.errors.base import DubanError
from plans.errors.operation import (
    BackupDamaged,
    BackupNewer,
    FileExists,
    NotABackup,
    NotEmpty,
    SchemaNotCurrent,
)
from store import marks, schema, search
from store.backups import BACKED_UP, back_up, restore
from store.copying import is_empty, totals
from store.database import Database
from store.imports import save_plan
from store.search import Index
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Chat, ChatKind, Contact
from store.tables.plans import Task
from store.tables.records import Audit
from tests.every_table import fill
from tests.plan_facts import spring_city

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with rows in every table."""
    database = await opened(tmp_path / "full.db")
    async with database.engine.begin() as connection:
        await fill(connection)
    yield database
    await database.close()


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Database]:
    database = await opened(tmp_path / "fresh.db")
    yield database
    await database.close()


@pytest.fixture
async def deployed(empty: str) -> AsyncIterator[Database]:
    """A database as it is deployed, without rows: a SQLite file, then PostgreSQL."""
    database = Database(empty)
    await schema.upgrade(database)
    yield database
    await database.close()


async def opened(file: Path) -> Database:
    database = Database(f"sqlite+aiosqlite:///{file}")
    await schema.upgrade(database)
    return database


async def add_contact(database: Database, number: int) -> None:
    async with database.begin() as session:
        session.add(Contact(telegram_id=number, name=f"第{number}位", seen_at=NOW))


async def test_a_backup_of_either_database_is_restored_into_the_other(
    full: Database, fresh: Database, deployed: Database, tmp_path: Path
) -> None:
    """SQLite to a deployed one, and from there to a fresh SQLite; counts and checksums stay."""
    async with full.begin() as session:
        before = await totals(session)
    assert all(total.rows > 0 for total in before.values())
    await back_up(full, tmp_path / "a.backup", now=NOW)
    await restore(deployed, tmp_path / "a.backup", now=NOW, replace=False)
    await add_contact(deployed, 99)  # ids go on behind those that came in
    backup = await back_up(deployed, tmp_path / "b.backup", now=NOW)
    assert backup.tables["contact"].rows == before["contact"].rows + 1
    await restore(deployed, tmp_path / "a.backup", now=NOW, replace=True)
    await back_up(deployed, tmp_path / "c.backup", now=NOW)
    await restore(fresh, tmp_path / "c.backup", now=NOW, replace=False)
    async with fresh.begin() as session:
        after = await totals(session)
    ours = {"audit", "mark", "notice"}  # restoring is on record, what was waiting is in doubt
    assert {t: after[t] for t in after if t not in ours} == {
        t: before[t] for t in before if t not in ours
    }
    assert after["audit"].rows == before["audit"].rows + 2
    assert after["mark"].rows == before["mark"].rows + 1
    assert after["notice"].rows == before["notice"].rows


async def test_a_restored_database_holds_the_same_rows_with_the_same_checksums(
    full: Database, fresh: Database, tmp_path: Path
) -> None:
    async with full.begin() as session:
        before = await totals(session)
    backup = await back_up(full, tmp_path / "a.backup", now=NOW)
    await restore(fresh, tmp_path / "a.backup", now=NOW, replace=False)
    async with fresh.begin() as session:
        after = await totals(session)
    assert backup.rows > 0
    ours = {"audit", "mark", "notice"}  # restoring is on record, what was waiting is in doubt
    assert {t: after[t] for t in after if t not in ours} == {
        t: before[t] for t in before if t not in ours
    }
    assert after["audit"].rows == before["audit"].rows + 1
    assert after["mark"].rows == before["mark"].rows + 1
    assert after["notice"].rows == before["notice"].rows


async def test_a_backup_is_taken_while_others_write(full: Database, tmp_path: Path) -> None:
    async def write() -> None:
        for number in range(1000, 1050):
            await add_contact(full, number)

    _, backup = await asyncio.gather(write(), back_up(full, tmp_path / "a.backup", now=NOW))
    rows = backup.tables["contact"].rows
    await restore(full, tmp_path / "a.backup", now=NOW, replace=True)
    async with full.begin() as session:
        assert len((await session.exec(select(Contact))).all()) == rows


async def test_a_question_is_answered_while_a_backup_is_restored(
    full: Database, tmp_path: Path
) -> None:
    await back_up(full, tmp_path / "a.backup", now=NOW)

    async def look() -> list[int]:
        seen = []
        for _ in range(20):
            async with full.look() as session:
                seen.append(len((await session.exec(select(Task))).all()))
        return seen

    seen, _ = await asyncio.gather(
        look(), restore(full, tmp_path / "a.backup", now=NOW, replace=True)
    )
    assert set(seen) == {seen[0]}


async def test_what_was_imported_is_found_by_its_words_after_a_restore(
    fresh: Database, tmp_path: Path
) -> None:
    source = await opened(tmp_path / "source.db")
    async with source.begin() as session:
        await save_plan(session, spring_city(), directory=Directory.load(), now=NOW)
        title = (await session.exec(select(Task.title).where(Task.number == "1"))).one()
        hits = await search.with_phrase(session, Index.TASKS, title or "", plans=None)
    await back_up(source, tmp_path / "a.backup", now=NOW)
    await source.close()
    await restore(fresh, tmp_path / "a.backup", now=NOW, replace=False)
    async with fresh.begin() as session:
        assert hits
        assert await search.with_phrase(session, Index.TASKS, title or "", plans=None) == hits


async def test_restoring_over_rows_needs_to_be_said(full: Database, tmp_path: Path) -> None:
    await back_up(full, tmp_path / "a.backup", now=NOW)
    await add_contact(full, 99)
    async with full.begin() as session:
        before = await totals(session)
    with pytest.raises(NotEmpty):
        await restore(full, tmp_path / "a.backup", now=NOW, replace=False)
    async with full.begin() as session:
        assert await totals(session) == before


async def test_a_restore_replaces_what_is_there_audit_included(
    full: Database, tmp_path: Path
) -> None:
    await back_up(full, tmp_path / "a.backup", now=NOW)
    await add_contact(full, 99)
    await restore(full, tmp_path / "a.backup", now=NOW, replace=True)
    async with full.begin() as session:
        assert (await session.exec(select(Contact).where(Contact.telegram_id == 99))).all() == []
        record = (await session.exec(select(Audit).order_by(Audit.id.desc()))).first()
    assert record is not None
    assert (record.action, record.subject) == ("restore", "2026-03-02")


async def test_the_audit_table_refuses_changes_after_a_restore_as_before(
    full: Database, tmp_path: Path
) -> None:
    await back_up(full, tmp_path / "a.backup", now=NOW)
    await restore(full, tmp_path / "a.backup", now=NOW, replace=True)
    with pytest.raises(Exception, match="append-only"):
        async with full.begin() as session:
            await session.delete((await session.exec(select(Audit))).first())


async def test_a_notice_that_may_have_gone_out_since_goes_out_as_a_repetition(
    fresh: Database, tmp_path: Path
) -> None:
    async with fresh.begin() as session:
        session.add(Chat(telegram_id=-5, kind=ChatKind.GROUP))
        await session.flush()
        for key, due in (("due", NOW), ("later", NOW + timedelta(days=2))):
            session.add(
                Notice(
                    key=key,
                    chat_id=1,
                    kind=NoticeKind.DIGEST,
                    day=date(2026, 3, 2),
                    since=date(2026, 3, 2),
                    due_at=due,
                )
            )
    await back_up(fresh, tmp_path / "a.backup", now=NOW)
    await restore(fresh, tmp_path / "a.backup", now=NOW + timedelta(hours=3), replace=True)
    async with fresh.begin() as session:
        states = {n.key: n.state for n in (await session.exec(select(Notice))).all()}
    assert states == {"due": NoticeState.UNKNOWN, "later": NoticeState.PENDING}


async def test_a_backup_is_never_written_over(full: Database, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    file.write_text("something else")
    with pytest.raises(FileExists):
        await back_up(full, file, now=NOW)
    assert file.read_text() == "something else"


async def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(
    full: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    await back_up(full, folder / "a.backup", now=NOW)
    assert [file.name for file in folder.iterdir()] == ["a.backup"]
    assert stat.S_IMODE((folder / "a.backup").stat().st_mode) == 0o600


async def test_the_day_of_the_latest_backup_is_remembered(full: Database, tmp_path: Path) -> None:
    await back_up(full, tmp_path / "a.backup", now=NOW)
    async with full.begin() as session:
        assert await marks.get(session, BACKED_UP) == NOW.date()


async def test_a_database_of_another_version_is_not_backed_up(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    with pytest.raises(SchemaNotCurrent):
        await back_up(database, tmp_path / "a.backup", now=NOW)
    await database.close()
    assert not (tmp_path / "a.backup").exists()


def spoil_a_row(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE contact SET name = 'x' WHERE id = 1")


def lose_a_row(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM receipt WHERE id = 1")


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-8192])


def make_newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE duban_backup SET revision = '9999'")


def give_another_form(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE duban_backup SET form = 99")


def become_a_text(file: Path) -> None:
    file.write_text("督办")


def become_any_database(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE other (id INTEGER)")


@pytest.mark.parametrize(
    ("harm", "error"),
    [
        (spoil_a_row, BackupDamaged),
        (lose_a_row, BackupDamaged),
        (cut_short, DubanError),
        (make_newer, BackupNewer),
        (give_another_form, BackupNewer),
        (become_a_text, NotABackup),
        (become_any_database, NotABackup),
    ],
)
async def test_a_file_that_is_not_a_whole_backup_of_ours_is_refused_and_nothing_changes(
    full: Database, tmp_path: Path, harm, error: type[DubanError]
) -> None:
    file = tmp_path / "a.backup"
    await back_up(full, file, now=NOW)
    harm(file)
    async with full.begin() as session:
        before = await totals(session)
    with pytest.raises(error):
        await restore(full, file, now=NOW, replace=True)
    async with full.begin() as session:
        assert await totals(session) == before


async def test_an_empty_place_is_told_from_one_with_rows(full: Database, fresh: Database) -> None:
    async with full.begin() as session:
        assert not await is_empty(session)
    async with fresh.begin() as session:
        assert await is_empty(session)
