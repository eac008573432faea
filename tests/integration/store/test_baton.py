"""Who keeps the timetable: one process on a SQLite file, one of several on PostgreSQL."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from plans.errors.operation import AlreadyRunning
from store.baton import Baton, OwnBaton, baton
from store.database import Database
from store.shared_baton import TRUST, SharedBaton
from tests import databases


def nobody() -> None: ...


async def test_a_second_process_on_one_file_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "duban.db.lock"
    first, second = OwnBaton(path, heard=nobody), OwnBaton(path, heard=nobody)
    assert await first.beat()
    assert await first.beat()
    with pytest.raises(AlreadyRunning):
        await second.beat()
    assert not second.holds()
    await first.drop()
    assert await second.beat()
    await second.drop()


async def test_a_database_in_memory_is_this_process_s() -> None:
    database = Database("sqlite+aiosqlite://")
    alone = baton(database, heard=nobody)
    assert await alone.beat()
    await database.close()


class Several:
    """Processes on one PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.seconds = 0.0
        self.heard = asyncio.Event()

    def process(self) -> SharedBaton:
        return SharedBaton(self.database, heard=self.heard.set, seconds=lambda: self.seconds)


@pytest.mark.postgresql
async def test_of_several_processes_one_has_the_baton(postgresql: databases.Server) -> None:
    async with postgresql.database() as database:
        several = Several(database)
        one, other = several.process(), several.process()
        assert [await one.beat(), await other.beat()] == [True, False]
        assert [await one.beat(), await other.beat()] == [True, False]
        await one.drop()
        assert await _within(other, 5)
        assert not one.holds()
        await other.drop()


@pytest.mark.postgresql
async def test_who_gives_no_sign_of_life_stops_before_another_may_begin(
    postgresql: databases.Server,
) -> None:
    async with postgresql.database() as database:
        several = Several(database)
        one = several.process()
        assert await one.beat()
        several.seconds += TRUST
        assert not one.holds()
        assert await one.beat()
        await one.drop()


@pytest.mark.postgresql
async def test_the_server_takes_the_baton_from_a_process_that_is_silent(
    postgresql: databases.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.shared_baton.SILENCE", 0.3)
    async with postgresql.database() as database:
        several = Several(database)
        silent, other = several.process(), several.process()
        assert await silent.beat()
        assert await _within(other, 5)
        assert not await silent.beat()
        await other.drop()
        await silent.drop()


@pytest.mark.postgresql
async def test_the_holder_hears_that_something_is_due(postgresql: databases.Server) -> None:
    async with postgresql.database() as database:
        several = Several(database)
        holder, other = several.process(), several.process()
        assert await holder.beat()
        assert not await other.beat()
        await other.call()
        async with asyncio.timeout(5):
            await several.heard.wait()
        await holder.drop()
        await other.drop()


async def _within(waiting: Baton, seconds: float) -> bool:
    async with asyncio.timeout(seconds):
        while not await waiting.beat():
            continue
    return True
