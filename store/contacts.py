"""Who people are and what they may do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.words import ContactNotFound
from store.tables.people import Access, Contact, Grant
from store.tables.plans import Department
from store.types import row_id

Holding = tuple[Grant, Department | None]
"""a grant and the department it is for"""


async def meet(session: AsyncSession, *, telegram_id: int, name: str, now: datetime) -> Contact:
    """Return the contact with that Telegram id, made or brought up to date."""
    contact = await find(session, telegram_id=telegram_id)
    contact = contact or Contact(telegram_id=telegram_id, name=name, seen_at=now)
    contact.name, contact.seen_at = name, now
    session.add(contact)
    await session.flush()
    return contact


async def find(session: AsyncSession, *, telegram_id: int) -> Contact | None:
    """Return the contact with that Telegram id, if Duban remembers them."""
    query = select(Contact).where(Contact.telegram_id == telegram_id)
    return (await session.exec(query)).first()


async def get(session: AsyncSession, number: int) -> Contact:
    """Return the contact of that number (as /contacts shows it); raises ContactNotFound."""
    contact = await session.get(Contact, row_id(number))
    if contact is None:
        raise ContactNotFound(number=number)
    return contact


async def grant(
    session: AsyncSession,
    contact: Contact,
    access: Access,
    *,
    now: datetime,
    department_id: int | None = None,
) -> bool:
    """Give *contact* an access, for one department or everywhere; False where it was there."""
    if await has(
        session, telegram_id=contact.telegram_id, access=access, department_id=department_id
    ):
        return False
    session.add(
        Grant(contact_id=contact.id, access=access, department_id=department_id, granted_at=now)
    )
    await session.flush()
    return True


async def revoke(
    session: AsyncSession, contact: Contact, access: Access, *, department_id: int | None = None
) -> bool:
    """Take an access away; False where *contact* did not have it."""
    gone = await session.exec(
        delete(Grant).where(
            col(Grant.contact_id) == contact.id,
            col(Grant.access) == access,
            col(Grant.department_id).is_(None)
            if department_id is None
            else col(Grant.department_id) == department_id,
        )
    )
    return gone.rowcount > 0


async def has(
    session: AsyncSession, *, telegram_id: int, access: Access, department_id: int | None = None
) -> bool:
    """Say whether that person holds exactly that access."""
    query = (
        select(Grant.id)
        .join(Contact)
        .where(
            Contact.telegram_id == telegram_id,
            Grant.access == access,
            col(Grant.department_id).is_(None)
            if department_id is None
            else Grant.department_id == department_id,
        )
    )
    return (await session.exec(query)).first() is not None


async def holdings(session: AsyncSession, *, telegram_id: int) -> Sequence[Holding]:
    """What that person holds, coordinator first, then by department."""
    query = (
        select(Grant, Department)
        .join(Contact, col(Grant.contact_id) == Contact.id)
        .join(Department, col(Grant.department_id) == Department.id, isouter=True)
        .where(Contact.telegram_id == telegram_id)
        .order_by(col(Department.id).is_not(None), Department.place, Department.name, Grant.access)
    )
    return (await session.exec(query)).all()


async def coordinators(session: AsyncSession) -> Sequence[Contact]:
    """Everyone who coordinates, the earliest first."""
    query = (
        select(Contact)
        .join(Grant)
        .where(Grant.access == Access.COORDINATOR)
        .order_by(col(Grant.granted_at), col(Grant.id))
    )
    return (await session.exec(query)).all()


async def names(session: AsyncSession) -> Sequence[str]:
    """What everybody is called whom Duban knows, those seen last at the end."""
    return (await session.exec(select(Contact.name).order_by(col(Contact.seen_at)))).all()


async def listing(session: AsyncSession) -> Sequence[tuple[Contact, Grant, Department | None]]:
    """Everyone with a role: coordinators first, then by department and name."""
    query = (
        select(Contact, Grant, Department)
        .join(Grant, col(Grant.contact_id) == Contact.id)
        .join(Department, col(Grant.department_id) == Department.id, isouter=True)
        .order_by(
            col(Grant.access) != Access.COORDINATOR,
            func.coalesce(Department.place, ""),
            func.coalesce(Department.name, ""),
            Contact.name,
            col(Grant.id),
        )
    )
    return (await session.exec(query)).all()


async def hand_over(
    session: AsyncSession, *, old: Contact, new: Contact, now: datetime
) -> Sequence[Holding]:
    """Give everything *old* holds to *new*; return what that was."""
    held = await holdings(session, telegram_id=old.telegram_id)
    for row, department in held:
        department_id = department.id if department else None
        await grant(session, new, row.access, now=now, department_id=department_id)
        await revoke(session, old, row.access, department_id=department_id)
    return held


async def forget(session: AsyncSession, contact: Contact, *, name: str) -> None:
    """Take away roles, name and Telegram id; what was signed and done stays, under *name*."""
    await session.exec(delete(Grant).where(col(Grant.contact_id) == contact.id))
    contact.name = name
    contact.telegram_id = -contact.id
    session.add(contact)
    await session.flush()


async def unseen_since(session: AsyncSession, *, instant: datetime) -> Sequence[Contact]:
    """People without any role who have not been seen since *instant* and are not forgotten yet."""
    query = (
        select(Contact)
        .where(
            Contact.seen_at < instant,
            Contact.telegram_id > 0,
            col(Contact.id).not_in(select(Grant.contact_id)),
        )
        .order_by(col(Contact.id))
    )
    return (await session.exec(query)).all()
