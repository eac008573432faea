"""The chats Duban takes part in, and the department each is bound to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.models import Chat, ChatKind, ChatState, Department


async def find(session: AsyncSession, *, telegram_id: int, thread_id: int = 0) -> Chat | None:
    """Return that chat, or that topic of it."""
    query = select(Chat).where(Chat.telegram_id == telegram_id, Chat.thread_id == thread_id)
    return (await session.exec(query)).first()


async def enter(
    session: AsyncSession, *, telegram_id: int, kind: ChatKind, title: str, thread_id: int = 0
) -> Chat:
    """Return the chat, made or brought up to date; a frozen one is active again."""
    chat = await find(session, telegram_id=telegram_id, thread_id=thread_id)
    chat = chat or Chat(telegram_id=telegram_id, thread_id=thread_id, kind=kind)
    chat.title, chat.state, chat.frozen_reason = title, ChatState.ACTIVE, None
    session.add(chat)
    await session.flush()
    return chat


async def department_of(
    session: AsyncSession, *, telegram_id: int, thread_id: int = 0
) -> Department | None:
    """The department a chat speaks for: its topic's where that is bound, else the chat's."""
    query = (
        select(Department)
        .join(Chat, col(Chat.department_id) == Department.id)
        .where(Chat.telegram_id == telegram_id, col(Chat.thread_id).in_({thread_id, 0}))
        .order_by(col(Chat.thread_id).desc())
    )
    return (await session.exec(query)).first()


async def freeze(session: AsyncSession, *, telegram_id: int, reason: str) -> int:
    """Stop writing to a chat that cannot be written to, keeping all its rows; return how many."""
    chats = (await session.exec(select(Chat).where(Chat.telegram_id == telegram_id))).all()
    for chat in chats:
        chat.state, chat.frozen_reason = ChatState.FROZEN, reason
        session.add(chat)
    return len(chats)


async def move(session: AsyncSession, *, old: int, new: int) -> int:
    """Follow a group that became a supergroup: its rows keep all they own under the new id."""
    chats = (await session.exec(select(Chat).where(Chat.telegram_id == old))).all()
    for chat in chats:
        chat.telegram_id = new
        session.add(chat)
    return len(chats)


async def bound(session: AsyncSession) -> Sequence[tuple[Chat, Department]]:
    """Every chat bound to a department, by department."""
    query = (
        select(Chat, Department)
        .join(Department, col(Chat.department_id) == Department.id)
        .order_by(Department.place, Department.name, col(Chat.id))
    )
    return (await session.exec(query)).all()
