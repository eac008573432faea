"""A day on which a backup is brought back: what may have gone out before says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from store import schema
from store.backups import back_up, restore
from store.database import Database
from tests.integration.scheduler.factories import at
from tests.integration.scheduler.stage import Hands, Outbox, road
from tests.integration.scheduler.test_dispatcher import FIRST, settle


async def test_a_digest_sent_after_the_backup_comes_again_as_a_repetition(tmp_path: Path) -> None:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/duban.db") as database:
        await schema.upgrade(database)
        await settle(database)
        sender, clock = Outbox(), Hands(at(FIRST) - timedelta(hours=7))
        await back_up(database, tmp_path / "a.backup", now=clock.now)
        clock.now = at(FIRST)
        await road(database, sender, clock).tick()
        assert not sender.sent[-1].text.startswith("<i>补发")
        clock.move(hours=3)
        await restore(database, tmp_path / "a.backup", now=clock.now, replace=True)
        await road(database, sender, clock).tick()
        assert len(sender.sent) == 2
        assert sender.sent[-1].text.startswith("<i>补发")


async def test_the_days_after_it_are_as_ever(tmp_path: Path) -> None:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/duban.db") as database:
        await schema.upgrade(database)
        await settle(database)
        sender, clock = Outbox(), Hands(at(FIRST) - timedelta(days=1))
        await back_up(database, tmp_path / "a.backup", now=clock.now)
        await restore(database, tmp_path / "a.backup", now=clock.now, replace=True)
        await road(database, sender, clock).tick()
        clock.now = at(FIRST)
        await road(database, sender, clock).tick()
        assert [one.text.startswith("<i>补发") for one in sender.sent] == [False]
