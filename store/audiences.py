"""To whom a broadcast goes: a choice as it is kept, and the chats it means when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select as rows
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.districts import is_district
from plans.errors.words import StaleButton, TaskNotFound
from plans.model import Role
from store import audit, broadcast_progress
from store.bulk import fetch
from store.deadlines import Audience
from store.kin import kin_of_all
from store.tables.broadcasts import AudienceGroup
from store.tables.people import Chat, Contact
from store.tables.plans import Department, Duty, Milestone, Plan, Target, Task
from store.types import row_id


class Whom(StrEnum):
    """How chats are chosen."""

    ALL = "all"
    DEPARTMENTS = "departments"
    TASK = "task"
    """those who lead or support a task"""
    DUE = "due"
    """those who have something due until a day"""
    UNSIGNED = "unsigned"
    """those who have not signed an earlier broadcast"""
    GROUP = "group"
    """what is kept under a name"""
    DISTRICTS = "districts"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which chats are meant."""

    whom: Whom
    departments: tuple[int, ...] = ()
    task: str = ""
    """`huizhou-2017#3`: outlives the rows"""
    roles: tuple[Role, ...] = ()
    """of the task, none: all"""
    until: date | None = None
    number: int = 0
    """of the broadcast, or of the group"""

    def to_json(self) -> dict[str, Any]:
        """Write it down for the table."""
        return {
            "whom": self.whom.value,
            "departments": list(self.departments),
            "task": self.task,
            "roles": [role.value for role in self.roles],
            "until": self.until and self.until.isoformat(),
            "number": self.number,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Choice:
        """Read what the table holds."""
        return cls(
            Whom(body["whom"]),
            tuple(body["departments"]),
            body["task"],
            tuple(Role(role) for role in body["roles"]),
            date.fromisoformat(body["until"]) if body["until"] else None,
            body["number"],
        )


async def chats_of(session: AsyncSession, choice: Choice, *, today: date) -> Sequence[int]:
    """The chats that *choice* means today, frozen ones too, in their order."""
    if choice.whom is Whom.UNSIGNED:
        return await broadcast_progress.unsigned_chats(session, choice.number)
    if choice.whom is Whom.GROUP:
        group = await session.get(AudienceGroup, choice.number)
        choice = Choice.from_json(group.audience) if group else Choice(Whom.DEPARTMENTS)
    rooms = await _rooms(session)
    if choice.whom is Whom.ALL:
        return [chat for chat, _ in rooms]
    named = await _named(session, choice, today)
    return [chat for chat, own in rooms if not named.isdisjoint(own)]


async def _rooms(session: AsyncSession) -> list[tuple[int, tuple[Audience, ...]]]:
    """Every chat that speaks for a department, with all names whose work that carries on."""
    query = (
        rows(col(Chat.id), col(Department.place), col(Department.name))
        .join(Department, col(Chat.department_id) == col(Department.id))
        .order_by(col(Chat.id))
    )
    kin = await kin_of_all(session)
    return [
        (chat, kin.get(own := Audience(place, name), (own,)))
        for chat, place, name in await fetch(session, query)
    ]


async def _named(session: AsyncSession, choice: Choice, today: date) -> set[Audience]:
    """The departments that a choice names, directly or by what they have to do."""
    query = rows(col(Department.place), col(Department.name)).distinct()
    if choice.whom is Whom.DEPARTMENTS:
        query = query.where(col(Department.id).in_(choice.departments))
    elif choice.whom is Whom.TASK:
        key, _, number = choice.task.rpartition("#")
        query = _with_duties(query).where(col(Plan.key) == key, col(Task.number) == number)
        if choice.roles:
            query = query.where(col(Duty.role).in_(choice.roles))
    elif choice.whom is Whom.DUE:
        query = _with_duties(query).where(col(Task.id).in_(_due(today, choice.until or today)))
    found = [Audience(place, name) for place, name in await fetch(session, query)]
    if choice.whom is Whom.DISTRICTS:
        return {one for one in found if is_district(one.name)}
    return set(found)


def _with_duties(query: Any) -> Any:
    return (
        query.join(Duty, col(Duty.department_id) == col(Department.id))
        .join(Task, col(Duty.task_id) == col(Task.id))
        .join(Plan, col(Task.plan_id) == col(Plan.id))
    )


def _due(first: date, last: date) -> Any:
    """The tasks of which something is due between two days."""
    of_targets = rows(col(Target.task_id)).where(
        col(Target.task_id).is_not(None), col(Target.due).between(first, last)
    )
    of_milestones = rows(col(Milestone.task_id)).where(col(Milestone.due).between(first, last))
    return (
        rows(col(Task.id))
        .where(col(Task.due).between(first, last))
        .union(of_targets, of_milestones)
    )


async def task_meant(session: AsyncSession, words: str) -> tuple[Plan, Task]:
    """Return the task of that number, as `3` or `huizhou-2017#3`; of several plans the newest."""
    key, _, number = words.strip().rpartition("#")
    query = (
        select(Plan, Task)
        .join(Task, col(Task.plan_id) == Plan.id)
        .where(Task.number == number)
        .order_by(col(Plan.imported_at).desc(), col(Plan.id).desc())
    )
    if key:
        query = query.where(Plan.key == key)
    found = (await session.exec(query)).first()
    if found is None:
        raise TaskNotFound(number=words)
    return found


async def groups(session: AsyncSession) -> Sequence[AudienceGroup]:
    """What is kept under names, by name."""
    return (await session.exec(select(AudienceGroup).order_by(AudienceGroup.name))).all()


async def group(session: AsyncSession, number: int) -> AudienceGroup:
    """Return that group; raises StaleButton where it is gone."""
    found = await session.get(AudienceGroup, row_id(number))
    if found is None:
        raise StaleButton
    return found


async def keep_group(
    session: AsyncSession, name: str, choice: Choice, *, actor: Contact, now: datetime
) -> AudienceGroup:
    """Keep a choice under *name*, in the place of what was kept under it."""
    row = (await session.exec(select(AudienceGroup).where(AudienceGroup.name == name))).first()
    row = row or AudienceGroup(name=name, audience={}, created_at=now)
    row.audience = choice.to_json()
    session.add(row)
    await session.flush()
    await audit.record(
        session, actor=actor, action="group_keep", subject=f"group:{row.id}", at=now, name=name
    )
    return row


async def drop_group(
    session: AsyncSession, row: AudienceGroup, *, actor: Contact, now: datetime
) -> None:
    """Forget a group; broadcasts that wait for their moment go to nobody by it."""
    await audit.record(
        session,
        actor=actor,
        action="group_drop",
        subject=f"group:{row.id}",
        at=now,
        name=row.name,
    )
    await session.delete(row)
