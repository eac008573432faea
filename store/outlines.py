"""The loaded plans as a question may name them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.outline import PlanOutline, place_words, sections
from store.bulk import fetch
from store.glance import Reader
from store.rows import columns
from store.tables.plans import Department, Duty, Observance, Plan, Target, Task

Revision = tuple[int, object]
_LATEST = columns(func.count(), func.max(Plan.imported_at)).select_from(Plan)
"""made once, since every question begins with it"""


async def revision(session: Reader) -> Revision:
    """Return a value that differs after every import: outlines may be kept while it is the same."""
    count, latest = (await fetch(session, _LATEST))[0]
    return count, latest


async def outlines(session: AsyncSession) -> tuple[PlanOutline, ...]:
    """Return the outline of every plan, the latest first."""
    query = columns(Plan.id, Plan.key, Plan.place, Plan.title, Plan.horizon, Plan.text)
    plans = await fetch(session, query.order_by(col(Plan.issued).desc(), col(Plan.key)))
    tasks = await _tasks(session)
    names, observed = await _departments(session), await _observances(session)
    metrics = await _metrics(session)
    return tuple(
        _outline(plan, tasks[plan.id], names[plan.id], metrics[plan.id], observed[plan.id])
        for plan in plans
    )


def _outline(
    plan: Any, tasks: list[Any], names: list[str], metrics: list[str], observed: list[str]
) -> PlanOutline:
    return PlanOutline(
        key=plan.key,
        place=plan.place,
        title=plan.title,
        horizon=tuple(map(date.fromisoformat, plan.horizon)),
        due=max((task.due for task in tasks if task.due), default=None),
        departments=tuple(names),
        sections=sections(tuple(task.section for task in tasks), plan.text),
        numbers=tuple(task.number for task in tasks),
        titles=tuple(task.title or "" for task in tasks),
        metrics=tuple(metrics),
        observances=tuple(observed),
        place_words=place_words(plan.place, plan.text),
    )


async def _tasks(session: AsyncSession) -> dict[int, list[Any]]:
    """Return rows, not objects: the plans of a country hold tasks by the hundred thousand."""
    query = columns(Task.plan_id, Task.number, Task.title, Task.section, Task.due)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in await fetch(session, query.order_by(col(Task.plan_id), col(Task.position))):
        found[row.plan_id].append(row)
    return found


async def _departments(session: AsyncSession) -> dict[int, list[str]]:
    query = (
        columns(Task.plan_id, Department.name)
        .join(Duty, col(Duty.task_id) == Task.id)
        .join(Department, col(Duty.department_id) == Department.id)
        .group_by(col(Task.plan_id), Department.name)
        .order_by(func.min(Duty.id))
    )
    return await _by_plan(session, query)


async def _observances(session: AsyncSession) -> dict[int, list[str]]:
    query = columns(Observance.plan_id, Observance.name).order_by(col(Observance.id))
    return await _by_plan(session, query)


async def _metrics(session: AsyncSession) -> dict[int, list[str]]:
    query = columns(Target.plan_id, Target.metric).order_by(col(Target.id))
    return await _by_plan(session, query)


async def _by_plan(session: AsyncSession, query: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for plan_id, name in await fetch(session, query):
        found[plan_id].append(name)
    return found
