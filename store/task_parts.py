"""What hangs on a task: its duties, targets and milestones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import TargetFact, TaskFacts
from store.models import Duty, Milestone, Target, Task
from store.rows import align, rows_of


async def save_parts(
    session: AsyncSession, task: Task, facts: TaskFacts, departments: dict[str, int]
) -> bool:
    """Bring duties, targets and milestones of one task in line."""
    duties = {
        (departments[duty.department], duty.role): Duty(
            task_id=task.id,
            department_id=departments[duty.department],
            role=duty.role,
            span_start=duty.span.start,
            span_end=duty.span.end,
        )
        for duty in reversed(facts.duties)
    }
    milestones = [
        Milestone(
            task_id=task.id,
            position=position,
            text=m.text,
            due=m.due,
            span_start=m.span.start,
            span_end=m.span.end,
        )
        for position, m in enumerate(facts.milestones)
    ]
    targets = target_rows(facts.targets, plan_id=task.plan_id, task_id=task.id)
    of_task = partial(rows_of, session)
    differs = [
        await align(
            session,
            await of_task(Duty, Duty.task_id == task.id),
            tuple(duties.values())[::-1],
            key=lambda duty: (duty.department_id, duty.role),
        ),
        await align(
            session,
            await of_task(Milestone, Milestone.task_id == task.id),
            milestones,
            key=lambda milestone: (milestone.text, milestone.due),
        ),
        await align(
            session, await of_task(Target, Target.task_id == task.id), targets, key=promise
        ),
    ]
    return any(differs)


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


def promise(target: Target) -> object:
    """Return what makes a target the same one: all but its place in the text."""
    return (
        target.metric,
        target.op,
        float(target.value),
        None if target.upper is None else float(target.upper),
        target.unit,
        target.due,
        target.every,
    )
