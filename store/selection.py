"""Which tasks a query means."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from plans.query import Combine, Part, Query
from store import topics
from store.bulk import fetch
from store.replies import PlanLine
from store.rows import columns
from store.tables.plans import Department, Duty, Plan, Target, Task

CHUNK = 500
"""values in one IN (…); databases limit them"""
_FIELDS = ("id", "plan_id", "number", "position", "title", "section", "due")
RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORT: 2, None: 3}


@dataclass(frozen=True, slots=True)
class Scope:
    """The plans that are looked at."""

    plans: dict[int, PlanLine]
    """by id, in the order answers list them"""
    everything: bool
    """True where that is all plans there are"""

    @property
    def ids(self) -> Collection[int] | None:
        """Return the plans' ids, or None where no other plan could be met."""
        return None if self.everything else self.plans.keys()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task that fits."""

    id: int
    plan_id: int
    number: str
    position: int
    title: str | None
    section: str | None
    due: date | None
    role: Role | None
    """of the department asked about"""
    hit: str = ""


async def scope_of(session: AsyncSession, query: Query) -> Scope:
    """Return the plans that *query* means, the latest first."""
    statement = columns(
        Plan.id, Plan.key, Plan.title, Plan.place, Plan.doc_number, Plan.issued
    ).order_by(col(Plan.issued).desc(), col(Plan.key))
    if query.plans:
        statement = statement.where(col(Plan.key).in_(query.plans))
    rows = await fetch(session, statement)
    plans = {row[0]: PlanLine(*row[1:]) for row in rows}
    return Scope(plans, everything=not query.plans)


async def tasks_of(session: AsyncSession, query: Query, scope: Scope) -> list[Chosen]:
    """Return the tasks that fit *query*: by plan, led ones first, the best for a topic first."""
    roles = await _roles(session, query, scope) if query.parts else None
    hits = await topics.tasks_about(session, query, scope.ids) if query.topics else None
    rows = await _rows(session, query, scope, _both(roles, hits))
    out = await _left_out(session, query, scope)
    chosen = [
        Chosen(**dict(zip(_FIELDS, row, strict=True)), role=(roles or {}).get(row[0]))
        for row in rows
        if row[1] in scope.plans and row[0] not in out
    ]
    chosen = [replace(task, hit=hits.get(task.id, "")) for task in chosen] if hits else chosen
    order = {plan_id: place for place, plan_id in enumerate(scope.plans)}
    best = {task_id: place for place, task_id in enumerate(hits or ())}
    return sorted(
        chosen,
        key=lambda t: (order[t.plan_id], RANK[t.role], best.get(t.id, 0), t.position),
    )


def _both(one: dict[int, Any] | None, other: dict[int, Any] | None) -> Collection[int] | None:
    if one is None or other is None:
        return one if other is None else other
    return one.keys() & other.keys()


async def _left_out(session: AsyncSession, query: Query, scope: Scope) -> set[int]:
    """Return the tasks of those left out, unless it is departments that are asked for."""
    if query.about_departments:
        return set()
    held = [await _held(session, part, scope) for part in query.without]
    return {task for tasks in held for task in tasks}


async def _roles(session: AsyncSession, query: Query, scope: Scope) -> dict[int, Role]:
    """Return the tasks of the departments asked for: of any, with the strongest part any has.

    Where all must take part, the part is the first one's.
    """
    held = [await _held(session, part, scope) for part in query.parts]
    if query.combine is Combine.ALL:
        return {t: role for t, role in held[0].items() if all(t in tasks for tasks in held)}
    together: dict[int, Role] = {}
    for tasks in held:
        for task_id, role in tasks.items():
            together[task_id] = min(role, together.get(task_id, role), key=RANK.__getitem__)
    return together


async def _held(session: AsyncSession, part: Part, scope: Scope) -> dict[int, Role]:
    own = [plan for plan in scope.plans.values() if not part.plans or plan.key in part.plans]
    places = {plan.place or "" for plan in own}
    whose = columns(Department.id).where(col(Department.name).in_(part.names))
    if part.plans or not scope.everything:
        whose = whose.where(col(Department.place).in_(places))
    statement = columns(Duty.task_id, Duty.role).where(
        col(Duty.department_id).in_(whose), col(Duty.role).in_(part.roles)
    )
    found: dict[int, Role] = {}
    for task_id, role in await fetch(session, statement):
        if task_id not in found or RANK[role] < RANK[found[task_id]]:
            found[task_id] = role
    return found


async def _rows(
    session: AsyncSession, query: Query, scope: Scope, ids: Collection[int] | None
) -> list[Sequence[Any]]:
    statement = columns(*(getattr(Task, name) for name in _FIELDS))
    for condition in _conditions(query):
        statement = statement.where(condition)
    if ids is None:
        if scope.ids is not None:
            statement = statement.where(col(Task.plan_id).in_(scope.ids))
        return list(await fetch(session, statement))
    found: list[Sequence[Any]] = []
    for chunk in chunks(sorted(ids)):
        found += await fetch(session, statement.where(col(Task.id).in_(chunk)))
    return found


def _conditions(query: Query) -> Iterator[Any]:
    if query.numbers:
        yield col(Task.number).in_(query.numbers)
    if query.section:
        yield col(Task.section).in_(query.section)
    if query.window:
        yield from within(col(Task.due), query)
    if query.with_targets or query.without_targets:
        having = columns(Target.task_id).where(col(Target.task_id).is_not(None))
        with_any = col(Task.id).in_(having)
        yield with_any if query.with_targets else ~with_any
    if query.alone:
        several = columns(Duty.task_id).group_by(col(Duty.task_id))
        shared = several.having(func.count(col(Duty.department_id).distinct()) > 1)
        yield col(Task.id).in_(columns(Duty.task_id)) & ~col(Task.id).in_(shared)
    if query.led is not None:
        led = col(Task.id).in_(columns(Duty.task_id).where(col(Duty.role) == Role.LEAD))
        yield led if query.led else ~led


def within(due: Any, query: Query) -> Iterator[Any]:
    """Yield what holds a date to the query's window."""
    if query.window and query.window.start:
        yield due >= query.window.start
    if query.window and query.window.end:
        yield due <= query.window.end


async def target_counts(session: AsyncSession, ids: Sequence[int]) -> dict[int, int]:
    """Return how many targets each task has; tasks without any are left out."""
    found: dict[int, int] = {}
    for chunk in chunks(ids):
        statement = (
            columns(Target.task_id, func.count())
            .where(col(Target.task_id).in_(chunk))
            .group_by(col(Target.task_id))
        )
        found.update({row[0]: row[1] for row in await fetch(session, statement)})
    return found


def chunks(values: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut *values* into pieces a database takes."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
