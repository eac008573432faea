"""A year of each real plan, day by day, with the bot down for one to ten days now and then."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from config.reminders import load_ladder
from plans.departments import Directory
from plans.documents import read_document
from plans.observances import observance_calendar
from scheduler import rehearsal
from scheduler.owing import Occasion, Rules
from scheduler.workdays import build_workdays
from store.database import Database
from store.imports import save_plan
from store.models import Chat, ChatKind, Department, Notice, NoticeItem, NoticeKind, NoticeState
from tests.integration.scheduler.factories import LONG_AGO, SHANGHAI, at
from tests.integration.scheduler.stage import Hands, Outbox, road
from texts.catalogue import Texts

PLANS = Path(__file__).parents[3].parent / "shared" / "plans"
GROUPS = 3
NAMES = ["xuchang-2013", "huizhou-2017", "zhanjiang-2020", "dongguan-2025", "hubei-2025"]

pytestmark = pytest.mark.skipif(not PLANS.is_dir(), reason="the real plans are not beside this")


def occasions(year: int) -> list[Occasion]:
    return [Occasion(d.name, d.start(year), d.last(year)) for d in observance_calendar().days]


RULES = Rules(load_ladder(), build_workdays(), occasions, SHANGHAI)


async def settle(database: Database, name: str) -> None:
    """The plan, some of its departments with a group each, and the coordinators."""
    directory = Directory.load()
    file = PLANS / f"{name}.txt"
    facts = await read_document(file.read_bytes(), name=file.name, known=directory.known)
    async with database.begin() as session:
        await save_plan(session, facts, directory=directory, now=LONG_AGO.replace(year=2010))
        session.add(Chat(telegram_id=-9, kind=ChatKind.GROUP, is_coordinators=True))
        for row in (await session.exec(select(Department).limit(GROUPS))).all():
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


@pytest.mark.parametrize("name", NAMES)
async def test_every_rung_of_a_year_arrives_once_whatever_the_downtime(
    database: Database, name: str
) -> None:
    year = int(name[-4:])
    await settle(database, name)
    draw = random.Random(name)
    sender, clock = Outbox(), Hands(at(date(year, 1, 1)))
    ticker = road(database, sender, clock, rules=RULES)
    while clock.now.year == year:
        await ticker.tick()
        down = draw.randint(1, 10) if draw.random() < 0.35 else 0
        clock.now += timedelta(days=1 + down)
    clock.now = at(date(year + 1, 1, 4))
    await ticker.tick()
    async with database.begin() as session:
        notices = (await session.exec(select(Notice))).all()
        items = (await session.exec(select(NoticeItem))).all()
    digests = {n.id: n for n in notices if n.kind is NoticeKind.DIGEST}
    arrived = [
        (item.chat_id, item.occurrence)
        for item in items
        if digests[item.notice_id].state is NoticeState.SENT
    ]
    over = {
        (item.chat_id, item.occurrence)
        for item in items
        if digests[item.notice_id].state is NoticeState.CANCELLED
    }
    assert len(arrived) == len(set(arrived))
    assert (await expected(database, year)) <= set(arrived) | over
    assert all(":" in occurrence and "#" not in occurrence for _, occurrence in over)
    for notice in digests.values():
        if notice.state is NoticeState.SENT:
            assert notice.sent_at is not None
            assert RULES.workdays.is_working(notice.sent_at.astimezone(SHANGHAI).date())
            assert (notice.since < notice.day) is ("迟发" in (notice.text or ""))
