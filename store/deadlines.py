"""What falls due on given days, for whom: the planner's look-ups, each by an index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, String, cast, literal, null
from sqlalchemy import select as rows
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from store.bulk import chunks, fetch
from store.tables.notices import SubjectKind
from store.tables.plans import Department, Duty, Milestone, Observance, Plan, Target, Task

YEARLY = "year"
SUBJECTS = {kind.value: kind for kind in SubjectKind}


class Audience(NamedTuple):
    """Who is told: everyone who speaks for a department of a place, by the name plans give it."""

    place: str
    name: str


class Deadline(NamedTuple):
    """Something that falls due on a day, and one department's part in it."""

    subject: SubjectKind
    subject_id: int
    ref: str
    """in words that outlive the rows: `huizhou-2017#3`, `huizhou-2017#*2` for a plan's target"""
    due: date
    audience: Audience | None
    """None where the document names no department: the coordinators' business"""
    role: Role | None


class NamedObservance(NamedTuple):
    """An observance that a plan of a place names."""

    observance_id: int
    place: str


async def of_tasks(session: AsyncSession, days: Collection[date]) -> list[Deadline]:
    """Tasks whose own date is one of *days*, a row for each department."""
    return await _due_on(session, _task_rows(Task.due), Task.due, days)


async def of_milestones(session: AsyncSession, days: Collection[date]) -> list[Deadline]:
    """Tasks with a milestone on one of *days*, a row for each department and day."""
    query = _task_rows(Milestone.due).join(Milestone, col(Milestone.task_id) == col(Task.id))
    return await _due_on(session, query.distinct(), Milestone.due, days)


async def of_targets(session: AsyncSession, days: Collection[date]) -> list[Deadline]:
    """Tasks with a target due on one of *days*, and the targets of whole plans."""
    found: list[Deadline] = []
    for query in (_target_task_rows(), _plan_target_rows()):
        once = query.where(col(Target.every).is_(None)).distinct()
        found += await _due_on(session, once, Target.due, days)
    return found


async def of_yearly_targets(session: AsyncSession, years_end: date) -> list[Deadline]:
    """Promises made for every year, due at *years_end* where their plan runs on that day."""
    found: list[Deadline] = []
    for query in (_target_task_rows(), _plan_target_rows()):
        yearly = query.where(col(Target.every) == YEARLY)
        lasting = yearly.add_columns(col(Plan.issued), col(Plan.horizon))
        found += _deadlines(
            (*row[:4], years_end, *row[5:8])
            for row in await fetch(session, lasting)
            if _runs(row[8], row[9], years_end)
        )
    return found


async def of_observance(session: AsyncSession, name: str, *, on: date) -> list[NamedObservance]:
    """The places whose plans name that observance and run on that day, each once."""
    query = (
        rows(col(Plan.place), col(Observance.id), col(Plan.issued), col(Plan.horizon))
        .join(Plan, col(Observance.plan_id) == col(Plan.id))
        .where(col(Observance.name) == name)
        .order_by(col(Plan.place), col(Observance.id))
    )
    first: dict[str, int] = {}
    for place, observance_id, issued, horizon in await fetch(session, query):
        if _runs(issued, horizon, on):
            first.setdefault(place or "", observance_id)
    return [NamedObservance(found, place) for place, found in first.items()]


async def audiences_of(session: AsyncSession, places: Collection[str]) -> Sequence[Audience]:
    """Every department of those places."""
    query = (
        select(Department.place, Department.name)
        .where(col(Department.place).in_(places))
        .order_by(Department.place, Department.name)
    )
    return [Audience(place, name) for place, name in await fetch(session, query)]


def _task_rows(due: Any) -> Select[Any]:
    """Select tasks, a row for each department that has a part."""
    columns = (literal(SubjectKind.TASK.value), col(Task.id), col(Plan.key), col(Task.number), due)
    part = (col(Department.place), col(Department.name), col(Duty.role))
    return (
        rows(*columns, *part)
        .select_from(Task)
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .outerjoin(Duty, col(Duty.task_id) == col(Task.id))
        .outerjoin(Department, col(Duty.department_id) == col(Department.id))
    )


def _target_task_rows() -> Select[Any]:
    """Select tasks by their targets."""
    return _task_rows(Target.due).join(Target, col(Target.task_id) == col(Task.id))


def _plan_target_rows() -> Select[Any]:
    """Select targets of plans as a whole, in the columns of `_task_rows`; `*2` is the third."""
    number = literal("*") + cast(col(Target.position), String)
    columns: list[Any] = [literal(SubjectKind.TARGET.value), col(Target.id), col(Plan.key), number]
    return (
        rows(*columns, col(Target.due), null(), null(), null())
        .select_from(Target)
        .join(Plan, col(Target.plan_id) == col(Plan.id))
        .where(col(Target.task_id).is_(None))
    )


async def _due_on(
    session: AsyncSession, query: Select[Any], due: Any, days: Collection[date]
) -> list[Deadline]:
    found: list[Deadline] = []
    for chunk in chunks(sorted(days)):
        found += _deadlines(await fetch(session, query.where(due.in_(chunk))))
    return sorted(found, key=lambda one: (one.due, one.subject_id))  # cheaper than in SQL


def _deadlines(rows: Iterable[Sequence[Any]]) -> list[Deadline]:
    """Turn rows of `_task_rows` into deadlines; a department is one object however often met."""
    audiences: dict[tuple[str, str], Audience | None] = {}
    found = []
    for subject, subject_id, key, number, due, place, name, role in rows:
        if (place, name) not in audiences:
            audiences[place, name] = Audience(place, name) if name else None
        audience = audiences[place, name]
        kind = SUBJECTS[subject]
        found.append(Deadline(kind, subject_id, f"{key}#{number}", due, audience, role))
    return found


def _runs(issued: date | None, horizon: Sequence[str], day: date) -> bool:
    """Tell whether a plan runs on *day*: from its year of issue to its last date."""
    return (issued is None or issued.year <= day.year) and (
        not horizon or day <= date.fromisoformat(max(horizon))
    )
