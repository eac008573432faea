"""The index of the search, made again from the rows: after a restore, after a move."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Span
from plans.own_words import own_words
from store import search
from store.bulk import fetch
from store.rows import columns, rows_of
from store.search import Index
from store.tables.plans import Duty, Plan, Target, Task


async def reindex(session: AsyncSession) -> None:
    """Index every plan anew, as importing it would."""
    await search.prepare(session)
    await search.clear(session)
    for plan in (await session.exec(select(Plan).order_by(col(Plan.id)))).all():
        tasks = await rows_of(session, Task, Task.plan_id == plan.id)
        duties = await _duties(session, plan)
        entries = {task.id: _searched(plan, task, duties.get(task.id, ())) for task in tasks}
        await search.put(session, Index.TASKS, entries, plan=plan.id)
        targets = await rows_of(session, Target, Target.plan_id == plan.id)
        promised = {target.id: (target.metric, target.text) for target in targets}
        await search.put(session, Index.TARGETS, promised, plan=plan.id)


def _searched(plan: Plan, task: Task, duties: Iterable[Span]) -> tuple[str, str]:
    span = Span(task.span_start, task.span_end)
    return task.title or "", own_words(plan.text, span, duties)


async def _duties(session: AsyncSession, plan: Plan) -> dict[int, list[Span]]:
    """Return where a plan's departments are named, by task."""
    query = (
        columns(Duty.task_id, Duty.span_start, Duty.span_end)
        .join(Task, col(Task.id) == col(Duty.task_id))
        .where(col(Task.plan_id) == plan.id)
        .order_by(col(Duty.id))
    )
    found: dict[int, list[Span]] = {}
    rows: Iterable[Any] = await fetch(session, query)
    for row in rows:
        found.setdefault(row.task_id, []).append(Span(row.span_start, row.span_end))
    return found
