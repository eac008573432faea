"""A month of many chats with faults, day by day: what must stay level, and that all is sent.

    .venv/bin/python -m benchmarks.soak [--chats 1000] [--days 30] [--seed 7]

The whole bot is a process of its own against the sandbox, which misbehaves and enforces Telegram's
limits; its clock is moved through each day. People sign, ask and come back meanwhile, and the
coordinator orders notices, events and plans (soak_office).

Memory may grow by 5 % after the warm-up, the first third; nothing else may grow. The warm-up lasts
until all that is kept by design is full: the last thousand answers (handlers/recollection.py, about
10 kB each; more is asked in the first week so that they are there), the statements SQLAlchemy has
compiled, the pages SQLite keeps for each connection, and until each kind of work, the reading of a
plan among it, has once needed the most memory that it needs: the allocator gives little back.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any

from benchmarks import gauges
from benchmarks.soak_stage import WORKDAYS, ZONE, Stage
from benchmarks.tables import Line, machine, table

FIRST = datetime(2026, 9, 1, 8, 0, tzinfo=ZONE)
STOPS = (9, 11, 17.6, 20)
"""hours: the digest, what was put off, the report, and the night's work"""
GROWTH = 0.05
"""of memory, after the warm-up"""
WARMING = 7
"""days, within the warm-up, in which more is asked"""
ASKED, ASKED_AT_FIRST = 60, 250
"""questions a day"""
SIGNING = 0.8
"""the part of digests that somebody signs"""


@dataclass
class Soak:
    """One run: the stage, the bot's process, and what was measured each evening."""

    stage: Stage
    process: asyncio.subprocess.Process
    draw: random.Random
    evenings: list[dict[str, Any]] = field(default_factory=list)
    signed: int = 0
    asked: int = 0

    async def live(self, days: int) -> None:
        """Go through so many days."""
        for day in range(days):
            begun = monotonic()
            for hour in STOPS:
                await self.let_it_be(FIRST.replace(hour=0) + timedelta(days=day, hours=hour))
                if hour == STOPS[0]:
                    await self._mornings_work(day)
                elif hour == STOPS[1]:
                    await self.stage.office.work(FIRST.date() + timedelta(days=day))
            self.stage.bring_the_bot_back()
            evening = await self.let_it_be(FIRST + timedelta(days=day, hours=13))
            self.evenings.append(evening)
            sent = len(self.stage.sandbox.api.deliveries)
            sys.stderr.write(
                f"day {day + 1:2}  {sent:6} sent  {evening['memory']:6.1f} MB  "
                f"{evening['tasks']} tasks  {evening['files']} files  {evening['sockets']} sockets"
                f"  {monotonic() - begun:.0f} s\n"
            )

    async def end(self, days: int) -> None:
        """Let the next working morning come in peace: what waited overnight goes out then."""
        self.stage.calm_down()
        self.stage.bring_the_bot_back()
        day = WORKDAYS.on_or_after(FIRST.date() + timedelta(days=days))
        await self.let_it_be(datetime.combine(day, time(STOPS[0]), ZONE))

    async def let_it_be(self, moment: datetime) -> dict[str, Any]:
        """Move the bot's clock, wait until it is idle, and return its gauges."""
        self.stage.sandbox.world.clock.move_to(moment)  # type: ignore[attr-defined]
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the bot has no pipes")
        self.process.stdin.write(f"{moment.isoformat()}\n".encode())
        answer = await self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the bot ended with {await self.process.wait()}")
        found: dict[str, Any] = json.loads(answer)
        return found

    async def _mornings_work(self, day: int) -> None:
        """Let people sign what came, and ask."""
        for chat, message, data in self.stage.unsigned():
            if self.draw.random() < SIGNING:
                self.stage.press(chat, message, data)
                self.signed += 1
        for _ in range(ASKED if day >= WARMING else ASKED_AT_FIRST):
            self.stage.ask(self.draw)
            self.asked += 1
        await self.stage.heard()


async def lines(folder: Path, *, chats: int = 1_000, days: int = 30, seed: int = 7) -> list[Line]:
    """Live through the days and return what was seen."""
    begun = monotonic()
    async with Stage(f"sqlite+aiosqlite:///{folder}/soak.db", chats, FIRST) as stage:
        stage.misbehave(seed)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.soak_bot", stage.url, stage.sandbox.token),
            *(stage.sandbox.api_url, FIRST.isoformat()),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[1],
            env=os.environ | {"NO_PROXY": "127.0.0.1"},
        )
        soak = Soak(stage, process, random.Random(seed))
        try:
            await soak.live(days)
            await soak.end(days)
        finally:
            if process.stdin is not None:
                process.stdin.close()
            await process.wait()
        fates = await stage.fates()
    return [*_lines(soak, fates), _size(soak, chats, days, monotonic() - begun)]


def _size(soak: Soak, chats: int, days: int, seconds: float) -> Line:
    stage = soak.stage
    met = ", ".join(f"{name} {count}" for name, count in stage.met.items() if count)
    return Line(
        f"{days} days of {chats:,} chats in {seconds / 60:.0f} min",
        f"{len(stage.sandbox.api.deliveries):,} messages, {soak.signed:,} signed, "
        f"{soak.asked:,} asked; {_counted(stage.office.done)}",
        met,
    )


def _counted(what: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in what.items())


def _lines(soak: Soak, fates: Counter[str]) -> list[Line]:
    after = soak.evenings[max(len(soak.evenings) // 3, 1) - 1 :]
    violations = soak.stage.sandbox.api.limits.report()["violations"]
    waiting = sum(fates[name] for name in ("pending", "claimed", "unknown"))
    return [
        _memory(after, span=min(max(len(soak.evenings) // 5, 1), len(after))),
        _level("asyncio tasks while idle", "tasks", after),
        _level("open files of the database", "files", after),
        _level("connections to the database in use while idle", "held", after),
        _bounded("sockets", "sockets", after, gauges.MOST_SOCKETS),
        _bounded("faults that nobody foresaw", "faults", after, 0),
        _level("threads", "threads", after),
        Line(
            "notices sent, failed, still owed",
            f"{fates['sent']:,}, {fates['failed']:,}, {waiting:,}",
            goal="0 failed, 0 owed",
            holds=not fates["failed"] and not waiting,
        ),
        Line(
            "what the coordinator ordered in vain",
            _counted(soak.stage.office.given_up) or "nothing",
            goal="nothing",
            holds=not soak.stage.office.given_up,
        ),
        Line(
            "Telegram's limits",
            str(violations) if violations else "never exceeded",
            goal="never exceeded",
            holds=not violations,
        ),
    ]


def _memory(evenings: list[dict[str, Any]], *, span: int) -> Line:
    """Compare the first evenings after the warm-up with the last."""
    first = median(one["memory"] for one in evenings[:span])
    last = median(one["memory"] for one in evenings[-span:])
    growth = last / first - 1
    return Line(
        "memory after the warm-up, and at the end",
        f"{last:.1f} MB",
        f"{first:.1f} MB",
        f"{growth:+.1%}",
        f"≤ +{GROWTH:.0%}",
        growth <= GROWTH,
    )


def _level(what: str, name: str, evenings: list[dict[str, Any]]) -> Line:
    """Compare the least of a few evenings after the warm-up with the least of the last few.

    A beat may be under way in any one of them; what leaks is there in all.
    """
    span = max(len(evenings) // 4, 1)
    first, last = (min(one[name] for one in few) for few in (evenings[:span], evenings[-span:]))
    return Line(what, str(last), str(first), goal="no more than before", holds=last <= first)


def _bounded(what: str, name: str, evenings: list[dict[str, Any]], most: int) -> Line:
    highest = max(evening[name] for evening in evenings)
    return Line(what, str(highest), goal=f"≤ {most}", holds=highest <= most)


async def main() -> int:
    """Print the table; 1 where something grew or was not sent."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--chats", type=int, default=1_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duban-soak-") as folder:
        found = await lines(Path(folder), chats=given.chats, days=given.days, seed=given.seed)
    print(f"{table(found)}\n\n{machine()}")
    return 0 if all(line.holds is not False for line in found) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
