"""What the lines of a notice are about: tasks with their numbers and promises, as the plan says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypeAlias

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from plans.observances import is_usual
from store import events
from store.bulk import chunks
from store.notices import Owed
from store.tables.events import Event
from store.tables.notices import NoticeItem, SubjectKind
from store.tables.plans import Milestone, Observance, Plan, Target, Task

YEARLY = "year"


Item: TypeAlias = NoticeItem | Owed
"""one occurrence, stored or only thought of"""


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A task, or a target of a whole plan, with all that is due of it on one day."""

    plan_id: int
    plan: str
    """its title, or the key where it has none"""
    position: int
    number: str
    """empty for a target of the whole plan"""
    title: str | None
    role: Role | None
    due: date
    targets: tuple[Target, ...]
    milestones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObservanceLine:
    """An observance that lies ahead or is going on."""

    name: str
    first: date
    last: date
    rung: int
    is_usual: bool
    """whether that day is only the usual one, and each year's notice sets it"""


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event that is not over."""

    name: str
    day: date
    at: time | None
    venue: str


async def deadline_lines(session: AsyncSession, items: Collection[Item]) -> list[DeadlineLine]:
    """One line for each task and date, however many rungs met, in the order of the plans."""
    wanted = {(i.subject, i.subject_id, i.due): i.role for i in items if i.until is None}
    tasks = {key[1] for key in wanted if key[0] is SubjectKind.TASK}
    targets = {key[1] for key in wanted if key[0] is SubjectKind.TARGET}
    lines = [
        *await _task_lines(session, tasks, wanted),
        *await _plan_lines(session, targets, wanted),
    ]
    return sorted(lines, key=lambda line: (line.due, line.plan_id, line.position))


async def observance_lines(
    session: AsyncSession, items: Collection[Item], *, today: date
) -> list[ObservanceLine]:
    """One line for each observance that is not over, with the rung that is nearest."""
    nearest: dict[tuple[int, date], Item] = {}
    for item in items:
        if item.subject is SubjectKind.OBSERVANCE and item.until and item.until >= today:
            key = (item.subject_id, item.due)
            if key not in nearest or item.rung < nearest[key].rung:
                nearest[key] = item
    lines = []
    for (observance_id, first), item in nearest.items():
        if observance := await session.get(Observance, observance_id):
            name, last = observance.name, item.until or first
            lines.append(ObservanceLine(name, first, last, item.rung, is_usual(name)))
    return sorted(lines, key=lambda line: (line.first, line.name))


async def event_lines(
    session: AsyncSession, items: Collection[Item], *, today: date
) -> list[EventLine]:
    """One line for each event that lies ahead and still takes place on that day, in order."""
    wanted = {
        (item.subject_id, item.due)
        for item in items
        if item.subject is SubjectKind.EVENT and item.due >= today
    }
    lines = []
    for event_id, day in sorted(wanted):
        event = await session.get(Event, event_id)
        if event and event.cancelled_at is None and events.occurs_on(event, day.year) == day:
            lines.append(EventLine(event.name, day, event.at, event.venue))
    return sorted(lines, key=lambda line: (line.day, line.at or time.min, line.name))


Wanted = dict[tuple[SubjectKind, int, date], Role | None]


async def _task_lines(
    session: AsyncSession, ids: Collection[int], wanted: Wanted
) -> list[DeadlineLine]:
    promised = await _promised(session, ids)
    dated = await _dated(session, ids)
    found = {task.id: (task, plan) for task, plan in await _tasks(session, ids)}
    lines = []
    for (kind, task_id, due), role in wanted.items():
        if kind is not SubjectKind.TASK or task_id not in found:
            continue
        task, plan = found[task_id]
        lines.append(
            DeadlineLine(
                plan_id=task.plan_id,
                plan=plan.title or plan.key,
                position=task.position,
                number=task.number,
                title=task.title,
                role=role,
                due=due,
                targets=tuple(t for t in promised[task_id] if t.due == due or t.every == YEARLY),
                milestones=tuple(m.text for m in dated[task_id] if m.due == due),
            )
        )
    return lines


async def _plan_lines(
    session: AsyncSession, ids: Collection[int], wanted: Wanted
) -> list[DeadlineLine]:
    lines = []
    for kind, target_id, due in wanted:
        if kind is not SubjectKind.TARGET or target_id not in ids:
            continue
        target = await session.get(Target, target_id)
        plan = await session.get(Plan, target.plan_id) if target else None
        if target is None or plan is None:
            continue
        lines.append(
            DeadlineLine(
                plan_id=target.plan_id,
                plan=plan.title or plan.key,
                position=-1,
                number="",
                title=None,
                role=None,
                due=due,
                targets=(target,),
                milestones=(),
            )
        )
    return lines


async def _tasks(session: AsyncSession, ids: Collection[int]) -> Sequence[tuple[Task, Plan]]:
    found: list[tuple[Task, Plan]] = []
    for chunk in chunks(ids):
        query = select(Task, Plan).join(Plan).where(col(Task.id).in_(chunk))
        found += (await session.exec(query)).all()
    return found


async def _promised(session: AsyncSession, ids: Collection[int]) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = defaultdict(list)
    for chunk in chunks(ids):
        query = select(Target).where(col(Target.task_id).in_(chunk)).order_by(col(Target.position))
        for target in await session.exec(query):
            found[target.task_id or 0].append(target)
    return found


async def _dated(session: AsyncSession, ids: Collection[int]) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = defaultdict(list)
    for chunk in chunks(ids):
        query = select(Milestone).where(col(Milestone.task_id).in_(chunk))
        for milestone in await session.exec(query.order_by(col(Milestone.position))):
            found[milestone.task_id].append(milestone)
    return found
