"""Delivery, proven by breaking things: nothing is lost, and each possible double is marked 补发.

    .venv/bin/python -m benchmarks.faults [--notices 1000] [--chats 300] [--kills 100] [--seed 7]

The sandbox enforces Telegram's limits and misbehaves by seed: 429, 5xx, resets and silence before
and after delivery, removals, migrations. The bot's real sending road runs as a process of its own
(benchmarks/sender.py), killed with SIGKILL at random moments, then once stopped with SIGTERM.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import func, select

from benchmarks.owing import NAME, owe
from bot.clock import MovableClock, utc_now
from bot.sandbox.faults import read_rules
from bot.sandbox.people import Standing
from bot.sandbox.server import Sandbox
from store import chats
from store.database import Database
from store.tables.notices import Notice, NoticeState
from store.tables.people import Chat

ROOT = Path(__file__).parents[1]
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""a Tuesday, 09:00 in Shanghai: the run takes less than its working day"""
TROUBLE: list[dict[str, Any]] = [
    {"fault": "flood", "probability": 0.02, "seconds": 3},
    {"fault": "server_error", "probability": 0.02},
    {"fault": "reset_before", "probability": 0.03},
    {"fault": "reset_after", "probability": 0.03},
    {"fault": "silence_before", "probability": 0.01, "seconds": 4},
    {"fault": "silence_after", "probability": 0.01, "seconds": 4},
    {"fault": "kick", "probability": 0.01, "quiet": True},
    {"fault": "migrate", "probability": 0.02, "quiet": True},
]
UNHEARD = 0.3
"""seconds before a kill in which an answer may have come that nobody lived to write down"""
SETTLED = (NoticeState.SENT, NoticeState.FAILED, NoticeState.CANCELLED)


@dataclass
class Verdict:
    """What came of a run."""

    owed: int
    lost: list[str]
    doubled: int
    unmarked: list[str]
    """doubles that do not say 补发"""
    violations: dict[str, int]
    unheard: int
    """waits that were told to a process which was being killed, and not kept by the next"""
    kills: int
    faults: list[dict[str, Any]]
    seconds: float
    per_second: float
    stopped_in: float = 0.0
    in_doubt_after_stop: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the promise was kept."""
        broken = self.lost or self.unmarked or self.violations or self.in_doubt_after_stop
        return not broken and self.stopped_in <= 10


@dataclass
class Proof:
    """One run: a sandbox that misbehaves, a database of notices, a process to kill."""

    folder: Path
    notices: int
    rooms: int
    seed: int
    sandbox: Sandbox = field(init=False)
    database: Database = field(init=False)
    owed: set[str] = field(default_factory=set)
    """the names of all notices"""
    kills: list[float] = field(default_factory=list)
    """when, by the machine's clock"""
    offset: float = 0.0

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder}/faults.db"

    async def __aenter__(self) -> Proof:
        async def halt(_: datetime) -> None:
            return None

        self.sandbox = Sandbox(MovableClock(MORNING), on_moved=halt)
        await self.sandbox.start()
        self.sandbox.api.limits.enforce = True
        self.sandbox.api.faults.set(self.seed, read_rules(TROUBLE))
        self.database = Database(self.url)
        await self.database.create_tables()
        self.offset = (MORNING - utc_now()).total_seconds()
        names = await owe(
            self.database,
            self.sandbox.world,
            notices=self.notices,
            rooms=self.rooms,
            due=MORNING,
        )
        self.owed = {name for each in names.values() for name in each}
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.database.close()
        await self.sandbox.stop()

    async def spawn(self) -> asyncio.subprocess.Process:
        words = [self.url, self.sandbox.token, self.sandbox.api_url, str(self.offset)]
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.sender", *words),
            stdout=asyncio.subprocess.DEVNULL,
            cwd=ROOT,
        )

    async def open_notices(self) -> int:
        """How many are not settled, frozen chats' left out: theirs wait by design."""
        async with self.database.begin() as session:
            query = (
                select(func.count())
                .select_from(Notice)
                .join(Chat)
                .where(Notice.state.not_in(SETTLED), Chat.state == "ACTIVE")  # type: ignore[attr-defined]
            )
            return (await session.exec(query)).one()

    async def return_rooms(self) -> int:
        """Let the bot into every group it was removed from; nothing is misbehaving any more."""
        self.sandbox.api.faults.set(0, ())
        world = self.sandbox.world
        for room in world.chats.values():
            if not room.is_private and room.migrated_to is None:
                room.members[world.bot.id] = Standing.MEMBER
        async with self.database.begin() as session:
            frozen = [
                chat
                for room in world.chats.values()
                for chat in await chats.thaw(session, telegram_id=room.id)
            ]
        return len(frozen)

    async def kill(self, process: asyncio.subprocess.Process) -> None:
        """End the sender as kill -9 does, and note when."""
        self.kills.append(time.monotonic())
        process.kill()
        await process.wait()

    async def is_sending(self, process: asyncio.subprocess.Process) -> bool:
        """Wait until the process delivers something; False where nothing is left to deliver."""
        before = len(self.sandbox.api.deliveries)
        while len(self.sandbox.api.deliveries) == before:
            if process.returncode is not None:
                raise RuntimeError(f"the sender ended with {process.returncode}")
            await asyncio.sleep(0.02)
            if await self.open_notices() == 0:
                return False
        return True

    async def settle(self, process: asyncio.subprocess.Process) -> None:
        """Wait until everything that can be sent is."""
        while await self.open_notices():
            if process.returncode is not None:
                raise RuntimeError(f"the sender ended with {process.returncode}")
            await asyncio.sleep(0.2)

    def unheard(self) -> int:
        """How many waits were not kept because who was told of them was killed at that moment."""
        ignored = self.sandbox.api.limits.ignored
        return sum(any(0 <= end - said < UNHEARD for end in self.kills) for said in ignored)

    async def verdict(self, *, seconds: float, faults: Any) -> Verdict:
        log = [
            entry for entry in self.sandbox.api.deliveries.since(0) if NAME.search(entry["text"])
        ]
        arrived: dict[str, list[dict[str, Any]]] = {}
        for entry in log:
            arrived.setdefault(NAME.search(entry["text"]).group(), []).append(entry)  # type: ignore[union-attr]
        doubled = {name: found for name, found in arrived.items() if len(found) > 1}
        calls = [entry["second"] for entry in log]
        violations = Counter(self.sandbox.api.limits.report()["violations"])
        violations -= Counter(impatience=self.unheard())
        return Verdict(
            owed=len(self.owed),
            lost=sorted(self.owed - arrived.keys()),
            doubled=len(doubled),
            unmarked=[n for n, f in doubled.items() if any("补发" not in e["text"] for e in f[1:])],
            violations=dict(violations),
            unheard=self.unheard(),
            kills=len(self.kills),
            faults=faults,
            seconds=seconds,
            per_second=busiest(calls),
        )


def busiest(seconds: list[float]) -> float:
    """The mean rate over the middle half of the deliveries."""
    quarter = len(seconds) // 4
    middle = seconds[quarter : 3 * quarter]
    return len(middle) / (middle[-1] - middle[0]) if len(middle) > 1 else 0.0


async def prove(folder: Path, *, notices: int, rooms: int, kills: int, seed: int) -> Verdict:
    """Send all notices, killing the sender *kills* times on the way, and judge what arrived."""
    draw = random.Random(seed)
    async with Proof(folder, notices, rooms, seed) as proof:
        began = time.monotonic()
        process = await proof.spawn()
        while len(proof.kills) < kills and await proof.is_sending(process):
            await asyncio.sleep(draw.uniform(0, 0.5))
            await proof.kill(process)
            process = await proof.spawn()
        await proof.settle(process)
        faults = proof.sandbox.api.faults.report()["rules"]
        returned = await proof.return_rooms()
        await proof.settle(process)
        seconds = time.monotonic() - began
        asked = time.monotonic()
        process.terminate()
        await process.wait()
        verdict = await proof.verdict(seconds=seconds, faults=faults)
        verdict.stopped_in = time.monotonic() - asked
        verdict.notes.append(f"{returned} chats were gone and came back")
        if verdict.unheard:
            verdict.notes.append(f"{verdict.unheard} waits were told to a process as it was killed")
        return verdict


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=1000)
    parser.add_argument("--chats", type=int, default=300)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        verdict = await prove(
            Path(folder),
            notices=given.notices,
            rooms=given.chats,
            kills=given.kills,
            seed=given.seed,
        )
    show(verdict)
    return 0 if verdict.holds else 1


def show(verdict: Verdict) -> None:
    met = Counter({rule["fault"]: rule["hits"] for rule in verdict.faults})
    print(f"notices {verdict.owed}   kills {verdict.kills}   seconds {verdict.seconds:.0f}")
    print("faults  " + "  ".join(f"{name} {hits}" for name, hits in met.items()))
    print(f"lost    {len(verdict.lost)} {verdict.lost[:5]}")
    print(f"doubled {verdict.doubled}, of which without 补发 {len(verdict.unmarked)}")
    print(f"limits  {verdict.violations or 'never exceeded'}   rate {verdict.per_second:.1f}/s")
    print(f"SIGTERM obeyed in {verdict.stopped_in:.1f} s; {'; '.join(verdict.notes)}")
    print("holds" if verdict.holds else "BROKEN")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
