"""The task that a button of a list opens."""

from __future__ import annotations

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.words import StaleButton
from plans.query import Kind, Query
from store.bulk import fetch
from store.rows import columns
from store.tables.plans import Plan, Task
from store.types import row_id


async def opened(session: AsyncSession, task_id: int) -> Query:
    """Return the query for that row; raises StaleButton where its plan has been replaced."""
    statement = (
        columns(Plan.key, Task.number)
        .join(Plan, col(Task.plan_id) == col(Plan.id))
        .where(col(Task.id) == row_id(task_id))
    )
    rows = await fetch(session, statement)
    if not rows:
        raise StaleButton
    key, number = rows[0]
    return Query(Kind.TASK, plans=(key,), numbers=(number,))
