from datetime import UTC, date, datetime, time

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.words import StaleButton
from store import events
from store.database import Database
from store.deadlines import Audience
from store.events import EventFacts
from store.tables.events import Event
from store.tables.people import Contact
from store.tables.plans import Department

NOW = datetime(2026, 8, 25, 1, tzinfo=UTC)
START = date(2026, 9, 1)


async def person(session: AsyncSession) -> Contact:
    found = await session.get(Contact, 1) or Contact(telegram_id=7, name="李强", seen_at=NOW)
    session.add(found)
    await session.flush()
    return found


async def hold(
    session: AsyncSession, day: date, *, yearly: bool = False, departments: tuple[int, ...] = ()
) -> Event:
    facts = EventFacts("质量月启动仪式", day, time(9, 30), "市政府会议室", yearly, departments)
    return await events.add(session, facts, actor=await person(session), now=NOW)


@pytest.mark.parametrize(
    ("first", "yearly", "day", "takes_place"),
    [
        (START, False, START, True),
        (START, False, date(2027, 9, 1), False),
        (START, True, date(2027, 9, 1), True),
        (START, True, date(2025, 9, 1), False),
        (date(2028, 2, 29), True, date(2029, 2, 28), True),
        (date(2028, 2, 29), True, date(2032, 2, 28), False),
        (date(2028, 2, 29), True, date(2032, 2, 29), True),
        (date(2028, 2, 28), True, date(2032, 2, 28), True),
    ],
)
async def test_an_event_is_met_on_its_days(
    database: Database, first: date, *, yearly: bool, day: date, takes_place: bool
) -> None:
    async with database.begin() as session:
        await hold(session, first, yearly=yearly)
        met = await events.on_days(session, [day, date(2001, 1, 1)])
        assert [one.day for one in met] == ([day] if takes_place else [])


async def test_an_event_calls_the_departments_it_names(
    database: Database,
) -> None:
    async with database.begin() as session:
        for name in ("市质监局", "市工商局"):
            session.add(Department(place="惠州市", name=name, identity="市市场监管局"))
        await session.flush()
        await hold(session, START, departments=(1, 2))
        await hold(session, START)
        met = await events.on_days(session, [START])
        assert [one.audiences for one in met] == [
            (Audience("惠州市", "市质监局"), Audience("惠州市", "市工商局")),
            (),
        ]
        of_another = await events.coming(
            session, today=START, audience=Audience("惠州市", "市商务局")
        )
        assert [one.event.id for one in of_another] == [2]


async def test_a_yearly_event_comes_next_year_when_this_years_is_over(database: Database) -> None:
    async with database.begin() as session:
        await hold(session, START, yearly=True)
        await hold(session, START)
        late = await events.coming(session, today=date(2026, 9, 2))
        assert [one.day for one in late] == [date(2027, 9, 1)]


async def test_a_cancelled_event_is_met_no_more(database: Database) -> None:
    async with database.begin() as session:
        event = await hold(session, START)
        await events.cancel(session, event, actor=await person(session), now=NOW)
        assert await events.on_days(session, [START]) == []
        assert await events.coming(session, today=START) == []
        with pytest.raises(StaleButton):
            await events.get(session, event.id)
