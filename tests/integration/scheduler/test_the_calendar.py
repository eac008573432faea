"""Summer time, leap days and the turn of the year, on the road from the tables to the messenger."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from plans.model import Role
from store import events
from store.database import Database
from store.events import EventFacts
from store.tables.notices import Paper
from store.tables.people import Contact
from tests.integration.scheduler.factories import LONG_AGO, RULES, at, coordinators_chat, found_town
from tests.integration.scheduler.stage import Hands, Outbox, road

ROOM = -1001


async def settle(database: Database, *dues: date) -> None:
    """市商务局 leads a task due on each of *dues* and has a chat."""
    async with database.begin() as session:
        town = await found_town(session, horizon=("2030-12-31",))
        for number, due in enumerate(dues, start=1):
            await town.task(str(number), {"市商务局": Role.LEAD}, due=due, title=f"事项{number}")
        await town.group("市商务局")


async def told(database: Database, days: list[date]) -> dict[date, str]:
    """What the chat reads on each of *days*, one message at most."""
    sender, found = Outbox(), {}
    for day in days:
        sender.sent.clear()
        await road(database, sender, Hands(at(day))).tick()
        texts = [one.text for one in sender.sent if one.chat == ROOM]
        assert len(texts) < 2
        found |= dict.fromkeys([day] if texts else [], "".join(texts))
    return found


@pytest.mark.parametrize(
    ("zone", "change", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), {14, 13}),  # clocks go forward in the night
        ("America/New_York", date(2026, 11, 1), {13, 14}),  # and back
        ("Africa/Cairo", date(2026, 4, 24), {7, 6}),  # at midnight of a Friday, which is worked
        ("Asia/Shanghai", date(2026, 3, 8), {1}),  # never
    ],
)
async def test_a_digest_keeps_its_wall_time_over_the_change_of_clocks(
    database: Database, zone: str, change: date, hours: set[int]
) -> None:
    rules = replace(RULES, zone=ZoneInfo(zone))
    days = [change + timedelta(days=offset) for offset in range(-4, 5)]
    await settle(database, *(day + timedelta(days=7) for day in days))
    clock = Hands(datetime.combine(days[0], time(), UTC) - timedelta(hours=12))
    sender = Outbox()
    ticker, arrived = road(database, sender, clock, rules=rules), Counter[datetime]()
    while clock.now.date() <= days[-1] + timedelta(days=1):
        before = len(sender.sent)
        await ticker.tick()
        arrived[clock.now] += len(sender.sent) - before
        clock.move(minutes=30)
    moments = [moment.astimezone(rules.zone) for moment, count in arrived.items() if count]
    assert {moment.time() for moment in moments} == {time(9)}
    assert len({moment.date() for moment in moments}) == len(moments)
    worked = {day for day in days if rules.workdays.is_working(day)}
    assert worked <= {moment.date() for moment in moments}
    assert {moment.astimezone(UTC).hour for moment in moments} == hours


async def test_a_leap_day_is_a_day_like_any_other(database: Database) -> None:
    await settle(database, date(2024, 2, 29))
    found = await told(database, [date(2024, 2, 22), date(2024, 2, 28), date(2024, 2, 29)])
    assert "还有7天（2月29日到期）" in found[date(2024, 2, 22)]
    assert "明天（2月29日到期）" in found[date(2024, 2, 28)]
    assert "今天（2月29日到期）" in found[date(2024, 2, 29)]


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 2, 28), date(2028, 2, 29)])
async def test_what_comes_yearly_on_a_leap_day_comes_in_every_year(
    database: Database, day: date
) -> None:
    await settle(database, date(2030, 6, 30))
    async with database.begin() as session:
        person = Contact(telegram_id=5, name="李强", seen_at=LONG_AGO)
        session.add(person)
        await session.flush()
        facts = EventFacts(
            "年度质量分析会", date(2024, 2, 29), None, "", yearly=True, departments=()
        )
        await events.add(session, facts, actor=person, now=LONG_AGO)
    found = await told(database, [day - timedelta(days=1), day, day + timedelta(days=1)])
    assert "今天 年度质量分析会" in found[RULES.workdays.on_or_before(day)]
    assert all("今天 年度质量分析会" not in text for on, text in found.items() if on > day)


async def test_over_the_turn_of_the_year_nothing_is_lost_and_numbers_begin_anew(
    database: Database,
) -> None:
    await settle(database, date(2017, 12, 31), date(2018, 1, 1), date(2018, 1, 9))
    async with database.begin() as session:
        await coordinators_chat(session)
    days = [date(2017, 12, 27) + timedelta(days=offset) for offset in range(10)]
    found = await told(database, days)
    last = found[date(2017, 12, 29)]  # the Friday before three days off
    assert "后天（12月31日到期）" in last or "还有2天（12月31日到期）" in last
    assert "2018年1月1日" in last
    assert all(RULES.workdays.is_working(day) for day in found)
    assert "<b>催办〔2018〕1号</b>" in found[date(2018, 1, 2)]
    assert "12月29日的提醒（交办〔2017〕" in found[date(2018, 1, 2)].replace("2017年", "")
    async with database.begin() as session:
        query = select(Paper.year, Paper.code, Paper.number).order_by(col(Paper.id))
        numbered = [tuple(row) for row in (await session.exec(query)).all()]
    assert len(numbered) == len(set(numbered))
