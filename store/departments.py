"""Departments as rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import case
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from store.models import Department, Duty


async def busiest(session: AsyncSession, *, limit: int) -> Sequence[Department]:
    """The departments with the most tasks to answer for: as leads first, then in all."""
    leads = func.sum(case((col(Duty.role) == Role.SUPPORT, 0), else_=1))
    query = (
        select(Department)
        .join(Duty, col(Duty.department_id) == Department.id)
        .group_by(col(Department.id))
        .order_by(leads.desc(), func.count().desc(), col(Department.id))
        .limit(limit)
    )
    return (await session.exec(query)).all()
