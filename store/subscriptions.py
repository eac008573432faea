"""Who wishes to be told in private: of a department's dates, or of one task's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from store import audit
from store.bulk import chunks
from store.deadlines import Audience
from store.tables.people import Chat, ChatKind, Contact
from store.tables.plans import Department, Duty, Plan, Task
from store.tables.wishes import Subscription
from store.types import row_id

STRENGTH = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)


@dataclass(frozen=True, slots=True)
class Wish:
    """A subscription with what it is for; a task that is gone from its plan is None."""

    row: Subscription
    department: Department | None
    task: Task | None


async def subscribe(
    session: AsyncSession,
    chat: Chat,
    *,
    department: Department | None = None,
    ref: str = "",
    actor: Contact,
    now: datetime,
) -> bool:
    """Tell that private chat from now on; False where it is told already."""
    of = department.id if department else None
    query = select(Subscription.id).where(
        Subscription.chat_id == chat.id,
        Subscription.ref == ref,
        col(Subscription.department_id).is_(None)
        if of is None
        else Subscription.department_id == of,
    )
    if (await session.exec(query)).first() is not None:
        return False
    session.add(Subscription(chat_id=chat.id, department_id=of, ref=ref, since=now))
    await audit.record(
        session,
        actor=actor,
        action="subscribe",
        subject=chat,
        at=now,
        **({"department": department} if department else {"task": ref}),
    )
    await session.flush()
    return True


async def unsubscribe(
    session: AsyncSession, chat_id: int, number: int, *, actor: Contact, now: datetime
) -> bool:
    """End one subscription of that chat; False where there is none such."""
    row = await session.get(Subscription, row_id(number))
    if row is None or row.chat_id != chat_id:
        return False
    await audit.record(
        session,
        actor=actor,
        action="unsubscribe",
        subject=f"chat:{chat_id}",
        at=now,
        of=f"department:{row.department_id}" if row.department_id else row.ref,
    )
    await session.delete(row)
    await session.flush()
    return True


async def end_all(session: AsyncSession, chat_id: int) -> None:
    """Tell that chat nothing any more."""
    await session.exec(delete(Subscription).where(col(Subscription.chat_id) == chat_id))


async def end_last(session: AsyncSession, chat_id: int) -> None:
    """Take back the subscription that was made last: the chat cannot be written to yet."""
    query = select(Subscription).where(Subscription.chat_id == chat_id)
    row = (await session.exec(query.order_by(col(Subscription.id).desc()))).first()
    if row is not None:
        await session.delete(row)


async def of_chat(session: AsyncSession, chat_id: int) -> list[Wish]:
    """What a chat is subscribed to: departments first, in the order of subscribing."""
    query = (
        select(Subscription, Department)
        .join(Department, col(Subscription.department_id) == Department.id, isouter=True)
        .where(Subscription.chat_id == chat_id)
        .order_by(col(Subscription.department_id).is_(None), col(Subscription.id))
    )
    found = (await session.exec(query)).all()
    tasks = await tasks_named(session, {row.ref for row, _ in found if row.ref})
    return [Wish(row, department, tasks.get(row.ref)) for row, department in found]


async def private_chat(session: AsyncSession, *, telegram_id: int) -> Chat | None:
    """The chat with that person, if Duban has one on record."""
    query = select(Chat).where(Chat.telegram_id == telegram_id, Chat.kind == ChatKind.PRIVATE)
    return (await session.exec(query)).first()


async def tasks_named(session: AsyncSession, refs: Collection[str]) -> dict[str, Task]:
    """The tasks that *refs* (`huizhou-2017#3`) stand for today."""
    found: dict[str, Task] = {}
    keys = {ref.rpartition("#")[0] for ref in refs}
    numbers = {ref.rpartition("#")[2] for ref in refs}
    for chunk in chunks(sorted(keys)):
        query = (
            select(Task, Plan.key)
            .join(Plan, col(Task.plan_id) == Plan.id)
            .where(col(Plan.key).in_(chunk), col(Task.number).in_(sorted(numbers)))
        )
        for task, key in await session.exec(query):
            if (ref := f"{key}#{task.number}") in refs:
                found[ref] = task
    return found


async def tasks_of(
    session: AsyncSession, audiences: Collection[Audience]
) -> Sequence[tuple[str, Task]]:
    """The tasks in which those departments have a part, with what names them, by date."""
    found: dict[str, Task] = {}
    for audience in audiences:
        query = (
            select(Task, Plan.key)
            .join(Plan, col(Task.plan_id) == Plan.id)
            .join(Duty, col(Duty.task_id) == Task.id)
            .join(Department, col(Duty.department_id) == Department.id)
            .where(Department.place == audience.place, Department.name == audience.name)
        )
        found |= {f"{key}#{task.number}": task for task, key in await session.exec(query)}
    return sorted(found.items(), key=lambda one: (one[1].due is None, one[1].due, one[1].position))


async def roles_of(
    session: AsyncSession, tasks: Collection[int], audience: Audience
) -> dict[int, Role]:
    """The part that a department has in each of *tasks*, the strongest; without the others."""
    found: dict[int, Role] = {}
    for chunk in chunks(sorted(tasks)):
        query = (
            select(Duty.task_id, Duty.role)
            .join(Department, col(Duty.department_id) == Department.id)
            .where(
                col(Duty.task_id).in_(chunk),
                Department.place == audience.place,
                Department.name == audience.name,
            )
        )
        for task_id, said in await session.exec(query):
            role = Role(said)
            if task_id not in found or STRENGTH.index(role) < STRENGTH.index(found[task_id]):
                found[task_id] = role
    return found
