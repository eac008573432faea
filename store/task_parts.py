"""What hangs on a task: its duties, targets and milestones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import TargetFact, TaskFacts
from plans.revision import promise
from store.rows import align, rows_of
from store.tables.plans import Duty, Milestone, Plan, Target, Task


@dataclass(frozen=True, slots=True)
class Parts:
    """What is stored of a plan's tasks, by task."""

    duties: Mapping[int, Sequence[Duty]]
    milestones: Mapping[int, Sequence[Milestone]]
    targets: Mapping[int, Sequence[Target]]


async def parts_of(session: AsyncSession, plan: Plan) -> Parts:
    """Read all that hangs on the tasks of *plan*."""
    ours = select(Task.id).where(Task.plan_id == plan.id)
    return Parts(
        _by_task(await rows_of(session, Duty, col(Duty.task_id).in_(ours))),
        _by_task(await rows_of(session, Milestone, col(Milestone.task_id).in_(ours))),
        _by_task(await rows_of(session, Target, col(Target.task_id).in_(ours))),
    )


async def save_parts(
    session: AsyncSession, task: Task, facts: TaskFacts, departments: dict[str, int], stored: Parts
) -> bool:
    """Bring duties, targets and milestones of one task in line; tell whether any differs."""
    duties = _duty_rows(task, facts, departments)
    targets = target_rows(facts.targets, plan_id=task.plan_id, task_id=task.id)
    kinds: tuple[tuple[Any, Any, Any], ...] = (
        (stored.duties, duties, lambda duty: (duty.department_id, duty.role)),
        (stored.milestones, _milestone_rows(task, facts), lambda one: (one.text, one.due)),
        (stored.targets, targets, promise),
    )
    differs = [
        await align(session, there.get(task.id, ()), wanted, key=key)
        for there, wanted, key in kinds
    ]
    return any(differs)


def _duty_rows(task: Task, facts: TaskFacts, departments: dict[str, int]) -> list[Duty]:
    """Return a row for each department and role; where one is named twice, the first place."""
    rows = {
        (departments[duty.department], duty.role): Duty(
            task_id=task.id,
            department_id=departments[duty.department],
            role=duty.role,
            span_start=duty.span.start,
            span_end=duty.span.end,
        )
        for duty in reversed(facts.duties)
    }
    return list(reversed(rows.values()))


def _milestone_rows(task: Task, facts: TaskFacts) -> list[Milestone]:
    return [
        Milestone(
            task_id=task.id,
            position=position,
            text=one.text,
            due=one.due,
            span_start=one.span.start,
            span_end=one.span.end,
        )
        for position, one in enumerate(facts.milestones)
    ]


def target_rows(facts: Sequence[TargetFact], *, plan_id: int, task_id: int | None) -> list[Target]:
    """Make the rows of a task's targets, or with *task_id* None of the plan's own."""
    return [
        Target(
            plan_id=plan_id,
            task_id=task_id,
            position=position,
            metric=fact.metric,
            op=fact.op,
            value=fact.value,
            upper=fact.upper,
            unit=fact.unit,
            due=fact.due,
            every=fact.every,
            text=fact.text,
            span_start=fact.span.start,
            span_end=fact.span.end,
        )
        for position, fact in enumerate(facts)
    ]


def _by_task(rows: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return found
