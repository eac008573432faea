from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from plans.model import Role
from scheduler.planner import plan_days, plan_until
from store import marks
from store.database import Database
from store.tables.notices import Notice, NoticeItem, NoticeState, SubjectKind
from store.tables.people import ChatState
from tests.integration.scheduler.factories import (
    RULES,
    at,
    coordinators_chat,
    found_town,
)

DUE = date(2017, 12, 31)
FIRST = date(2017, 12, 1)


async def plan(database: Database, *days: date) -> int:
    async with database.begin() as session:
        return await plan_days(session, days=days, rules=RULES)


async def stored(database: Database) -> tuple[list[Notice], list[NoticeItem]]:
    async with database.begin() as session:
        notices = (await session.exec(select(Notice).order_by(Notice.id))).all()
        items = (await session.exec(select(NoticeItem).order_by(NoticeItem.id))).all()
        return list(notices), list(items)


async def test_each_bound_chat_gets_one_digest_with_all_that_is_due(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD, "市农业局": Role.SUPPORT}, due=DUE)
        await town.task("20", {"市商务局": Role.LEAD}, due=DUE)
        commerce = await town.group("市商务局")
        farming = await town.group("市农业局")
        await town.group("市体育局")
    assert await plan(database, FIRST) == 2
    notices, items = await stored(database)
    assert [(n.chat_id, n.wants_receipt) for n in notices] == [
        (commerce.id, True),
        (farming.id, False),
    ]
    assert [(i.chat_id, i.occurrence, i.role) for i in items] == [
        (commerce.id, "huizhou-2017#3:2017-12-31:30", Role.LEAD),
        (commerce.id, "huizhou-2017#20:2017-12-31:30", Role.LEAD),
        (farming.id, "huizhou-2017#3:2017-12-31:30", Role.SUPPORT),
    ]
    assert notices[0].due_at == at(FIRST)


async def test_planning_twice_adds_nothing(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=DUE)
        await town.group("市商务局")
    assert await plan(database, FIRST) == 1
    assert await plan(database, FIRST) == 0
    notices, items = await stored(database)
    assert (len(notices), len(items)) == (1, 1)


async def test_a_task_its_targets_and_its_milestones_of_one_date_are_one_line(
    database: Database,
) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        task = await town.task("3", {"市商务局": Role.LEAD}, due=DUE)
        await town.target(task, due=DUE)
        await town.target(task, every="year")
        await town.milestone(task, due=DUE)
        await town.milestone(task, due=date(2017, 12, 8))
        await town.group("市商务局")
    await plan(database, FIRST)
    _, items = await stored(database)
    assert sorted(item.occurrence for item in items) == [
        "huizhou-2017#3:2017-12-08:7",
        "huizhou-2017#3:2017-12-31:30",
    ]


async def test_a_department_hears_of_every_plan_of_its_place_and_carries_on_what_it_was(
    database: Database,
) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.department("市质监局", "市市场监管局")
        await town.department("市工商局", "市市场监管局")
        await town.task("1", {"市质监局": Role.SUPPORT, "市工商局": Role.LEAD}, due=DUE)
        chat = await town.group("市质监局")
        elsewhere = await found_town(session, place="东莞市", key="dongguan-2025")
        await elsewhere.department("市质监局", "市市场监管局")
        await elsewhere.task("9", {"市质监局": Role.LEAD}, due=DUE)
        later = await found_town(session, key="huizhou-2018")
        await later.department("市市场监管局", "市市场监管局")
        await later.task("4", {"市市场监管局": Role.RESPONSIBLE}, due=DUE)
        successor = await later.group("市市场监管局")
    await plan(database, FIRST)
    _, items = await stored(database)
    assert [(i.chat_id, i.occurrence, i.role) for i in items] == [
        (chat.id, "huizhou-2017#1:2017-12-31:30", Role.SUPPORT),
        (chat.id, "huizhou-2018#4:2017-12-31:30", Role.RESPONSIBLE),
        (successor.id, "huizhou-2018#4:2017-12-31:30", Role.RESPONSIBLE),
        (successor.id, "huizhou-2017#1:2017-12-31:30", Role.LEAD),
    ]


async def test_two_bodies_of_one_plan_hear_of_their_own_duties_only(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.department("市质监局", "市市场监管局")
        await town.department("市工商局", "市市场监管局")
        await town.task("1", {"市质监局": Role.LEAD}, due=DUE)
        await town.task("2", {"市工商局": Role.LEAD}, due=DUE)
        await town.task("3", {"市质监局": Role.SUPPORT, "市工商局": Role.LEAD}, due=DUE)
        chat = await town.group("市质监局")
    await plan(database, FIRST)
    _, items = await stored(database)
    assert [(i.chat_id, i.occurrence, i.role) for i in items] == [
        (chat.id, "huizhou-2017#1:2017-12-31:30", Role.LEAD),
        (chat.id, "huizhou-2017#3:2017-12-31:30", Role.SUPPORT),
    ]


async def test_what_has_no_department_goes_to_the_coordinators(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("1", {}, due=DUE)
        await town.target(None, due=DUE)
        await town.group("市商务局")
        chat = await coordinators_chat(session)
    await plan(database, FIRST)
    notices, items = await stored(database)
    assert [(i.chat_id, i.subject) for i in items] == [
        (chat.id, SubjectKind.TASK),
        (chat.id, SubjectKind.TARGET),
    ]
    assert not notices[0].wants_receipt


@pytest.mark.parametrize(
    ("day", "planned"),
    [(date(2017, 12, 1), 1), (date(2018, 11, 30), 1), (date(2019, 11, 29), 0)],
)
async def test_a_yearly_target_is_due_each_year_while_its_plan_runs(
    database: Database, day: date, planned: int
) -> None:
    async with database.begin() as session:
        town = await found_town(session, horizon=("2017-12-31", "2018-12-31"))
        task = await town.task("3", {"市商务局": Role.LEAD})
        await town.target(task, every="year")
        await town.group("市商务局")
    assert await plan(database, day) == planned


async def test_an_observance_goes_to_every_department_of_a_place_that_names_it(
    database: Database,
) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.observance("全国质量月")
        await town.group("市商务局")
        await town.group("市农业局")
        elsewhere = await found_town(session, place="东莞市", key="dongguan-2025")
        await elsewhere.group("市商务局")
    assert await plan(database, date(2017, 8, 18)) == 2
    _, items = await stored(database)
    assert {(i.due, i.until, i.rung) for i in items} == {(date(2017, 9, 1), date(2017, 9, 30), 14)}


async def test_before_a_holiday_the_rungs_of_its_days_come_together_once(
    database: Database,
) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=DUE)
        await town.group("市商务局")
    await plan(database, date(2017, 12, 29))
    await plan(database, date(2017, 12, 30))
    notices, items = await stored(database)
    assert len(notices) == 1
    assert [item.rung for item in items] == [1, 0]


async def test_the_first_start_plans_from_today_at_the_hour_of_the_ladder(
    database: Database,
) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=DUE)
        await town.group("市商务局")
    assert await plan_until(database, rules=RULES, now=at(FIRST, 8, 59)) == 0
    assert await plan_until(database, rules=RULES, now=at(FIRST, 9)) == 1
    assert await plan_until(database, rules=RULES, now=at(FIRST, 9, 1)) == 0
    notices, _ = await stored(database)
    assert (notices[0].day, notices[0].since) == (FIRST, FIRST)


async def test_days_missed_become_one_late_digest_on_a_working_day(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=DUE)
        await town.group("市商务局")
        await marks.put(session, "planned", date(2017, 11, 30))
    assert await plan_until(database, rules=RULES, now=at(date(2017, 12, 23), 12)) == 0  # Saturday
    monday = date(2017, 12, 25)
    assert await plan_until(database, rules=RULES, now=at(monday)) == 1
    notices, items = await stored(database)
    assert [(n.day, n.since) for n in notices] == [(monday, FIRST)]
    assert [item.rung for item in items] == [30, 14, 7]  # of 1, 15 (for the 17th) and 22 December


async def test_an_observance_that_is_over_is_recorded_and_not_sent(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.observance("世界计量日")
        await town.group("市商务局")
        await marks.put(session, "planned", date(2017, 5, 11))
    assert await plan_until(database, rules=RULES, now=at(date(2017, 5, 22))) == 0
    notices, items = await stored(database)
    assert [(n.state, n.failure) for n in notices] == [(NoticeState.CANCELLED, "over")]
    assert [(item.rung, item.missed) for item in items] == [(7, True), (1, True), (0, True)]


async def test_an_unsent_digest_is_folded_into_the_next(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=DUE)
        chat = await town.group("市商务局")
        chat.state = ChatState.FROZEN
    await plan(database, FIRST)
    await plan(database, date(2017, 12, 15))
    notices, items = await stored(database)
    assert [(n.state, n.since) for n in notices] == [
        (NoticeState.CANCELLED, FIRST),
        (NoticeState.PENDING, FIRST),
    ]
    assert {item.notice_id for item in items} == {notices[1].id}


async def test_a_chat_hears_nothing_of_the_days_before_it_was_bound(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=DUE)
        await town.group("市商务局", bound_at=at(date(2017, 12, 5)))
    assert await plan(database, FIRST, date(2017, 12, 6)) == 0


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
async def test_a_clock_that_jumps_and_returns_loses_nothing(
    database: Database, jump: timedelta
) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=DUE)
        await town.group("市商务局")
    await plan_until(database, rules=RULES, now=at(date(2017, 11, 30)))
    await plan_until(database, rules=RULES, now=at(date(2017, 11, 30)) + jump)
    await plan_until(database, rules=RULES, now=at(FIRST))
    _, items = await stored(database)
    assert "huizhou-2017#3:2017-12-31:30" in {item.occurrence for item in items}


async def test_a_day_is_a_day_in_the_place(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=DUE)
        await town.group("市商务局")
    midnight_utc = datetime(2017, 12, 1, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
    assert await plan_until(database, rules=RULES, now=midnight_utc - timedelta(minutes=1)) == 0
    assert await plan_until(database, rules=RULES, now=midnight_utc) == 1
