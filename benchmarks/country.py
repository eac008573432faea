"""1 September in all cities of a country: real planner, and real limiter on a made-up clock.

    .venv/bin/python -m benchmarks country

16,000 groups get a digest at nine o'clock; people sign and ask all day, most in the morning, so
that 50,000 messages go out. The event loop's clock jumps to the next thing that happens: a day
takes seconds, and nothing of the limiter is replaced.
"""

from __future__ import annotations

import asyncio
import random
import selectors
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import planning
from benchmarks.tables import Line, milliseconds, share
from scheduler.dispatcher import AT_ONCE
from scheduler.limiter import Lane, Limiter
from store.database import Database

CHATS, MESSAGES = 16_000, 50_000
TASKS_EACH = 10
SIGNED = 0.8
"""the part of digests that is signed: each signature is shown by an edit, which counts"""
MORNING, DAY = 3600.0, 9 * 3600.0
"""seconds from nine o'clock"""
IN_THE_MORNING = 0.3
"""the part of questions and signatures that comes in the first hour"""
MINUTES, PATIENCE = 15, 1.0
"""goals: until the last digest; seconds for 99 of 100 answers"""


class _Leaping(selectors.DefaultSelector):
    """Waits for nothing: the time that would have passed has."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        """Let *timeout* pass at once."""
        self.now += max(timeout or 0.0, 0.0)
        return super().select(0)


@dataclass
class Day:
    """When what was sent, in seconds from nine o'clock."""

    limiter: Limiter
    now: Any
    digests: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """of answers"""

    async def digest(self, chats: Iterator[int]) -> None:
        """Send one group after the other its digest: so many as the dispatcher has under way."""
        for chat in chats:
            await self.limiter.acquire(chat, Lane.NOTICE)
            self.digests.append(self.now())

    async def answer(self, chat: int, at: float) -> None:
        """Answer a question or show a signature, once somebody has asked for it."""
        await asyncio.sleep(at)
        begun = self.now()
        await self.limiter.acquire(chat, Lane.ANSWER)
        self.waits.append(self.now() - begun)


async def lines(folder: Path, *, chats: int = CHATS, messages: int = MESSAGES) -> list[Line]:
    """Plan the day, then live through it."""
    planned = await _planned(folder, chats)
    day = await asyncio.to_thread(simulated, chats, messages)
    last = timedelta(seconds=max(day.digests))
    slow, usual = share(day.waits, 0.99), share(day.waits, 0.5)
    return [
        Line(f"planning a digest for {chats:,} chats", f"{planned:.1f} s"),
        Line(
            f"until the last of {chats:,} digests, among {messages:,} messages (simulated)",
            f"{last.total_seconds() / 60:.1f} min",
            goal=f"≤ {MINUTES} min",
            holds=last <= timedelta(minutes=MINUTES),
        ),
        Line(
            f"answers meanwhile wait for their turn: p50 (p99), {len(day.waits):,} (simulated)",
            f"{milliseconds(usual)} ({milliseconds(slow)})",
            goal=f"≤ {PATIENCE:g} s",
            holds=slow <= PATIENCE,
        ),
    ]


def simulated(chats: int, messages: int, seed: int = 9) -> Day:
    """Let a day pass on a clock that leaps."""
    selector = _Leaping()
    with asyncio.Runner(loop_factory=lambda: _loop(selector)) as runner:
        return runner.run(_live(chats, messages, random.Random(seed)))


def _loop(selector: _Leaping) -> asyncio.AbstractEventLoop:
    loop = asyncio.SelectorEventLoop(selector)
    loop.time = lambda: selector.now  # type: ignore[method-assign]
    return loop


async def _live(chats: int, messages: int, draw: random.Random) -> Day:
    clock = asyncio.get_running_loop().time
    day = Day(Limiter(seconds=clock), clock)
    signatures = int(chats * SIGNED)
    groups = draw.sample(range(1, chats + 1), signatures)
    people = range(1, messages - chats - signatures + 1)
    async with asyncio.TaskGroup() as group:
        owed = iter(range(-chats, 0))
        for _ in range(AT_ONCE):
            group.create_task(day.digest(owed))
        for chat in (*(-one for one in groups), *people):
            group.create_task(day.answer(chat, _moment(draw)))
    return day


def _moment(draw: random.Random) -> float:
    early = draw.random() < IN_THE_MORNING
    return draw.uniform(0, MORNING) if early else draw.uniform(MORNING, DAY)


async def _planned(folder: Path, chats: int) -> float:
    database = Database(f"sqlite+aiosqlite:///{folder}/country.db")
    await database.create_tables()
    await planning.fill(database, tasks=chats * TASKS_EACH, chats=chats)
    begun = time.perf_counter()
    made, _ = await planning.timed(database, planning.BUSY_DAY)
    taken = time.perf_counter() - begun
    await database.close()
    if made != chats:
        raise RuntimeError(f"{made} notices for {chats} chats")
    return taken
