"""A stored plan as facts again: what a new version is compared with, and what undo restores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import (
    DutyFact,
    MilestoneFact,
    ObservanceFact,
    PlanFacts,
    Span,
    TargetFact,
    TaskFacts,
)
from store.tables.plans import Department, Duty, Milestone, Observance, Plan, Target, Task


async def facts_of(session: AsyncSession, plan: Plan) -> PlanFacts:
    """Return all that is stored of *plan*, in the order of the document."""
    targets = await _targets(session, plan)
    observances = (
        await session.exec(
            select(Observance).where(Observance.plan_id == plan.id).order_by(col(Observance.id))
        )
    ).all()
    return PlanFacts(
        source=plan.source,
        place=plan.place,
        title=plan.title,
        doc_number=plan.doc_number,
        issued=plan.issued,
        horizon=tuple(map(date.fromisoformat, plan.horizon)),
        tasks=await _tasks(session, plan, targets),
        plan_targets=targets[None],
        observances=tuple(ObservanceFact(row.wording, _span(row)) for row in observances),
        text=plan.text,
    )


async def _tasks(
    session: AsyncSession, plan: Plan, targets: dict[int | None, tuple[TargetFact, ...]]
) -> tuple[TaskFacts, ...]:
    duties, milestones = await _duties(session, plan), await _milestones(session, plan)
    query = select(Task).where(Task.plan_id == plan.id).order_by(col(Task.position))
    return tuple(
        TaskFacts(
            number=row.number,
            title=row.title,
            section=row.section,
            duties=tuple(duties[row.id]),
            targets=targets[row.id],
            milestones=tuple(milestones[row.id]),
            due=row.due,
            span=_span(row),
        )
        for row in (await session.exec(query)).all()
    )


async def _duties(session: AsyncSession, plan: Plan) -> dict[int, list[DutyFact]]:
    query = (
        select(Duty, Department.name)
        .join(Department, col(Duty.department_id) == Department.id)
        .join(Task, col(Duty.task_id) == Task.id)
        .where(Task.plan_id == plan.id)
        .order_by(col(Duty.span_start), col(Duty.id))
    )
    found: dict[int, list[DutyFact]] = defaultdict(list)
    for row, name in await session.exec(query):
        found[row.task_id].append(DutyFact(name, row.role, _span(row)))
    return found


async def _milestones(session: AsyncSession, plan: Plan) -> dict[int, list[MilestoneFact]]:
    query = (
        select(Milestone)
        .join(Task, col(Milestone.task_id) == Task.id)
        .where(Task.plan_id == plan.id)
        .order_by(col(Milestone.position))
    )
    found: dict[int, list[MilestoneFact]] = defaultdict(list)
    for row in await session.exec(query):
        found[row.task_id].append(MilestoneFact(row.text, row.due, _span(row)))
    return found


async def _targets(session: AsyncSession, plan: Plan) -> dict[int | None, tuple[TargetFact, ...]]:
    """Return the targets of each task, those of the whole plan under None."""
    query = select(Target).where(Target.plan_id == plan.id).order_by(col(Target.position))
    found: dict[int | None, list[Target]] = defaultdict(list)
    for row in await session.exec(query):
        found[row.task_id].append(row)
    return defaultdict(tuple, {task_id: _facts(rows) for task_id, rows in found.items()})


def _facts(rows: Iterable[Target]) -> tuple[TargetFact, ...]:
    return tuple(
        TargetFact(
            metric=row.metric,
            op=row.op,
            value=_number(row.value),
            upper=None if row.upper is None else _number(row.upper),
            unit=row.unit,
            due=row.due,
            every=row.every,
            text=row.text,
            span=_span(row),
        )
        for row in rows
    )


def _number(value: Decimal) -> Decimal:
    """Drop the zeros that the column pads with."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if value == whole else value.normalize()


def _span(row: Task | Duty | Target | Milestone | Observance) -> Span:
    return Span(row.span_start, row.span_end)
