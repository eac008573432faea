"""A plan's facts into rows: added, or brought in line with what is stored under the same key."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.departments import Directory
from plans.model import PlanFacts, TaskFacts
from plans.observances import ObservanceCalendar, observance_calendar
from plans.own_words import own_words
from plans.revision import promise
from store import search
from store.rows import align, rows_of
from store.search import Index
from store.tables.plans import Department, Observance, Plan, Target, Task
from store.task_parts import parts_of, save_parts, target_rows


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
    is_new = plan is None
    plan = plan or Plan(key=facts.key, source=facts.source, digest=digest, imported_at=now)
    plan_changed = _describe(plan, facts) or is_new
    plan.digest, plan.imported_at = digest, await _after_all(session, now)
    session.add(plan)
    await session.flush()
    before = {target.id for target in await rows_of(session, Target, Target.plan_id == plan.id)}
    added, changed, removed = await _save_tasks(session, plan, facts, directory)
    plan_changed |= await _save_own_facts(
        session, plan, facts, observances or observance_calendar()
    )
    await _index_targets(session, plan, before)
    return Change(plan.id, facts.key, is_new, added, changed, removed, plan_changed)


async def _after_all(session: AsyncSession, now: datetime) -> datetime:
    """Return *now*, or a moment after the last import: what changed is told by the latest."""
    latest = (await session.exec(select(func.max(Plan.imported_at)))).one()
    return now if latest is None or latest < now else latest + timedelta(microseconds=1)


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
    wanted = dict.fromkeys(task.number for task in facts.tasks)
    for number in stored.keys() - wanted.keys():
        await _forget(session, stored[number])
    ids = await _departments(session, facts, directory)
    rows = {
        task.number: stored.get(task.number)
        or Task(plan_id=plan.id, number=task.number, position=0)
        for task in facts.tasks
    }
    changed = {
        task.number
        for position, task in enumerate(facts.tasks)
        if _describe_task(rows[task.number], task, position)
    }
    session.add_all(rows.values())
    await session.flush()
    parts = await parts_of(session, plan)
    for task in facts.tasks:
        if await save_parts(session, rows[task.number], task, ids, parts):
            changed.add(task.number)
    await search.put(session, Index.TASKS, _searched(rows, facts), plan=plan.id)
    added = tuple(number for number in wanted if number not in stored)
    removed = tuple(number for number in stored if number not in wanted)
    return added, tuple(n for n in wanted if n in changed and n in stored), removed


def _describe_task(row: Task, facts: TaskFacts, position: int) -> bool:
    """Take the facts over into the row; tell whether it says something else now."""
    before = (row.title, row.section, row.due)
    row.title, row.section, row.due = facts.title, facts.section, facts.due
    row.position = position
    row.span_start, row.span_end = facts.span.start, facts.span.end
    return before != (row.title, row.section, row.due)


def _searched(rows: dict[str, Task], facts: PlanFacts) -> dict[int, tuple[str, str]]:
    """Return what a search looks through, by task: its heading and its own words."""
    return {
        rows[task.number].id: (
            task.title or "",
            own_words(facts.text, task.span, (duty.span for duty in task.duties)),
        )
        for task in facts.tasks
    }


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
    await search.put(session, Index.TARGETS, entries, plan=plan.id)
