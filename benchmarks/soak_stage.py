"""Where `benchmarks.soak` plays: groups with a contact each, a plan that is due all the time."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, update
from sqlmodel import func, select

from benchmarks.planning import RULES, fill
from benchmarks.soak_office import Office
from bot.clock import MovableClock
from bot.sandbox import acts, places
from bot.sandbox.faults import read_rules
from bot.sandbox.people import Kind, Message, Person, Standing
from bot.sandbox.server import Sandbox
from store import contacts
from store.database import Database
from store.tables.notices import Notice
from store.tables.people import Access, Chat
from store.tables.plans import Task

ZONE = ZoneInfo("Asia/Shanghai")
WORKDAYS = RULES.workdays
TASKS_EACH = 12
SPREAD = 150
"""days over which the tasks fall due: each day about four groups in ten have a digest"""
SIGN = "s:"
"""what the data of a 签收 button begins with"""
QUESTIONS = (
    "/tasks 单位{}",
    "/due",
    "单位{}牵头哪些任务",
    "/task {}",
    "/calendar",
    "/help",
    "谢谢",
)
TROUBLE: list[dict[str, Any]] = [
    {"fault": "flood", "probability": 0.005, "seconds": 2},
    {"fault": "server_error", "probability": 0.005},
    {"fault": "reset_before", "probability": 0.005},
    {"fault": "reset_after", "probability": 0.005},
    {"fault": "silence_after", "probability": 0.001, "seconds": 3},
    {"fault": "kick", "probability": 0.002},
    {"fault": "migrate", "probability": 0.002},
]


async def halt(_: datetime) -> None:
    """Move no clock: the bot is told the time by another way."""


class Stage:
    """A sandbox that misbehaves, and the database of the bot that plays on it."""

    def __init__(self, url: str, chats: int, begins: datetime) -> None:
        self.url = url
        self.sandbox = Sandbox(MovableClock(begins), on_moved=halt)
        self._chats = chats
        self._begins = begins
        self._members: dict[int, Person] = {}
        """of each group, by its number"""
        self._read = 0
        """deliveries that were looked at"""
        self.office: Office
        self.met: Counter[str] = Counter()
        """faults, by kind"""

    async def __aenter__(self) -> Stage:
        await self.sandbox.start()
        self.sandbox.api.limits.enforce = True
        database = Database(self.url)
        await database.create_tables()
        await fill(database, tasks=self._chats * TASKS_EACH, chats=self._chats)
        await self._spread(database)
        await self._people(database)
        await database.close()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.sandbox.stop()

    def misbehave(self, seed: int) -> None:
        """Let faults strike, drawn from *seed*."""
        self.sandbox.api.faults.set(seed, read_rules(TROUBLE))

    def calm_down(self) -> None:
        """Let no more faults strike, and keep count of those that did."""
        self.met = Counter(
            {r["fault"]: r["hits"] for r in self.sandbox.api.faults.report()["rules"]}
        )
        self.sandbox.api.faults.set(0, ())

    def unsigned(self) -> Iterator[tuple[int, int, str]]:
        """Return chat, message and button of each message to sign that came since the last look."""
        fresh = self.sandbox.api.deliveries.since(self._read)
        self._read += len(fresh)
        for entry in fresh:
            message = self.sandbox.world.chats[entry["chat_id"]].messages.get(entry["message_id"])
            for data in _sign_buttons(message):
                yield entry["chat_id"], entry["message_id"], data

    def press(self, chat: int, message: int, data: str) -> None:
        """Let the contact of a group press a button there."""
        person = next(
            (
                number
                for number in self.sandbox.world.chats[chat].members
                if number in self._members
            ),
            None,
        )
        if person is not None:
            acts.press(
                self.sandbox.world, chat_id=chat, person_id=person, message_id=message, data=data
            )

    def ask(self, draw: random.Random) -> None:
        """Let one of the contacts ask something in private."""
        person = draw.choice([*self._members])
        words = draw.choice(QUESTIONS).format(draw.randrange(1, self._chats + 1))
        acts.say(self.sandbox.world, acts.Utterance(person, person, words))

    async def heard(self) -> None:
        """Wait until the bot has taken every update."""
        waiting = len(self.sandbox.world.updates)
        while waiting:
            await asyncio.sleep(0.1)
            waiting = len(self.sandbox.world.updates)

    def bring_the_bot_back(self) -> None:
        """Let a member of each group from which the bot was removed add it again."""
        world = self.sandbox.world
        for room in list(world.chats.values()):
            if room.migrated_to is None and not room.standing(world.bot.id).present:
                who = next((p for p in room.members if p in self._members), None)
                if who is not None and not room.is_private:
                    places.bring(world, room, world.bot, Standing.MEMBER, by=self._members[who])

    async def fates(self) -> Counter[str]:
        """Count the notices by what became of them."""
        database = Database(self.url)
        async with database.look() as session:
            query = select(Notice.state, func.count()).group_by(Notice.state)
            found = (await session.exec(query)).all()
        await database.close()
        return Counter({state.value: count for state, count in found})

    async def _spread(self, database: Database) -> None:
        """Let tasks fall due on many days, each department's on days of its own."""
        first = self._begins.date()
        rows = [
            {"which": number, "day": first + timedelta(days=number * 37 % SPREAD)}
            for number in range(1, self._chats * TASKS_EACH + 1)
        ]
        table: Any = Task.__table__  # type: ignore[attr-defined]
        change = update(table).where(table.c.id == bindparam("which")).values(due=bindparam("day"))
        async with database.engine.begin() as connection:
            await connection.execute(change, rows)

    async def _people(self, database: Database) -> None:
        """Give each department a group with a contact in it, and the whole a coordinator."""
        world = self.sandbox.world
        async with database.begin() as session:
            for chat in (await session.exec(select(Chat))).all():
                room = world.add_chat(chat.title, kind=Kind.GROUP)
                person = world.add_person(f"联络员{chat.id}")
                self._members[person.id] = person
                room.members |= {world.bot.id: Standing.MEMBER, person.id: Standing.MEMBER}
                world.chat(person.id).members[world.bot.id] = Standing.MEMBER
                chat.telegram_id = room.id
                session.add(chat)
                await self._grant(session, person, Access.CONTACT, chat.department_id)
            lead = world.add_person("协调员")
            world.chat(lead.id).members[world.bot.id] = Standing.MEMBER
            await self._grant(session, lead, Access.COORDINATOR, None)
            self.office = Office(world, lead, WORKDAYS)

    async def _grant(
        self, session: Any, person: Person, access: Access, department: int | None
    ) -> None:
        row = await contacts.meet(
            session, telegram_id=person.id, name=person.name, now=self._begins
        )
        await contacts.grant(session, row, access, now=self._begins, department_id=department)


def _sign_buttons(message: Message | None) -> list[str]:
    markup = (message.markup if message else None) or {}
    return [
        button["callback_data"]
        for row in markup.get("inline_keyboard", ())
        for button in row
        if button.get("callback_data", "").startswith(SIGN)
    ]
