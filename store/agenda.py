"""What lies on each day of a stretch of time: deadlines counted, observances and events by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, union
from sqlalchemy import select as rows
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.observances import observance_calendar
from store import deadlines, events
from store.bulk import fetch
from store.deadlines import Audience
from store.events import Coming
from store.tables.plans import Department, Duty, Milestone, Observance, Target, Task


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day on which something lies."""

    day: date
    deadlines: int = 0
    """tasks with a date of theirs on it"""
    observances: tuple[str, ...] = ()
    """those that begin"""
    events: tuple[Coming, ...] = ()


async def agenda(
    session: AsyncSession, first: date, last: date, *, audience: Audience | None = None
) -> list[DayPlan]:
    """List the days from *first* to *last* that hold anything, for one department or for all."""
    counts = await _deadlines(session, first, last, audience)
    named = await _observances(session, first, last, audience)
    called = await _events(session, first, last, audience)
    return [
        DayPlan(day, counts.get(day, 0), tuple(named.get(day, ())), tuple(called.get(day, ())))
        for day in sorted({*counts, *named, *called})
    ]


async def _deadlines(
    session: AsyncSession, first: date, last: date, audience: Audience | None
) -> dict[date, int]:
    """Count by day, each task once however many dates of it meet there."""
    task_dates: list[tuple[Any, Any]] = [
        (Task.due, Task.id),
        (Target.due, Target.task_id),
        (Milestone.due, Milestone.task_id),
    ]
    met = union(*(_dates(due, task, first, last, audience) for due, task in task_dates))
    found = met.subquery()
    query = rows(found.c.day, func.count()).group_by(found.c.day)
    counts = dict(await fetch(session, query))
    if audience is None:
        for day, count in await fetch(session, _of_whole_plans(first, last)):
            counts[day] = counts.get(day, 0) + count
    return counts


def _dates(due: Any, task: Any, first: date, last: date, audience: Audience | None) -> Select[Any]:
    """Select days with the tasks that have a date on them; yearly targets have none."""
    columns: list[Any] = [col(due).label("day"), col(task).label("task")]
    query = rows(*columns).where(col(due) >= first, col(due) <= last, col(task).is_not(None))
    if audience is None:
        return query
    own = (
        select(Duty.task_id)
        .join(Department, col(Duty.department_id) == Department.id)
        .where(Department.place == audience.place, Department.name == audience.name)
    )
    return query.where(col(task).in_(own))


def _of_whole_plans(first: date, last: date) -> Select[Any]:
    """Count the targets that no task has, by day."""
    columns: list[Any] = [col(Target.due), func.count()]
    return (
        rows(*columns)
        .where(col(Target.task_id).is_(None))
        .where(col(Target.due) >= first, col(Target.due) <= last)
        .group_by(col(Target.due))
    )


async def _observances(
    session: AsyncSession, first: date, last: date, audience: Audience | None
) -> dict[date, list[str]]:
    """The observances that plans in force name, on the day they begin."""
    named = set(await session.exec(select(Observance.name).distinct()))
    found: dict[date, list[str]] = defaultdict(list)
    for year in range(first.year, last.year + 1):
        for occasion in observance_calendar().days:
            start = occasion.start(year)
            if occasion.name not in named or not first <= start <= last:
                continue
            places = {
                one.place for one in await deadlines.of_observance(session, occasion.name, on=start)
            }
            if places and (audience is None or audience.place in places):
                found[start].append(occasion.name)
    return found


async def _events(
    session: AsyncSession, first: date, last: date, audience: Audience | None
) -> dict[date, list[Coming]]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    found: dict[date, list[Coming]] = defaultdict(list)
    for one in await events.on_days(session, days):
        if audience is None or not one.audiences or audience in one.audiences:
            found[one.day].append(one)
    return found
