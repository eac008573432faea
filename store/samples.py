"""Examples from what is loaded, so that help never speaks of departments nobody knows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from store.tables.plans import Department, Duty, Plan, Task


@dataclass(frozen=True, slots=True)
class Sample:
    """A department and one of its tasks, as they stand in the plan imported last."""

    department: str
    number: str
    title: str
    """never empty"""


async def sample(session: AsyncSession, *, department_id: int | None = None) -> Sample | None:
    """Return an example, of that department where given; None without a plan that names any."""
    busiest = department_id or await _busiest(session)
    query = (
        select(Department.name, Task.number, Task.title)
        .join(Duty, col(Duty.department_id) == Department.id)
        .join(Task, col(Duty.task_id) == Task.id)
        .where(Department.id == busiest, col(Task.title).is_not(None))
        .order_by(
            case((col(Duty.role) == Role.SUPPORT, 1), else_=0),
            func.length(Task.title),
            col(Task.position),
        )
    )
    row = (await session.exec(query)).first()
    return Sample(row[0], row[1], row[2] or "") if row else None


async def _busiest(session: AsyncSession) -> int | None:
    """The department that leads most tasks of the plan imported last."""
    newest = select(Plan.id).order_by(col(Plan.imported_at).desc(), col(Plan.id).desc()).limit(1)
    query = (
        select(Duty.department_id)
        .join(Task, col(Duty.task_id) == Task.id)
        .where(col(Task.plan_id).in_(newest))
        .group_by(col(Duty.department_id))
        .order_by(
            func.sum(case((col(Duty.role) == Role.SUPPORT, 0), else_=1)).desc(),
            col(Duty.department_id),
        )
    )
    return (await session.exec(query)).first()
