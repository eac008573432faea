"""A broadcast to 3,000 chats, on a server that enforces Telegram's limits, while people ask.

    .venv/bin/python -m benchmarks.broadcast [--chats 3000]

The sandbox is the server. The whole bot runs as a process of its own beside it: a coordinator's
/broadcast, preview and 发送 go through its chat, and a contact asks in private all the while.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks import material
from benchmarks.tables import Line, table
from bot.building import build
from bot.clock import MovableClock, utc_now
from bot.running import running
from bot.sandbox import acts
from bot.sandbox.people import Kind, Standing
from bot.sandbox.server import Sandbox
from config.settings import Settings
from store import chats, contacts
from store.database import Database
from store.tables.people import Access, ChatKind
from store.tables.plans import Department

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""a Tuesday, 09:00 in Shanghai"""
PUBLISHED, PACE = 30, 0.95
"""messages a second that Telegram allows; the part of it that is to be used"""
PATIENCE = 1.0
"""seconds in which a question is to be answered"""
QUESTION = "/tasks 市商务局"
PAUSE = 1.5
"""seconds between two questions"""
ASKING = 10
"""people who ask in turn: nobody often enough to be slowed down"""
SETTLING = 20.0
"""seconds after which a bot that says nothing is given up"""


async def halt(_: datetime) -> None:
    """Move no clock: the machine's own is what is measured."""


@dataclass
class Stage:
    """A server, a database with groups bound to departments, and two people."""

    sandbox: Sandbox
    url: str
    coordinator: int = 0
    contacts: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    async def set_up(self, count: int) -> None:
        """Bind *count* groups, each to a department of its own."""
        database, world = Database(self.url), self.sandbox.world
        await material.load(database)
        async with database.begin() as session:
            for number in range(count):
                department = Department(
                    name=f"市第{number}局", place="测试市", identity=f"{number}"
                )
                session.add(department)
                await session.flush()
                room = world.add_chat(f"第{number}群", kind=Kind.GROUP)
                room.members[world.bot.id] = Standing.MEMBER
                chat = await chats.enter(
                    session, telegram_id=room.id, kind=ChatKind.GROUP, title=room.title
                )
                await chats.bind(session, chat, department_id=department.id, now=MORNING)
            people = [await self._appoint(session, f"{n}号") for n in range(ASKING + 1)]
            self.coordinator, *self.contacts = people
        await database.close()

    async def _appoint(self, session: AsyncSession, name: str) -> int:
        person = self.sandbox.world.add_person(name)
        row = await contacts.meet(session, telegram_id=person.id, name=name, now=MORNING)
        await contacts.grant(session, row, Access.COORDINATOR, now=MORNING)
        return person.id

    def say(self, person: int, words: str) -> None:
        """Say something to the bot in private."""
        acts.say(self.sandbox.world, acts.Utterance(person, person, words))

    async def heard(self, person: int, after: int) -> Any:
        """Wait for the bot's next message to *person* behind that number, and return it."""
        chat = self.sandbox.world.chat(person)
        until = time.monotonic() + SETTLING
        while time.monotonic() < until:
            for number in range(after + 1, chat.last_id + 1):
                message = chat.messages.get(number)
                if message is not None and message.sender_id == self.sandbox.world.bot.id:
                    return message
            await asyncio.sleep(0.01)
        raise TimeoutError(f"no answer within {SETTLING} s")

    async def press(self, message: Any, data: str) -> None:
        """Press a button of the coordinator's."""
        query = acts.press(
            self.sandbox.world,
            chat_id=self.coordinator,
            person_id=self.coordinator,
            message_id=message.id,
            data=data,
        )
        await self.sandbox.world.queries.wait(query)

    async def order(self) -> None:
        """Go the coordinator's way: text, audience, preview, 发送."""
        chat = self.sandbox.world.chat(self.coordinator)
        self.say(self.coordinator, "/broadcast 关于报送质量月总结的通知")
        card = await self.heard(self.coordinator, 0)
        await self.press(card, "bd:1:who")
        await self.press(card, "bd:1:all")
        await self.press(card, "bd:1:look")
        control = max(chat.messages.values(), key=lambda message: message.id)
        await self.press(control, "bd:1:send")

    async def ask_all_the_while(self) -> None:
        """Ask as one after the other, wait for the answer, and write down how long it took."""
        for person in cycle(self.contacts):
            begun, last = time.monotonic(), self.sandbox.world.chat(person).last_id
            self.say(person, QUESTION)
            await self.heard(person, last)
            self.waits.append(time.monotonic() - begun)
            await asyncio.sleep(PAUSE)


async def bot(url: str, token: str, api_url: str) -> None:
    """Run the whole bot until its standard input ends."""
    logging.disable(logging.CRITICAL)
    database = Database(url)
    clock = MovableClock(MORNING)
    settings = Settings(_env_file=None, web_port=None)  # type: ignore[call-arg]
    duban = build(settings, database, token=token, api_url=api_url, clock=clock)
    async with running(duban):
        await asyncio.to_thread(sys.stdin.read)
    await database.close()


async def lines(folder: Path, *, count: int = 3_000) -> list[Line]:
    """Send one broadcast to *count* chats and return what the server saw."""
    sandbox = Sandbox(MovableClock(MORNING), on_moved=halt)
    await sandbox.start()
    sandbox.api.limits.enforce = True
    stage = Stage(sandbox, f"sqlite+aiosqlite:///{folder}/broadcast.db")
    await stage.set_up(count)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.broadcast", "bot", stage.url, sandbox.token,
        sandbox.api_url,
        stdin=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[1],
        env=os.environ,
    )  # fmt: skip
    try:
        return await _measured(stage, count)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()
        await sandbox.stop()


async def _measured(stage: Stage, count: int) -> list[Line]:
    await stage.order()
    asking = asyncio.create_task(stage.ask_all_the_while())
    times = await _arrivals(stage, count)
    if asking.done():
        asking.result()  # a question without an answer
    asking.cancel()
    report = stage.sandbox.api.limits.report()
    return _lines(count, times, stage.waits, report["violations"])


async def _arrivals(stage: Stage, count: int) -> list[tuple[float, bool]]:
    """Wait until every group has it; return when what arrived, and whether in a group."""
    until = time.monotonic() + SETTLING + count / 5
    seen: list[tuple[float, bool]] = []
    while sum(group for _, group in seen) < count and time.monotonic() < until:
        fresh = stage.sandbox.api.deliveries.since(len(seen))
        seen += [(entry["second"], entry["chat_id"] < 0) for entry in fresh]
        await asyncio.sleep(0.5)
    return seen


def _lines(
    count: int, seen: list[tuple[float, bool]], waits: list[float], violations: Any
) -> list[Line]:
    """Judge by all that the server took between the first group and the last, answers included."""
    groups = [second for second, group in seen if group] or [0.0]
    first, last = min(groups), max(groups)
    among = sum(first <= second <= last for second, _ in seen)
    pace = (among - 1) / (last - first) if last > first else 0.0
    ordered = sorted(waits) or [0.0]
    slow = ordered[int(len(ordered) * 0.95)]
    return [
        Line(
            f"a broadcast to {count:,} chats while people ask",
            f"{pace:.1f}/s, {len(groups):,} arrived",
            f"{PUBLISHED}/s, Telegram's limit",
            f"{pace / PUBLISHED:.0%}",
            f"≥ {PACE:.0%}, no 429",
            pace >= PACE * PUBLISHED and not violations and len(groups) == count,
        ),
        Line(
            f"a question meanwhile ({len(waits)} asked)",
            f"{median(ordered):.2f} s, 95 % within {slow:.2f} s",
            goal=f"≤ {PATIENCE:g} s",
            holds=bool(waits) and slow <= PATIENCE,
        ),
    ]


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.broadcast", description=__doc__)
    parser.add_argument("--chats", type=int, default=3_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = await lines(Path(folder), count=arguments.chats)
    print(f"begun {utc_now():%H:%M}\n{table(found)}")
    return 0 if all(line.holds is not False for line in found) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["bot"]:
        asyncio.run(bot(*sys.argv[2:5]))
    else:
        sys.exit(asyncio.run(main()))
