"""Roles given, taken and handed on: each change with its row of the audit table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.people import LastCoordinator
from store import audit, broadcast_privacy, contacts, subscriptions
from store.contacts import Holding
from store.tables.notices import Receipt
from store.tables.people import Access, Chat, ChatKind, ChatState, Contact
from store.tables.plans import Department
from store.tables.records import Audit


@dataclass(frozen=True, slots=True)
class Kept:
    """What Duban keeps about a person."""

    contact: Contact
    holdings: Sequence[Holding]
    signed: int
    """how many notices the person signed"""
    acted: int
    """how many rows of the audit table name the person"""


async def appoint(
    session: AsyncSession,
    person: Contact,
    access: Access,
    department: Department | None,
    *,
    actor: Contact | str,
    now: datetime,
) -> bool:
    """Give a role; False where *person* has it already."""
    of = department.id if department else None
    fresh = await contacts.grant(session, person, access, now=now, department_id=of)
    if fresh:
        await audit.record(
            session,
            actor=actor,
            action="grant",
            subject=person,
            at=now,
            access=access.value,
            department=department,
        )
    return fresh


async def admit(session: AsyncSession, *, telegram_id: int, now: datetime) -> None:
    """Make somebody coordinator whom the settings name; the name comes when they first speak."""
    person = await contacts.find(session, telegram_id=telegram_id) or await contacts.meet(
        session, telegram_id=telegram_id, name=str(telegram_id), now=now
    )
    await appoint(session, person, Access.COORDINATOR, None, actor="settings", now=now)


async def dismiss(
    session: AsyncSession,
    person: Contact,
    access: Access,
    department: Department | None,
    *,
    actor: Contact,
    now: datetime,
) -> bool:
    """Take a role; False where *person* does not have it, LastCoordinator where nobody is left."""
    of = department.id if department else None
    gone = await contacts.revoke(session, person, access, department_id=of)
    if not gone:
        return False
    if access is Access.COORDINATOR and not await contacts.coordinators(session):
        raise LastCoordinator
    await audit.record(
        session,
        actor=actor,
        action="revoke",
        subject=person,
        at=now,
        access=access.value,
        department=department,
    )
    return True


async def hand_over(
    session: AsyncSession, *, old: Contact, new: Contact, actor: Contact, now: datetime
) -> Sequence[Holding]:
    """Give everything *old* holds to *new*, in one step; return what that was."""
    held = await contacts.hand_over(session, old=old, new=new, now=now)
    if held:
        await audit.record(
            session,
            actor=actor,
            action="handover",
            subject=old,
            at=now,
            to=new,
            roles=[f"{row.access.value} {audit.reference(of) if of else ''}" for row, of in held],
        )
    return held


async def kept_about(session: AsyncSession, *, telegram_id: int) -> Kept | None:
    """Return all that is kept about a person, None where that is nothing."""
    contact = await contacts.find(session, telegram_id=telegram_id)
    if contact is None:
        return None
    signed = select(func.count()).select_from(Receipt).where(Receipt.contact_id == contact.id)
    me = audit.reference(contact)
    acted = select(func.count()).select_from(Audit)
    acted = acted.where((col(Audit.actor) == me) | (col(Audit.subject) == me))
    return Kept(
        contact,
        await contacts.holdings(session, telegram_id=telegram_id),
        (await session.exec(signed)).one(),
        (await session.exec(acted)).one(),
    )


async def forget(
    session: AsyncSession, person: Contact, *, name: str, actor: Contact | str, now: datetime
) -> None:
    """Take roles, name and Telegram id of *person* away; what was signed stays, under *name*."""
    coordinated = await contacts.has(
        session, telegram_id=person.telegram_id, access=Access.COORDINATOR
    )
    await _leave_in_private(session, person)
    await broadcast_privacy.forget(session, person, now=now)
    await contacts.forget(session, person, name=name)
    if coordinated and not await contacts.coordinators(session):
        raise LastCoordinator
    await audit.record(session, actor=actor, action="forget", subject=person, at=now)


async def forget_unseen(session: AsyncSession, *, since: datetime, name: str, now: datetime) -> int:
    """Forget people without any role who were not seen after *since*; return how many."""
    gone = await contacts.unseen_since(session, instant=since)
    for person in gone:
        await forget(session, person, name=name, actor="retention", now=now)
    return len(gone)


async def _leave_in_private(session: AsyncSession, person: Contact) -> None:
    """A private chat has the person's id and name too; what was owed there is owed no more."""
    query = select(Chat).where(
        Chat.telegram_id == person.telegram_id, Chat.kind == ChatKind.PRIVATE
    )
    for chat in (await session.exec(query)).all():
        chat.telegram_id, chat.thread_id = -person.id, -chat.id
        chat.title, chat.state, chat.frozen_reason = "", ChatState.FROZEN, "forgotten"
        session.add(chat)
        await subscriptions.end_all(session, chat.id)
