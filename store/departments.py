"""Departments as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import case
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from store.tables.plans import Department, Duty, Task


async def busiest(session: AsyncSession, *, limit: int, on: date) -> Sequence[Department]:
    """The departments with the most to answer for: what is due after *on* first, leads first."""
    ahead = func.sum(case((col(Task.due) >= on, 1), else_=0)) > 0
    leads = func.sum(case((col(Duty.role) == Role.SUPPORT, 0), else_=1))
    query = (
        select(Department)
        .join(Duty, col(Duty.department_id) == Department.id)
        .join(Task, col(Duty.task_id) == Task.id)
        .group_by(col(Department.id))
        .order_by(ahead.desc(), leads.desc(), func.count().desc(), col(Department.id))
        .limit(limit)
    )
    return (await session.exec(query)).all()
