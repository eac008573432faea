"""The pace of sending against a server that enforces Telegram's limits, and what a digest costs.

The sandbox is the server; the bot's real sending road is a process of its own beside it. Each
notice is a digest of one department, composed from the tables as on any morning.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import select

from benchmarks.faults import busiest
from benchmarks.owing import open_room
from benchmarks.planning import BUSY_DAY, RULES, fill
from benchmarks.sender import dispatcher_of
from benchmarks.tables import Line, milliseconds
from bot.clock import MovableClock
from bot.sandbox.server import Sandbox
from scheduler.planner import plan_days
from store import cards
from store.database import Database
from store.tables.people import Chat
from store.tables.plans import Department

ROOT = Path(__file__).parents[1]
NINE = datetime(BUSY_DAY.year, BUSY_DAY.month, BUSY_DAY.day, 1, tzinfo=UTC)
LIMIT, PACE = 30, 0.95
"""messages a second that Telegram allows in all; the part of it that is to be used"""
TASKS_EACH = 10


async def lines(folder: Path, *, notices: int = 600) -> list[Line]:
    """Send a morning's digests; the pace is that of the middle half of them."""
    sandbox = Sandbox(MovableClock(NINE), on_moved=_halt)
    await sandbox.start()
    sandbox.api.limits.enforce = True
    url = f"sqlite+aiosqlite:///{folder}/dispatch.db"
    async with Database(url) as database:
        await _owe(sandbox, database, notices)
    sent = await _sent(url, sandbox)
    pace = busiest([entry["second"] for entry in sandbox.api.deliveries.since(0)])
    violations = sandbox.api.limits.report()["violations"]
    await sandbox.stop()
    return [
        Line(
            f"{notices:,} digests to a server that enforces the limits",
            f"{pace:.1f}/s",
            f"{LIMIT}/s, Telegram's limit",
            f"{pace / LIMIT:.0%}",
            f"≥ {PACE:.0%}, no 429",
            pace >= PACE * LIMIT and not violations and sent["sent"] == notices,
        ),
        Line("composing and sending one digest, of the processor", milliseconds(sent["each"])),
    ]


async def sender(url: str, token: str, api_url: str) -> None:
    """Send all that is due, and print what came of it and what it cost."""
    clock = MovableClock(NINE)
    async with Database(url) as database:
        dispatcher, bot = dispatcher_of(database, token, api_url, clock)
        async with bot:
            worked = time.process_time()
            fates = await dispatcher.run()
            cost = time.process_time() - worked
    sent = sum(count for fate, count in fates.items() if fate.value == "sent")
    sys.stdout.write(json.dumps({"sent": sent, "each": cost / max(sent, 1)}))


async def _owe(sandbox: Sandbox, database: Database, notices: int) -> None:
    """Give each department a group on the sandbox, and owe each its digest; a card is there."""
    await database.create_tables()
    await fill(database, tasks=notices * TASKS_EACH, chats=notices)
    async with database.begin() as session:
        for chat in (await session.exec(select(Chat))).all():
            chat.telegram_id = open_room(sandbox.world, chat.title).id
            session.add(chat)
            department = await session.get_one(Department, chat.department_id)
            await cards.keep(session, {"do": "tasks", "words": department.name})
    async with database.begin() as session:
        await plan_days(session, days=[BUSY_DAY], rules=RULES)


async def _sent(url: str, sandbox: Sandbox) -> Mapping[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.dispatch", url, sandbox.token, sandbox.api_url),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"NO_PROXY": "127.0.0.1"},
    )
    output, _ = await process.communicate()
    found: Mapping[str, Any] = json.loads(output.splitlines()[-1])
    return found


async def _halt(_: datetime) -> None:
    """Move no clock: the machine's own is what is measured."""


if __name__ == "__main__":
    asyncio.run(sender(*sys.argv[1:4]))
