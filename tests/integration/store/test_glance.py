"""Rows looked up and notes made in passing: what both databases keep, and what SQLite's adds."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import insert

from store import cards, shown
from store.bulk import fetch
from store.database import Database
from store.tables.people import ChatAlias

NOW = datetime(2026, 11, 28, tzinfo=UTC)
ALIASES = text("SELECT old, new FROM chatalias WHERE old >= :from ORDER BY old")
SAY = insert(ChatAlias)


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/duban.db") as database:
        await database.create_tables()
        yield database


async def aliases(database: Database) -> list[tuple[int, int]]:
    async with database.glance() as session:
        return [tuple(row) for row in await fetch(session, ALIASES, {"from": 1})]


async def test_a_glance_sees_what_was_committed_and_nothing_before(database: Database) -> None:
    async with database.begin() as session:
        await (await session.connection()).execute(SAY, {"old": 1, "new": -1})
        assert await aliases(database) == []
    assert await aliases(database) == [(1, -1)]


async def test_a_note_is_there_at_once_for_everybody(database: Database) -> None:
    await database.note(SAY, {"old": 1, "new": -1})
    await asyncio.gather(*(database.note(SAY, {"old": n, "new": -n}) for n in range(2, 9)))
    assert await aliases(database) == [(n, -n) for n in range(1, 9)]


async def test_a_note_that_the_tables_refuse_says_so(database: Database) -> None:
    with pytest.raises(IntegrityError):  # there is no card of that number
        await shown.remember(database, telegram_id=1, message_id=1, card=77, now=NOW)


async def test_the_latest_note_of_a_message_holds(database: Database) -> None:
    async with database.begin() as session:
        first, second = [await cards.keep(session, {"do": word}) for word in ("a", "b")]
    for card in (first, second):
        await shown.remember(database, telegram_id=1, message_id=5, card=card, now=NOW)
    async with database.look() as session:
        assert await shown.find(session, telegram_id=1, message_id=5) == second


async def test_nothing_can_be_changed_by_looking(file: Database) -> None:
    async with file.glance() as session:
        with pytest.raises(OperationalError, match="readonly"):
            await (await session.connection()).execute(SAY, {"old": 1, "new": 1})


async def test_a_note_waits_where_another_process_is_writing(file: Database) -> None:
    with sqlite3.connect(str(file.file), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        note = asyncio.create_task(file.note(SAY, {"old": 1, "new": -1}))
        await asyncio.wait({note}, timeout=0.05)
        assert not note.done()
        assert await aliases(file) == []
        other.execute("COMMIT")
        await note
    assert await aliases(file) == [(1, -1)]
    other.close()
