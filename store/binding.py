"""Which chat speaks for which department, and who becomes what by a code.

Each function is one change, written together with its row of the audit table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.people import AlreadyBound, PrivateCode
from store import audit, chats, contacts, invites
from store.tables.people import Access, Chat, ChatKind, Contact, Invite
from store.tables.plans import Department


@dataclass(frozen=True, slots=True)
class Spot:
    """A group, or a topic of it, as Telegram names it."""

    telegram_id: int
    thread_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a code or a binding."""

    department: Department | None
    """whom the chat speaks for now, or the person works for; None for the coordinators"""
    before: Department | None = None
    """whom the chat spoke for until now"""
    changed: bool = True


async def candidates(session: AsyncSession) -> Sequence[Department]:
    """Every department a chat may be bound to, by place and name."""
    query = select(Department).order_by(Department.place, Department.name)
    return (await session.exec(query)).all()


async def take_role(session: AsyncSession, person: Contact, *, code: str, now: datetime) -> Outcome:
    """Give the person what the code is for; one who has it already keeps the code for others."""
    invite = await invites.open_one(session, code=code, now=now)
    fresh = await contacts.grant(
        session, person, invite.access, now=now, department_id=invite.department_id
    )
    department = await _department(session, invite.department_id)
    if fresh:
        await invites.use_up(session, invite, contact=person, now=now)
        await audit.record(
            session,
            actor=person,
            action="claim",
            subject=person,
            at=now,
            access=invite.access.value,
            department=department,
            invite=invite,
        )
    return Outcome(department, changed=fresh)


async def bind_by_code(
    session: AsyncSession, spot: Spot, *, code: str, actor: Contact, now: datetime
) -> Outcome:
    """Bind the chat as the code says; raises BadCode, PrivateCode or AlreadyBound."""
    invite = await invites.open_one(session, code=code, now=now)
    if invite.access is Access.COORDINATOR:
        if not await contacts.coordinators(session):
            raise PrivateCode
        outcome = await make_coordinators(session, spot, actor=actor, now=now)
    else:
        department = await _meant(session, invite)
        outcome = await bind(session, spot, department, actor=actor, now=now)
    if outcome.changed:
        await invites.use_up(session, invite, contact=actor, now=now)
    return outcome


async def bind(
    session: AsyncSession, spot: Spot, department: Department, *, actor: Contact, now: datetime
) -> Outcome:
    """Let the chat speak for *department*; only a coordinator takes it from another one."""
    chat = await _enter(session, spot)
    before = await _department(session, chat.department_id)
    if before is not None and before.id == department.id:
        return Outcome(department, before, changed=False)
    if before is not None and not await _coordinates(session, actor):
        raise AlreadyBound(name=before.name)
    await chats.bind(session, chat, department_id=department.id, now=now)
    await audit.record(
        session,
        actor=actor,
        action="bind",
        subject=chat,
        at=now,
        department=department,
        before=before,
    )
    return Outcome(department, before)


async def make_coordinators(
    session: AsyncSession, spot: Spot, *, actor: Contact, now: datetime
) -> Outcome:
    """Let the coordinators be told here what they must know."""
    chat = await _enter(session, spot)
    if chat.is_coordinators:
        return Outcome(None, changed=False)
    chat.is_coordinators = True
    session.add(chat)
    await audit.record(session, actor=actor, action="bind_coordinators", subject=chat, at=now)
    return Outcome(None)


async def unbind(
    session: AsyncSession, *, telegram_id: int, thread_id: int, actor: Contact, now: datetime
) -> tuple[Department | None, bool] | None:
    """End what the chat, or this topic of it, speaks for; None where it is nobody's.

    Returns the department it spoke for and whether it was the coordinators'.
    """
    chat = await chats.find(session, telegram_id=telegram_id, thread_id=thread_id)
    if chat is None or (chat.department_id is None and not chat.is_coordinators):
        return None
    before, coordinated = await _department(session, chat.department_id), chat.is_coordinators
    chat.is_coordinators = False
    await chats.bind(session, chat, department_id=None, now=now)
    await audit.record(
        session,
        actor=actor,
        action="unbind",
        subject=chat,
        at=now,
        before=before,
        coordinators=coordinated,
    )
    return before, coordinated


async def invite(
    session: AsyncSession,
    *,
    access: Access,
    department: Department | None,
    actor: Contact,
    now: datetime,
) -> Invite:
    """Make a one-time code; the record names it by number, the code itself stays out."""
    made = await invites.create(
        session, access=access, now=now, department_id=department.id if department else None
    )
    await audit.record(
        session,
        actor=actor,
        action="invite",
        subject=made,
        at=now,
        access=access.value,
        department=department,
    )
    return made


async def _enter(session: AsyncSession, spot: Spot) -> Chat:
    return await chats.enter(
        session,
        telegram_id=spot.telegram_id,
        thread_id=spot.thread_id,
        kind=ChatKind.GROUP,
        title=spot.title,
    )


async def _coordinates(session: AsyncSession, person: Contact) -> bool:
    return await contacts.has(session, telegram_id=person.telegram_id, access=Access.COORDINATOR)


async def _department(session: AsyncSession, department_id: int | None) -> Department | None:
    return None if department_id is None else await session.get(Department, department_id)


async def _meant(session: AsyncSession, invite: Invite) -> Department:
    query = select(Department).where(col(Department.id) == invite.department_id)
    return (await session.exec(query)).one()
