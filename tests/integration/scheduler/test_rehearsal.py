from datetime import date

from sqlmodel import select

from plans.model import Role
from scheduler import rehearsal
from scheduler.planner import plan_days
from scheduler.rehearsal import Rehearsed, Stand, next_reminder
from scheduler.workdays import Certainty
from store.database import Database
from store.tables.notices import Notice
from tests.integration.scheduler.factories import RULES, at, found_town
from texts.catalogue import Texts

DUE = date(2017, 12, 31)


async def settle(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD, "市农业局": Role.SUPPORT}, due=DUE)
        await town.group("市商务局")


async def rehearse(database: Database, stands: list[Stand], *, last: date) -> list[Rehearsed]:
    async with database.begin() as session:
        first = date(2017, 12, 1)
        coming = rehearsal.rehearse(
            session, stands, first=first, last=last, rules=RULES, texts=Texts()
        )
        return [one async for one in coming]


async def test_a_rehearsal_lists_what_each_department_would_get_without_a_chat(
    database: Database,
) -> None:
    await settle(database)
    async with database.begin() as session:
        stands = await rehearsal.departments(session)
    found = await rehearse(database, stands, last=DUE)
    assert [one.day.day for one in found if one.stand.department == "市农业局"] == [
        1, 15, 22, 28, 29,
    ]  # fmt: skip
    assert [one.items[0].ref for one in found] == ["huizhou-2017#3"] * 10
    assert {one.certainty for one in found} == {Certainty.CONFIRMED}


async def test_a_rehearsal_stores_nothing_and_says_what_will_be_sent(database: Database) -> None:
    await settle(database)
    async with database.begin() as session:
        stands = await rehearsal.bound_chats(session)
    (one,) = await rehearse(database, stands, last=date(2017, 12, 4))
    assert one.stand.chat == "市商务局群"
    assert one.text.startswith("<b>市商务局 · 质量工作提醒  12月1日(周五)</b>")
    async with database.begin() as session:
        assert (await session.exec(select(Notice))).all() == []
        await plan_days(session, days=[one.day], rules=RULES)
        (notice,) = (await session.exec(select(Notice))).all()
        assert notice.wants_receipt is one.wants_receipt


async def test_the_next_reminder_is_found_from_any_moment(database: Database) -> None:
    await settle(database)
    first = date(2017, 12, 1)
    for now, expected in [
        (at(date(2017, 11, 28), 8, 50), at(first)),
        (at(first, 8, 59), at(first)),
        (at(first, 9), at(date(2017, 12, 15))),
        (at(date(2018, 1, 2)), None),
    ]:
        assert await next_reminder(database, rules=RULES, now=now) == expected
