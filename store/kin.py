"""Whose work a department carries on: its own, and that of names it has had in other plans.

市市场监管局 is what became of 市质监局 and 市工商局, so its chat hears of an earlier plan that
names those, and theirs of a later plan that names it. Names that stand in one plan side by side
are two bodies, whatever became of them: each hears of its own only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import func
from sqlalchemy import select as rows
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from store.bulk import fetch
from store.deadlines import Audience
from store.tables.plans import Department, Duty, Task

Kin = Mapping[Audience, tuple[Audience, ...]]


async def kin_of_all(session: AsyncSession) -> Kin:
    """Every department that has kin: itself first, then the others by name."""
    return {
        one: (one, *(other for other in family if other != one and not plans & family[other]))
        for family in await _families(session)
        for one, plans in family.items()
    }


async def _families(session: AsyncSession) -> Iterable[Mapping[Audience, set[int]]]:
    """Departments of one place with one identity, by name, each with the plans that name it."""
    shared = (
        rows(col(Department.place), col(Department.identity))
        .group_by(col(Department.place), col(Department.identity))
        .having(func.count() > 1)
    )
    identities = [identity for _, identity in await fetch(session, shared)]
    query = (
        rows(
            col(Department.place),
            col(Department.identity),
            col(Department.name),
            col(Task.plan_id),
        )
        .join(Duty, col(Duty.department_id) == col(Department.id), isouter=True)
        .join(Task, col(Duty.task_id) == col(Task.id), isouter=True)
        .where(col(Department.identity).in_(identities))
        .distinct()
        .order_by(col(Department.name))
    )
    families: dict[tuple[str, str], dict[Audience, set[int]]] = defaultdict(dict)
    for place, identity, name, plan in await fetch(session, query):
        plans = families[place, identity].setdefault(Audience(place, name), set())
        plans |= set() if plan is None else {plan}
    return families.values()
