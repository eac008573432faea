"""The bot whose month `benchmarks.soak` watches: told the time by its standard input.

For each moment it is told it plans and sends all that is due, waits until everybody is answered,
and prints what it holds.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from datetime import datetime, timedelta

import structlog
from sqlmodel import col, func, select

from benchmarks import gauges
from bot.building import build
from bot.clock import MovableClock
from bot.running import Duban, running
from config.settings import Settings
from store.database import Database
from store.tables.notices import Notice, NoticeState
from store.tables.people import Chat, ChatState
from store.tables.replicas import Arrival

OPEN = (NoticeState.PENDING, NoticeState.CLAIMED, NoticeState.UNKNOWN)
STEP = timedelta(minutes=2)
"""by which the clock goes on while something is owed that waits for its next attempt"""
PATIENCE = timedelta(minutes=50)


FAULTS: list[str] = []
"""what the bot did not foresee"""


def note_faults(
    _logger: object, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Keep what is logged as an error, and write nothing else."""
    if method in {"error", "exception", "critical"}:
        FAULTS.append(f"{event['event']} {event.get('exc_info')!r}")
        sys.stderr.write(f"{FAULTS[-1]}\n")
    raise structlog.DropEvent


async def settle(duban: Duban, database: Database, clock: MovableClock) -> None:
    """Beat until nothing is due and everybody is answered."""
    until = clock() + PATIENCE
    await duban.ticker.tick()
    while clock() < until and await _open(database, clock):
        clock.move_to(clock() + STEP)
        await duban.ticker.tick()
    unanswered = await _unanswered(database)
    while unanswered:
        await asyncio.sleep(0.1)
        unanswered = await _unanswered(database)


async def _open(database: Database, clock: MovableClock) -> int:
    """Count what is owed soon to chats that are there."""
    query = (
        select(func.count())
        .select_from(Notice)
        .join(Chat)
        .where(
            col(Notice.state).in_(OPEN),
            Chat.state == ChatState.ACTIVE,
            Notice.due_at <= clock() + PATIENCE,
        )
    )
    async with database.look() as session:
        return (await session.exec(query)).one()


async def _unanswered(database: Database) -> int:
    query = select(func.count()).select_from(Arrival).where(col(Arrival.handled_at).is_(None))
    async with database.look() as session:
        return (await session.exec(query)).one()


async def main(url: str, token: str, api_url: str, begins: str) -> None:
    """Run the whole bot until its standard input ends."""
    logging.disable(logging.CRITICAL)  # faults are ordered, and PTB reports each
    structlog.configure(processors=[note_faults])
    database = Database(url)
    clock = MovableClock(datetime.fromisoformat(begins))
    settings = Settings(_env_file=None, web_port=None)  # type: ignore[call-arg]
    duban = build(settings, database, token=token, api_url=api_url, clock=clock)
    async with running(duban):
        while line := await asyncio.to_thread(sys.stdin.readline):
            clock.move_to(datetime.fromisoformat(line.strip()))
            await settle(duban, database, clock)
            held = await gauges.taken(database)
            print(json.dumps(held | {"faults": len(FAULTS)}), flush=True)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
