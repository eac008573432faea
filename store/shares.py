"""Who has a part: in some tasks, in a plan, most of all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.departments import Directory
from plans.model import Role
from plans.query import Most, Query
from store.bulk import fetch
from store.replies import DepartmentLine
from store.rows import columns
from store.selection import Scope, chunks, tasks_of
from store.tables.plans import Department, Duty, Task


@dataclass
class _Share:
    """A department's parts while they are added up."""

    place: str
    name: str
    identity: str
    counts: dict[Role, int] = field(default_factory=lambda: defaultdict(int))
    plans: dict[int, None] = field(default_factory=dict)


async def departments(
    session: AsyncSession, query: Query, scope: Scope, directory: Directory
) -> tuple[DepartmentLine, ...]:
    """Return the departments with a part in the tasks meant, in the document's order."""
    rows = await _duties(session, query, scope)
    led = {row[0] for row in rows if row[2] is Role.LEAD}
    left_out = {name for part in query.without for name in part.names}
    shares: dict[tuple[str, str], _Share] = {}
    for task_id, plan_id, role, place, name, identity in rows:
        if name in left_out or role not in _wanted(query, has_lead=task_id in led):
            continue
        share = shares.setdefault((place, name), _Share(place, name, identity))
        share.counts[role] += 1
        share.plans[plan_id] = None
    lines = [_line(share, scope, directory) for share in shares.values()]
    return tuple(_extreme(lines, query) if query.most else lines)


def _wanted(query: Query, *, has_lead: bool) -> tuple[Role, ...]:
    """Who leads is responsible too; without a lead, those who are responsible lead nothing."""
    if query.roles == (Role.RESPONSIBLE,) and has_lead:
        return (Role.LEAD,)
    return query.roles


async def _duties(session: AsyncSession, query: Query, scope: Scope) -> list[Sequence[Any]]:
    statement = (
        columns(
            Duty.task_id,
            Task.plan_id,
            Duty.role,
            Department.place,
            Department.name,
            Department.identity,
        )
        .join(Task, col(Duty.task_id) == col(Task.id))
        .join(Department, col(Duty.department_id) == col(Department.id))
        .order_by(col(Task.plan_id), col(Task.position), col(Duty.id))
    )
    if not about_tasks(query):
        within = statement.where(col(Task.plan_id).in_(scope.plans.keys()))
        return list(await fetch(session, within))
    ids = [task.id for task in await tasks_of(session, query, scope)]
    found: list[Sequence[Any]] = []
    for chunk in chunks(ids):
        found += await fetch(session, statement.where(col(Duty.task_id).in_(chunk)))
    return found


def about_tasks(query: Query) -> bool:
    """Tell whether single tasks are meant, not all of a plan."""
    return bool(query.parts or query.topics or query.numbers or query.section or query.window)


def _line(share: _Share, scope: Scope, directory: Directory) -> DepartmentLine:
    return DepartmentLine(
        place=share.place,
        name=share.name,
        identity=share.identity,
        successor=directory.successor(share.name),
        lead=share.counts[Role.LEAD],
        responsible=share.counts[Role.RESPONSIBLE],
        support=share.counts[Role.SUPPORT],
        plans=tuple(scope.plans[plan_id] for plan_id in share.plans),
    )


def _extreme(lines: list[DepartmentLine], query: Query) -> list[DepartmentLine]:
    sizes = [line.tasks for line in lines]
    wanted = (max if query.most is Most.MOST else min)(sizes, default=0)
    return [line for line in lines if line.tasks == wanted]
