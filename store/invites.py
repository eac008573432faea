"""One-time codes: made by a coordinator (or printed at start), used once, within their time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.people import BadCode
from store.tables.people import Access, Contact, Invite

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""without what is mistaken for something else when read aloud: I, O, 0, 1"""
CODE_LENGTH = 8
VALID_FOR = timedelta(days=7)


def looks_like_code(word: str) -> bool:
    """Tell a code, typed in any case, from a name."""
    return len(word) == CODE_LENGTH and set(word.upper()) <= set(ALPHABET)


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


async def open_one(session: AsyncSession, *, code: str, now: datetime) -> Invite:
    """Return the invite of a code that is still good; raises BadCode for any other."""
    query = select(Invite).where(
        Invite.code == code.strip().upper(),
        Invite.expires_at > now,
        col(Invite.used_at).is_(None),
    )
    invite = (await session.exec(query)).first()
    if invite is None:
        raise BadCode
    return invite


async def use_up(session: AsyncSession, invite: Invite, *, contact: Contact, now: datetime) -> None:
    """Spend the code; raises BadCode where somebody else was quicker."""
    spent = await session.exec(
        update(Invite)
        .where(col(Invite.id) == invite.id, col(Invite.used_at).is_(None))
        .values(used_at=now, used_by=contact.id)
    )
    if spent.rowcount == 0:
        raise BadCode


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
