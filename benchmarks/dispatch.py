"""The pace of sending against a server that enforces Telegram's limits, and what a notice costs.

    .venv/bin/python benchmarks/dispatch.py [--notices 600]

The sandbox is the server; the bot's real sending road is a process of its own beside it. Each
notice is a digest of one department, composed from the tables as on any morning.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from faults import busiest, dispatcher_of
from planning import BUSY_DAY, RULES, fill
from sqlmodel import select

from bot.clock import MovableClock, utc_now
from bot.sandbox.people import Kind, Standing
from bot.sandbox.server import Sandbox
from scheduler.planner import plan_days
from store import cards
from store.database import Database
from store.tables.people import Chat
from store.tables.plans import Department

NINE = datetime(BUSY_DAY.year, BUSY_DAY.month, BUSY_DAY.day, 1, tzinfo=UTC)
PUBLISHED = 30
"""messages a second that Telegram allows in all"""
TASKS_EACH = 10


async def halt(_: datetime) -> None:
    """Move no clock: the machine's own is what is measured."""


async def settle(sandbox: Sandbox, database: Database, notices: int) -> None:
    """Give each department a group on the sandbox, and owe each its digest; a card is there."""
    await database.create_tables()
    await fill(database, tasks=notices * TASKS_EACH, chats=notices)
    world = sandbox.world
    async with database.begin() as session:
        for chat in (await session.exec(select(Chat))).all():
            room = world.add_chat(chat.title, kind=Kind.GROUP)
            room.members[world.bot.id] = Standing.MEMBER
            chat.telegram_id = room.id
            session.add(chat)
            department = await session.get_one(Department, chat.department_id)
            await cards.keep(session, {"do": "tasks", "words": department.name})
    async with database.begin() as session:
        await plan_days(session, days=[BUSY_DAY], rules=RULES)


async def sender(url: str, token: str, api_url: str) -> None:
    """Send all that is due, and print how long it took and what it cost."""
    database = Database(url)
    clock = MovableClock(NINE)
    dispatcher, bot = dispatcher_of(database, token, api_url, clock)
    async with bot:
        began, worked = time.perf_counter(), time.process_time()
        fates = await dispatcher.run()
        figures = {
            "fates": {fate.value: count for fate, count in fates.items()},
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - worked,
        }
    await database.close()
    sys.stdout.write(json.dumps(figures))


async def measure(folder: str, notices: int) -> None:
    sandbox = Sandbox(MovableClock(NINE), on_moved=halt)
    await sandbox.start()
    sandbox.api.limits.enforce = True
    url = f"sqlite+aiosqlite:///{folder}/dispatch.db"
    database = Database(url)
    await settle(sandbox, database, notices)
    await database.close()
    began = utc_now()
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "sender", url, sandbox.token, sandbox.api_url,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip
    output, _ = await process.communicate()
    figures = json.loads(output.splitlines()[-1])
    pace = busiest([entry["second"] for entry in sandbox.api.deliveries.since(0)])
    report = sandbox.api.limits.report()
    await sandbox.stop()
    print(f"{notices} digests, outcomes {figures['fates']}, begun {began:%H:%M}")
    print(f"pace     {pace:5.1f} a second of {PUBLISHED}: {pace / PUBLISHED:.0%}")
    print(f"overall  {notices / figures['seconds']:5.1f} a second")
    print(f"CPU      {figures['cpu'] / notices * 1000:5.1f} ms a digest")
    print(f"limits   {report['violations'] or 'never exceeded'}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=600)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        await measure(folder, arguments.notices)


if __name__ == "__main__":
    asyncio.run(sender(*sys.argv[2:5]) if sys.argv[1:2] == ["sender"] else main())
