"""What is counted rather than listed: parts of a plan, plans, the time that is left."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.observances import ObservanceCalendar
from plans.query import Counted, Query
from store.bulk import fetch
from store.calendar import observances
from store.replies import PlanLine, SectionLine
from store.rows import columns
from store.selection import Scope, tasks_of
from store.tables.plans import Department, Duty, Observance, Target, Task

CLOCKED = (Counted.DAYS, Counted.WEEKS, Counted.MONTHS)
DAYS_A_WEEK = 7


async def sections(session: AsyncSession, query: Query, scope: Scope) -> tuple[SectionLine, ...]:
    """Return the parts that hold tasks which fit."""
    found: dict[tuple[int, str], list[str]] = {}
    for task in await tasks_of(session, query, scope):
        if task.section:
            found.setdefault((task.plan_id, task.section), []).append(task.number)
    return tuple(
        SectionLine(scope.plans[plan_id], title, tuple(numbers))
        for (plan_id, title), numbers in found.items()
    )


async def plans(session: AsyncSession, scope: Scope) -> tuple[PlanLine, ...]:
    """Return the plans with how much each holds."""
    ids = scope.plans.keys()
    tasks = await _per_plan(session, columns(Task.plan_id, func.count(), func.max(Task.due)), ids)
    of_departments = (
        columns(Task.plan_id, func.count(func.distinct(Department.id)))
        .join(Duty, col(Duty.task_id) == col(Task.id))
        .join(Department, col(Duty.department_id) == col(Department.id))
    )
    departments = await _per_plan(session, of_departments, ids)
    targets = await _per_plan(session, columns(Target.plan_id, func.count()), ids)
    named = await _per_plan(session, columns(Observance.plan_id, func.count()), ids)
    return tuple(
        PlanLine(
            plan.key,
            plan.title,
            plan.place,
            plan.doc_number,
            plan.issued,
            due=tasks.get(plan_id, (0, None))[1],
            tasks=tasks.get(plan_id, (0,))[0],
            departments=departments.get(plan_id, (0,))[0],
            targets=targets.get(plan_id, (0,))[0],
            observances=named.get(plan_id, (0,))[0],
        )
        for plan_id, plan in scope.plans.items()
    )


async def time_left(
    session: AsyncSession, query: Query, scope: Scope, known: ObservanceCalendar, today: date
) -> tuple[int | None, date | None]:
    """Return the days, weeks or months up to what the query is about, and the day itself."""
    day = await _day_meant(session, query, scope, known, today)
    if day is None:
        return None, None
    days = (day - today).days
    if query.counted is Counted.MONTHS:
        return _months(today, day), day
    return days if query.counted is Counted.DAYS else days // DAYS_A_WEEK, day


async def _day_meant(
    session: AsyncSession, query: Query, scope: Scope, known: ObservanceCalendar, today: date
) -> date | None:
    if query.window and query.window.end:
        return query.window.end
    if query.observances or query.next_only:
        lines = await observances(session, query, scope, known, today)
        return min((line.next for line in lines if line.next), default=None)
    dated = [task for task in await tasks_of(session, query, scope) if task.due]
    ends: dict[object, date] = {}
    for task in dated:
        whose = task.id if query.numbers or query.topics else f"plan {task.plan_id}"
        ends[whose] = max(task.due or today, ends.get(whose, date.min))
    ahead = [day for day in ends.values() if day >= today]
    return min(ahead, default=max(ends.values(), default=None))


def _months(start: date, end: date) -> int:
    """Return the whole months from *start* to *end*."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day and months > 0)


async def _per_plan(session: AsyncSession, statement: Any, ids: Any) -> dict[int, tuple[Any, ...]]:
    whose = statement.selected_columns[0]
    grouped = statement.where(whose.in_(ids)).group_by(whose)
    return {row[0]: tuple(row[1:]) for row in await fetch(session, grouped)}
