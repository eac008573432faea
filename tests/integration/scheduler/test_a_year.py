"""A year of each published plan, day by day, with the bot down for one to ten days now and then."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from config.reminders import load_ladder
from plans import library
from plans.departments import Directory
from plans.observances import observance_calendar
from scheduler import rehearsal
from scheduler.owing import Occasion, Rules
from scheduler.workdays import build_workdays
from store import contacts, receipts
from store.database import Database
from store.imports import save_plan
from store.notices import COUNTED
from store.tables.notices import Notice, NoticeItem, NoticeKind, NoticeState, Paper
from store.tables.people import Chat, ChatKind
from store.tables.plans import Department, Duty
from tests import databases
from tests.integration.scheduler.factories import LONG_AGO, SHANGHAI, at
from tests.integration.scheduler.stage import Hands, Outbox, road
from texts.catalogue import Texts

GROUPS = 3
OFFICE = -9
SIGNED = 0.6
"""how many of the digests somebody signs"""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """SQLite alone: a year is long, and what differs between databases is shown elsewhere."""
    async with databases.sqlite(tmp_path) as found:
        yield found


def occasions(year: int) -> list[Occasion]:
    return [Occasion(d.name, d.start(year), d.last(year)) for d in observance_calendar().days]


RULES = Rules(load_ladder(), build_workdays(), occasions, SHANGHAI)


async def settle(database: Database, name: str) -> None:
    """The plan, its busiest departments with a group each, and the coordinators."""
    async with database.begin() as session:
        facts, long_ago = library.plan(name), LONG_AGO.replace(year=2010)
        await save_plan(session, facts, directory=Directory.load(), now=long_ago)
        session.add(Chat(telegram_id=OFFICE, kind=ChatKind.GROUP, is_coordinators=True))
        busiest = (
            select(Department)
            .join(Duty, col(Duty.department_id) == col(Department.id))
            .group_by(col(Department.id))
            .order_by(func.count().desc(), col(Department.id))
        )
        for row in (await session.exec(busiest.limit(GROUPS))).all():
            telegram_id = -100 - (row.id or 0)
            session.add(Chat(telegram_id=telegram_id, kind=ChatKind.GROUP, department_id=row.id))


async def expected(database: Database, year: int) -> set[tuple[int, str]]:
    """What the planner owes in that year, day by day and without any trouble."""
    async with database.begin() as session:
        coming = rehearsal.rehearse(
            session,
            await rehearsal.bound_chats(session),
            first=date(year, 1, 2),
            last=date(year, 12, 31),
            rules=RULES,
            texts=Texts(),
        )
        return {
            (one.stand.recipient.chat_id, item.occurrence)
            async for one in coming
            for item in one.items
        }


async def live_through(database: Database, year: int, draw: random.Random) -> Outbox:
    """Let the year go by, with days on which nothing runs, and some signatures."""
    sender, clock = Outbox(), Hands(at(date(year, 1, 1)))
    ticker = road(database, sender, clock, rules=RULES)
    while clock.now.year == year:
        await ticker.tick()
        await sign_some(database, draw, clock)
        down = draw.randint(1, 10) if draw.random() < 0.35 else 0
        clock.now += timedelta(days=1 + down)
    clock.now = at(date(year + 1, 1, 4))
    await ticker.tick()
    return sender


async def sign_some(database: Database, draw: random.Random, clock: Hands) -> None:
    async with database.begin() as session:
        person = await contacts.meet(session, telegram_id=5, name="王敏", now=clock.now)
        query = select(Notice).where(Notice.wants_receipt, Notice.day == clock.now.date())
        for notice in (await session.exec(query.order_by(Notice.id))).all():
            if notice.state is NoticeState.SENT and draw.random() < SIGNED:
                await receipts.sign(session, notice, contact_id=person.id or 0, now=clock.now)


@pytest.mark.parametrize("name", library.available())
async def test_every_rung_of_a_year_arrives_once_whatever_the_downtime(
    database: Database, name: str
) -> None:
    year = int(name[-4:])
    await settle(database, name)
    await live_through(database, year, random.Random(name))
    async with database.begin() as session:
        notices = {one.id: one for one in (await session.exec(select(Notice))).all()}
        items = (await session.exec(select(NoticeItem))).all()
    by_state: dict[NoticeState, list[tuple[int, str]]] = defaultdict(list)
    for item in items:
        by_state[notices[item.notice_id].state].append((item.chat_id, item.occurrence))
    arrived, over = by_state[NoticeState.SENT], set(by_state[NoticeState.CANCELLED])
    assert arrived
    assert len(arrived) == len(set(arrived))
    assert (await expected(database, year)) <= set(arrived) | over
    assert all(":" in occurrence and "#" not in occurrence for _, occurrence in over)
    assert {one.state for one in notices.values()} <= {NoticeState.SENT, NoticeState.CANCELLED}
    for notice in notices.values():
        if notice.state is NoticeState.SENT:
            assert RULES.workdays.is_working(sent_on(notice))
        if notice.state is NoticeState.SENT and notice.kind is NoticeKind.DIGEST:
            assert (notice.since < notice.day) is ("迟发" in (notice.text or ""))
    counted = Counter(
        (one.chat_id, sent_on(one))
        for one in notices.values()
        if one.kind in COUNTED and one.state is NoticeState.SENT
    )
    assert max(counted.values()) == 1
    assert {one.stage for one in await papers_of(database)} <= {1, 2}


def sent_on(notice: Notice) -> date:
    assert notice.sent_at is not None
    return notice.sent_at.astimezone(SHANGHAI).date()


async def papers_of(database: Database) -> Sequence[Paper]:
    async with database.begin() as session:
        return (await session.exec(select(Paper))).all()
