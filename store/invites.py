"""One-time codes: made by a coordinator (or printed at start), used once, within their time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors import BadCode
from store.models import Access, Contact, Invite

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""without what is mistaken for something else when read aloud: I, O, 0, 1"""
CODE_LENGTH = 8
VALID_FOR = timedelta(days=7)


async def create(
    session: AsyncSession, *, access: Access, now: datetime, department_id: int | None = None
) -> Invite:
    """Make a code that gives *access*, for a department where one is meant."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    invite = Invite(
        code=code,
        access=access,
        department_id=department_id,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    session.add(invite)
    await session.flush()
    return invite


async def redeem(
    session: AsyncSession, *, code: str, access: Access, contact: Contact, now: datetime
) -> Invite:
    """Use a code up; raises BadCode where it is foreign, used, expired or for something else."""
    query = select(Invite).where(
        Invite.code == code.strip().upper(),
        Invite.access == access,
        Invite.expires_at > now,
        col(Invite.used_at).is_(None),
    )
    invite = (await session.exec(query)).first()
    if invite is None:
        raise BadCode
    invite.used_at, invite.used_by = now, contact.id
    session.add(invite)
    await session.flush()
    return invite


async def withdraw(session: AsyncSession, *, access: Access, now: datetime) -> None:
    """End every open code for *access*: only the one printed last is good."""
    await session.exec(
        update(Invite)
        .where(
            col(Invite.access) == access,
            col(Invite.used_at).is_(None),
            col(Invite.expires_at) > now,
        )
        .values(expires_at=now)
    )
