from datetime import date

from sqlalchemy import delete
from sqlmodel import select

from plans.model import Role
from store.database import Database
from store.tables.notices import Notice, NoticeItem, NoticeKind
from store.tables.plans import Plan
from tests.integration.scheduler.factories import at, coordinators_chat, found_town
from tests.integration.scheduler.stage import Hands, Outbox, road

THURSDAY = date(2017, 11, 30)
FRIDAY = date(2017, 12, 1)
MONDAY = date(2017, 12, 4)


async def settle(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=date(2017, 12, 31))
        await coordinators_chat(session)
        await town.group("市商务局")


async def test_a_gap_is_found_the_next_morning_repaired_and_told(database: Database) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(THURSDAY))
    ticker = road(database, sender, clock)
    for day in (THURSDAY, FRIDAY):
        clock.now = at(day)
        await ticker.tick()
    async with database.begin() as session:
        await session.exec(delete(NoticeItem))
        await session.exec(delete(Notice))
    sender.sent.clear()
    clock.now = at(MONDAY)
    for _ in range(2):
        await ticker.tick()
    told, repaired = sorted(sender.sent, key=lambda one: "迟发" in one.text)  # sent side by side
    assert "1 个群少发了提醒" in told.text
    assert "迟发" in repaired.text


async def test_a_morning_without_gaps_says_nothing(database: Database) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(THURSDAY))
    ticker = road(database, sender, clock)
    for day in (THURSDAY, FRIDAY, MONDAY):
        clock.now = at(day)
        await ticker.tick()
    async with database.begin() as session:
        alerts = select(Notice).where(Notice.kind == NoticeKind.ALERT)
        assert (await session.exec(alerts)).all() == []


async def test_a_plan_that_came_later_has_no_gaps_in_the_days_before(database: Database) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(THURSDAY))
    ticker = road(database, sender, clock)
    for day in (THURSDAY, FRIDAY):
        clock.now = at(day)
        await ticker.tick()
    sender.sent.clear()
    async with database.begin() as session:
        plan = (await session.exec(select(Plan))).one()
        plan.imported_at = at(FRIDAY, 15)
        session.add(plan)
        await session.exec(delete(NoticeItem))
        await session.exec(delete(Notice))
    clock.now = at(MONDAY)
    await ticker.tick()
    assert sender.sent == []
