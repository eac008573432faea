"""Whoever takes office goes on with what another has left, as soon as that one can be no more."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot.building import build
from bot.clock import utc_now
from bot.duty import Duty
from bot.receiving import Polling
from bot.sandbox.server import Sandbox
from config.settings import Settings
from config.urgency import Urgency
from store import outbox
from store.database import Database
from tests.integration.scheduler.stage import Hands, Outbox, road
from tests.integration.scheduler.test_order import ROOM, names_in, owe

GRACE = timedelta(seconds=0.3)
PATIENCE = 15
"""seconds; the timetable's own next beat comes after thirty"""


class Running(Hands):
    """The machine's clock."""

    def __call__(self) -> datetime:
        return utc_now()


async def test_what_another_had_in_flight_does_not_wait_for_the_next_beat(tmp_path: Path) -> None:
    both_out, sender = asyncio.Event(), Outbox()
    sender.before = lambda: both_out.set() if sender.sent else None
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/duban.db") as database:
        await database.create_tables()
        await owe(database, ROOM, "甲乙", Urgency.TOP)
        await leave_in_flight(database)
        await in_office_until(both_out, database, sender)
    assert names_in(sender, ROOM) == ["甲", "乙"]
    assert "补发" in sender.sent[0].text


async def leave_in_flight(database: Database) -> None:
    """As a process leaves the first notice that ends while its request is under way."""
    now = utc_now()
    async with database.begin() as session:
        until = now + timedelta(minutes=3)
        (claim,) = await outbox.claim(session, now=now, until=until, token="other", limit=1)
        await outbox.begin(session, claim)


async def in_office_until(reached: asyncio.Event, database: Database, sender: Outbox) -> None:
    """Serve, with the sandbox as Telegram for all but the notices."""
    sandbox = Sandbox(utc_now, on_moved=lambda _: asyncio.sleep(0))
    await sandbox.start()
    settings = Settings(_env_file=None, web_port=None)
    duban = build(settings, database, token=sandbox.token, api_url=sandbox.api_url, clock=utc_now)
    ticker = road(database, sender, Running(utc_now()))
    receiving = Polling(duban.application)
    duty = Duty(duban.application, duban.services, receiving, ticker, ticker.jobs, grace=GRACE)
    over = asyncio.Event()
    async with duban.application:
        serving = asyncio.create_task(duty(over))
        try:
            await asyncio.wait_for(reached.wait(), PATIENCE)
        finally:
            over.set()
            await serving
    await sandbox.stop()
