"""What was answered to a broadcast in departments' chats, kept under its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import broadcasts
from store.contents import File
from store.tables.broadcasts import BroadcastReply
from store.tables.notices import Notice, NoticeKind
from store.tables.people import Chat, Contact
from store.tables.plans import Department

LOOKED_BACK = 300
"""broadcasts' messages of one chat in which an answered one is looked for"""


@dataclass(frozen=True, slots=True)
class Collected:
    """One answer, and who gave it where."""

    row: BroadcastReply
    title: str
    """the department's name, or the chat's where it speaks for none"""
    name: str
    telegram_id: int
    """of the chat"""


async def answered(session: AsyncSession, *, telegram_id: int, message_id: int) -> Notice | None:
    """Return the broadcast's message that is answered: any file of an album counts."""
    query = (
        select(Notice)
        .join(Chat, col(Notice.chat_id) == Chat.id)
        .where(Chat.telegram_id == telegram_id, Notice.kind == NoticeKind.BROADCAST)
        .order_by(col(Notice.id).desc())
        .limit(LOOKED_BACK)
    )
    for notice in await session.exec(query):
        if message_id in (notice.message_ids or ()):
            return notice
    return None


async def collect(
    session: AsyncSession,
    notice: Notice,
    *,
    contact: Contact,
    message_id: int,
    text: str,
    file: File | None,
    now: datetime,
) -> None:
    """Keep an answer; the same message again changes nothing."""
    query = select(BroadcastReply.id).where(
        BroadcastReply.chat_id == notice.chat_id, BroadcastReply.message_id == message_id
    )
    if (await session.exec(query)).first() is not None:
        return
    session.add(
        BroadcastReply(
            broadcast_id=notice.broadcast_id or 0,
            chat_id=notice.chat_id,
            contact_id=contact.id,
            message_id=message_id,
            said_at=now,
            text=text,
            file=file.to_json() if file else None,
        )
    )
    await session.flush()
    await broadcasts.touch(session, notice.broadcast_id, now=now)


async def count(session: AsyncSession, broadcast_id: int) -> int:
    """How many answers there are."""
    query = select(func.count()).where(BroadcastReply.broadcast_id == broadcast_id)
    return (await session.exec(query)).one()


async def page(
    session: AsyncSession, broadcast_id: int, *, offset: int, limit: int
) -> Sequence[Collected]:
    """Answers to a broadcast, the latest first."""
    query = (
        select(BroadcastReply, Chat, Contact, Department)
        .join(Chat, col(BroadcastReply.chat_id) == Chat.id)
        .join(Contact, col(BroadcastReply.contact_id) == Contact.id)
        .outerjoin(Department, col(Chat.department_id) == col(Department.id))
        .where(BroadcastReply.broadcast_id == broadcast_id)
        .order_by(col(BroadcastReply.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Collected(
            row, department.name if department else chat.title, contact.name, chat.telegram_id
        )
        for row, chat, contact, department in await session.exec(query)
    ]
