"""The loaded plans as a question may name them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.outline import PlanOutline, helpers_are_responsible, place_words, sections
from store.bulk import chunks, fetch
from store.glance import Reader
from store.rows import columns
from store.tables.plans import Department, Duty, Observance, Plan, Target, Task

Revision = tuple[int, object]
Outlines = dict[tuple[int, datetime, str], PlanOutline]
"""by a plan's id, when it was imported last, and its digest: a new version has another key"""
_LATEST = columns(
    select(func.count()).select_from(Plan).scalar_subquery(),
    select(func.max(Plan.imported_at)).scalar_subquery(),
)
"""made once, since every question begins with it; apart, so that neither goes through all plans"""


async def revision(session: Reader) -> Revision:
    """Return a value that differs after every import: outlines may be kept while it is the same."""
    count, latest = (await fetch(session, _LATEST))[0]
    return count, latest


async def outlines(session: AsyncSession, known: Outlines | None = None) -> Outlines:
    """Return the outline of every plan, the latest first; *known* ones are not read again.

    One import among the plans of a country costs what one plan does.
    """
    stamps = columns(Plan.id, Plan.imported_at, Plan.digest)
    latest_first = stamps.order_by(col(Plan.issued).desc(), col(Plan.key))
    wanted = [tuple(row) for row in await fetch(session, latest_first)]
    there = known or {}
    fresh = [stamp[0] for stamp in wanted if stamp not in there]
    read = {number: one for part in chunks(fresh) for number, one in await _read(session, part)}
    return {stamp: there.get(stamp) or read[stamp[0]] for stamp in wanted}


async def _read(session: AsyncSession, ids: list[int]) -> list[tuple[int, PlanOutline]]:
    query = columns(Plan.id, Plan.key, Plan.place, Plan.title, Plan.horizon, Plan.text)
    plans = await fetch(session, query.where(col(Plan.id).in_(ids)))
    tasks = await _tasks(session, ids)
    names, observed = await _departments(session, ids), await _observances(session, ids)
    metrics = await _metrics(session, ids)
    return [
        (plan.id, _outline(plan, *(found[plan.id] for found in (tasks, names, metrics, observed))))
        for plan in plans
    ]


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
        helpers_are_responsible=helpers_are_responsible(plan.text),
    )


async def _tasks(session: AsyncSession, plans: list[int]) -> dict[int, list[Any]]:
    """Return rows, not objects: the plans of a country hold tasks by the hundred thousand."""
    query = columns(Task.plan_id, Task.number, Task.title, Task.section, Task.due).where(
        col(Task.plan_id).in_(plans)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in await fetch(session, query.order_by(col(Task.plan_id), col(Task.position))):
        found[row.plan_id].append(row)
    return found


async def _departments(session: AsyncSession, plans: list[int]) -> dict[int, list[str]]:
    query = (
        columns(Task.plan_id, Department.name)
        .join(Duty, col(Duty.task_id) == Task.id)
        .join(Department, col(Duty.department_id) == Department.id)
        .where(col(Task.plan_id).in_(plans))
        .group_by(col(Task.plan_id), Department.name)
        .order_by(func.min(Duty.id))
    )
    return await _by_plan(session, query)


async def _observances(session: AsyncSession, plans: list[int]) -> dict[int, list[str]]:
    query = columns(Observance.plan_id, Observance.name).where(col(Observance.plan_id).in_(plans))
    return await _by_plan(session, query.order_by(col(Observance.id)))


async def _metrics(session: AsyncSession, plans: list[int]) -> dict[int, list[str]]:
    query = columns(Target.plan_id, Target.metric).where(col(Target.plan_id).in_(plans))
    return await _by_plan(session, query.order_by(col(Target.id)))


async def _by_plan(session: AsyncSession, query: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for plan_id, name in await fetch(session, query):
        found[plan_id].append(name)
    return found
