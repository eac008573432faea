"""A plan's facts into rows: added, or brought in line with what is stored under the same key."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.departments import Directory
from plans.model import PlanFacts, TaskFacts
from plans.observances import ObservanceCalendar, observance_calendar
from plans.own_words import own_words
from store import search
from store.models import Department, Observance, Plan, Target, Task
from store.rows import align, rows_of
from store.search import Index
from store.task_parts import promise, save_parts, target_rows


@dataclass(frozen=True, slots=True)
class Change:
    """What an import did; numbers are those of tasks."""

    plan_id: int
    key: str
    is_new: bool
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    plan_changed: bool = False
    """the plan's own facts, its targets or observances"""

    @property
    def is_nothing(self) -> bool:
        """Whether everything was there already."""
        return not (self.is_new or self.added or self.changed or self.removed or self.plan_changed)


async def save_plan(
    session: AsyncSession,
    facts: PlanFacts,
    *,
    directory: Directory,
    now: datetime,
    observances: ObservanceCalendar | None = None,
) -> Change:
    """Add the plan, or update the one of the same key; tasks keep their ids by number."""
    facts = _with_own_numbers(facts)
    digest = hashlib.sha256(repr(facts).encode()).hexdigest()
    plan = (await session.exec(select(Plan).where(Plan.key == facts.key))).first()
    if plan is not None and plan.digest == digest:
        return Change(plan.id, facts.key, is_new=False)
    await search.prepare(session)
    is_new = plan is None
    plan = plan or Plan(key=facts.key, source=facts.source, digest=digest, imported_at=now)
    plan_changed = _describe(plan, facts) or is_new
    plan.digest, plan.imported_at = digest, now
    session.add(plan)
    await session.flush()
    before = {target.id for target in await rows_of(session, Target, Target.plan_id == plan.id)}
    added, changed, removed = await _save_tasks(session, plan, facts, directory)
    plan_changed |= await _save_own_facts(
        session, plan, facts, observances or observance_calendar()
    )
    await _index_targets(session, plan, before)
    return Change(plan.id, facts.key, is_new, added, changed, removed, plan_changed)


async def remove_plan(session: AsyncSession, plan: Plan) -> None:
    """Take a plan out with all that was read from it; departments stay."""
    for task in await rows_of(session, Task, Task.plan_id == plan.id):
        await _forget(session, task)
    own = await rows_of(session, Target, Target.plan_id == plan.id)
    await search.drop(session, Index.TARGETS, [target.id for target in own])
    await session.flush()
    await session.delete(plan)
    await session.flush()


def _with_own_numbers(facts: PlanFacts) -> PlanFacts:
    """Give a task whose number was used before one of its own: the second 6 is 6-2."""
    seen: Counter[str] = Counter()
    tasks = []
    for task in facts.tasks:
        seen[task.number] += 1
        times = seen[task.number]
        tasks.append(replace(task, number=f"{task.number}-{times}") if times > 1 else task)
    return replace(facts, tasks=tuple(tasks))


def _describe(plan: Plan, facts: PlanFacts) -> bool:
    before = (plan.place, plan.title, plan.doc_number, plan.issued, plan.horizon)
    plan.source, plan.text = facts.source, facts.text
    plan.place, plan.title, plan.doc_number = facts.place, facts.title, facts.doc_number
    plan.issued, plan.horizon = facts.issued, [day.isoformat() for day in facts.horizon]
    return before != (plan.place, plan.title, plan.doc_number, plan.issued, plan.horizon)


async def _save_tasks(
    session: AsyncSession, plan: Plan, facts: PlanFacts, directory: Directory
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    stored = {t.number: t for t in await rows_of(session, Task, Task.plan_id == plan.id)}
    ids = await _departments(session, facts, directory)
    wanted = dict.fromkeys(task.number for task in facts.tasks)
    added: list[str] = []
    changed: list[str] = []
    for number in stored.keys() - wanted.keys():
        await _forget(session, stored[number])
    for position, task in enumerate(facts.tasks):
        row, differs = await _save_task(session, plan, task, position, stored.get(task.number))
        differs |= await save_parts(session, row, task, ids)
        if task.number not in stored:
            added.append(task.number)
        elif differs:
            changed.append(task.number)
        spans = (duty.span for duty in task.duties)
        body = own_words(facts.text, task.span, spans)
        await search.put(session, Index.TASKS, {row.id: (task.title or "", body)})
    removed = tuple(number for number in stored if number not in wanted)
    return tuple(added), tuple(changed), removed


async def _save_task(
    session: AsyncSession, plan: Plan, facts: TaskFacts, position: int, stored: Task | None
) -> tuple[Task, bool]:
    row = stored or Task(plan_id=plan.id, number=facts.number, position=position)
    before = (row.title, row.section, row.due)
    row.title, row.section, row.due = facts.title, facts.section, facts.due
    row.position = position
    row.span_start, row.span_end = facts.span.start, facts.span.end
    session.add(row)
    if stored is None:
        await session.flush()
    return row, before != (row.title, row.section, row.due)


async def _save_own_facts(
    session: AsyncSession, plan: Plan, facts: PlanFacts, known: ObservanceCalendar
) -> bool:
    """Bring the plan's own targets and its observances in line."""
    targets = target_rows(facts.plan_targets, plan_id=plan.id, task_id=None)
    whose = (col(Target.plan_id) == plan.id) & col(Target.task_id).is_(None)
    named = {
        known.standard_name(fact.name): Observance(
            plan_id=plan.id,
            name=known.standard_name(fact.name),
            wording=fact.name,
            span_start=fact.span.start,
            span_end=fact.span.end,
        )
        for fact in reversed(facts.observances)
    }
    observed = await rows_of(session, Observance, Observance.plan_id == plan.id)
    differs = await align(
        session, observed, tuple(named.values())[::-1], key=lambda observance: observance.name
    )
    return differs | await align(
        session, await rows_of(session, Target, whose), targets, key=promise
    )


async def _departments(
    session: AsyncSession, facts: PlanFacts, directory: Directory
) -> dict[str, int]:
    """Return the id of every department named, new ones added."""
    place = facts.place or ""
    stored = {d.name: d for d in await rows_of(session, Department, Department.place == place)}
    for name in dict.fromkeys(duty.department for task in facts.tasks for duty in task.duties):
        identity = directory.identity(name) or name
        row = stored.setdefault(name, Department(place=place, name=name, identity=identity))
        row.identity = identity
        session.add(row)
    await session.flush()
    return {name: row.id for name, row in stored.items()}


async def _forget(session: AsyncSession, task: Task) -> None:
    await search.drop(session, Index.TASKS, [task.id])
    targets = await rows_of(session, Target, Target.task_id == task.id)
    await search.drop(session, Index.TARGETS, [target.id for target in targets])
    await session.delete(task)


async def _index_targets(session: AsyncSession, plan: Plan, before: set[int]) -> None:
    await session.flush()
    targets = await rows_of(session, Target, Target.plan_id == plan.id)
    entries = {target.id: (target.metric, target.text) for target in targets}
    await search.drop(session, Index.TARGETS, before - entries.keys())
    await search.put(session, Index.TARGETS, entries)
