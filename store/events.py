"""Events that coordinators call departments to, and whom they have been announced to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import or_
from sqlalchemy import select as rows
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from config.urgency import Urgency
from plans.errors.words import StaleButton
from store import audit
from store.bulk import chunks, fetch
from store.deadlines import Audience
from store.tables.events import Event, EventDepartment
from store.tables.notices import Notice, NoticeItem, NoticeKind, NoticeState, SubjectKind
from store.tables.people import Contact
from store.tables.plans import Department
from store.types import row_id

LEAP_DAY = "02-29"
EVE_OF_LEAP_DAY = "02-28"


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What an event is, apart from its row."""

    name: str
    day: date
    at: time | None
    venue: str
    yearly: bool
    departments: tuple[int, ...]
    """rows of Department; none at all means everyone"""


@dataclass(frozen=True, slots=True)
class Coming:
    """An event on one of its days, and whom it calls."""

    event: Event
    day: date
    audiences: tuple[Audience, ...]
    """empty where every department is called"""


def occurs_on(event: Event, year: int) -> date:
    """Return the day of a yearly event in *year*; of another one, its day."""
    if event.yearly_on is None:
        return event.day
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    month_day = EVE_OF_LEAP_DAY if event.yearly_on == LEAP_DAY and not is_leap else event.yearly_on
    return date.fromisoformat(f"{year}-{month_day}")


def next_day(event: Event, today: date) -> date:
    """Return the day of an event that comes next; of one that is over, the day it was."""
    day = max(occurs_on(event, today.year), event.day)
    return occurs_on(event, today.year + 1) if event.yearly_on and day < today else day


async def on_days(session: AsyncSession, days: Collection[date]) -> list[Coming]:
    """Events that take place on one of *days*, each of their days once."""
    found: list[tuple[Event, date]] = []
    for chunk in chunks(sorted(days)):
        marks = {f"{day:%m-%d}" for day in chunk}
        if EVE_OF_LEAP_DAY in marks:
            marks.add(LEAP_DAY)
        query = select(Event).where(
            col(Event.cancelled_at).is_(None),
            or_(col(Event.day).in_(chunk), col(Event.yearly_on).in_(sorted(marks))),
        )
        for event in await session.exec(query.order_by(col(Event.id))):
            found += [(event, day) for day in chunk if _takes_place(event, day)]
    called = await _called(session, [event.id for event, _ in found])
    return [Coming(event, day, called.get(event.id, ())) for event, day in found]


def _takes_place(event: Event, day: date) -> bool:
    return day >= event.day and occurs_on(event, day.year) == day


async def everyone(session: AsyncSession) -> list[Audience]:
    """Every department of every place."""
    query = (
        rows(col(Department.place), col(Department.name))
        .distinct()
        .order_by(col(Department.place), col(Department.name))
    )
    return [Audience(place, name) for place, name in await fetch(session, query)]


async def get(session: AsyncSession, event_id: int) -> Event:
    """Return the event; raises StaleButton where there is none, or it is cancelled."""
    event = await session.get(Event, row_id(event_id))
    if event is None or event.cancelled_at is not None:
        raise StaleButton
    return event


async def coming(
    session: AsyncSession, *, today: date, audience: Audience | None = None
) -> list[Coming]:
    """Events that are not over, by day; with *audience*, those that call it."""
    query = select(Event).where(
        col(Event.cancelled_at).is_(None),
        or_(col(Event.day) >= today, col(Event.yearly_on).is_not(None)),
    )
    found = (await session.exec(query)).all()
    called = await _called(session, [event.id for event in found])
    lines = [Coming(one, next_day(one, today), called.get(one.id, ())) for one in found]
    fitting = (
        one for one in lines if audience is None or not one.audiences or audience in one.audiences
    )
    return sorted(fitting, key=lambda one: (one.day, one.event.at or time.min, one.event.id))


async def departments_of(session: AsyncSession, event_id: int) -> Sequence[Department]:
    """The departments that are named for an event, by place and name; none means everyone."""
    query = (
        select(Department)
        .join(EventDepartment, col(EventDepartment.department_id) == Department.id)
        .where(EventDepartment.event_id == event_id)
        .order_by(Department.place, Department.name)
    )
    return (await session.exec(query)).all()


async def facts_of(session: AsyncSession, event: Event) -> EventFacts:
    """Return what an event is."""
    departments = await departments_of(session, event.id)
    return EventFacts(
        name=event.name,
        day=event.day,
        at=event.at,
        venue=event.venue,
        yearly=event.yearly_on is not None,
        departments=tuple(row.id for row in departments),
    )


async def add(session: AsyncSession, facts: EventFacts, *, actor: Contact, now: datetime) -> Event:
    """Store a new event."""
    event = Event(name=facts.name, day=facts.day, created_at=now)
    await _fill(session, event, facts)
    await _record(session, "event", event, actor, now, **_recorded(facts))
    return event


async def change(
    session: AsyncSession, event: Event, facts: EventFacts, *, actor: Contact, now: datetime
) -> None:
    """Put other facts in the place of an event's."""
    before = _recorded(await facts_of(session, event))
    await _fill(session, event, facts)
    after = _recorded(facts)
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    await _record(session, "event_change", event, actor, now, **changed)


async def cancel(session: AsyncSession, event: Event, *, actor: Contact, now: datetime) -> None:
    """Call an event off; it is reminded of no more."""
    event.cancelled_at = now
    session.add(event)
    await _record(session, "event_cancel", event, actor, now, name=event.name)


async def told(session: AsyncSession, event_id: int, *, since: date) -> Sequence[int]:
    """The chats that were told of an event, of a day from *since* on."""
    query = (
        select(NoticeItem.chat_id)
        .join(Notice, col(NoticeItem.notice_id) == Notice.id)
        .where(
            NoticeItem.subject == SubjectKind.EVENT,
            NoticeItem.subject_id == event_id,
            NoticeItem.due >= since,
            Notice.state == NoticeState.SENT,
        )
        .distinct()
        .order_by(col(NoticeItem.chat_id))
    )
    return (await session.exec(query)).all()


async def correct(
    session: AsyncSession,
    event: Event,
    details: dict[str, Any],
    *,
    chats: Iterable[int],
    today: date,
    urgent: bool,
    now: datetime,
) -> None:
    """Owe those chats word of what is different now; an urgent one goes out at any hour."""
    session.add_all(
        Notice(
            key=f"{today}:correction:{chat_id}:{event.id}:{now.timestamp():.0f}",
            chat_id=chat_id,
            kind=NoticeKind.CORRECTION,
            day=today,
            since=today,
            due_at=now,
            urgency=Urgency.TOP if urgent else Urgency.ROUTINE,
            details=details,
        )
        for chat_id in chats
    )
    await session.flush()


async def _called(
    session: AsyncSession, events: Collection[int]
) -> dict[int, tuple[Audience, ...]]:
    found: dict[int, dict[Audience, None]] = defaultdict(dict)
    for chunk in chunks(sorted(set(events))):
        query = (
            rows(col(EventDepartment.event_id), col(Department.place), col(Department.name))
            .join(Department, col(EventDepartment.department_id) == col(Department.id))
            .where(col(EventDepartment.event_id).in_(chunk))
            .order_by(col(EventDepartment.id))
        )
        for event_id, place, name in await fetch(session, query):
            found[event_id][Audience(place, name)] = None
    return {event_id: tuple(audiences) for event_id, audiences in found.items()}


async def _fill(session: AsyncSession, event: Event, facts: EventFacts) -> None:
    event.name, event.day, event.at, event.venue = facts.name, facts.day, facts.at, facts.venue
    event.yearly_on = f"{facts.day:%m-%d}" if facts.yearly else None
    session.add(event)
    await session.flush()
    known = await session.exec(select(EventDepartment).where(EventDepartment.event_id == event.id))
    for row in known.all():
        await session.delete(row)
    await session.flush()
    session.add_all(
        EventDepartment(event_id=event.id, department_id=number) for number in facts.departments
    )
    await session.flush()


def _recorded(facts: EventFacts) -> dict[str, Any]:
    """Write the facts for the record, departments by their rows."""
    return {
        "name": facts.name,
        "day": facts.day.isoformat(),
        "time": facts.at and facts.at.isoformat("minutes"),
        "venue": facts.venue,
        "yearly": facts.yearly,
        "departments": [f"department:{number}" for number in facts.departments],
    }


async def _record(
    session: AsyncSession, action: str, event: Event, actor: Contact, now: datetime, **detail: Any
) -> None:
    await audit.record(
        session, actor=actor, action=action, subject=f"event:{event.id}", at=now, **detail
    )
