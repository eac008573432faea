"""Who people are and what they may do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.models import Access, Contact, Grant


async def meet(session: AsyncSession, *, telegram_id: int, name: str, now: datetime) -> Contact:
    """Return the contact with that Telegram id, made or brought up to date."""
    found = (await session.exec(select(Contact).where(Contact.telegram_id == telegram_id))).first()
    contact = found or Contact(telegram_id=telegram_id, name=name, seen_at=now)
    contact.name, contact.seen_at = name, now
    session.add(contact)
    await session.flush()
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


async def coordinators(session: AsyncSession) -> Sequence[Contact]:
    """Everyone who coordinates, the earliest first."""
    query = (
        select(Contact)
        .join(Grant)
        .where(Grant.access == Access.COORDINATOR)
        .order_by(col(Grant.granted_at), col(Grant.id))
    )
    return (await session.exec(query)).all()
