"""The chats Duban takes part in, and the department each is bound to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from store.tables.notices import Notice
from store.tables.people import Chat, ChatAlias, ChatKind, ChatState
from store.tables.plans import Department


async def find(session: AsyncSession, *, telegram_id: int, thread_id: int = 0) -> Chat | None:
    """Return that chat, or that topic of it, also under the id it had as a plain group."""
    chat = await _at(session, telegram_id=telegram_id, thread_id=thread_id)
    if chat is None and (alias := await session.get(ChatAlias, telegram_id)):
        chat = await _at(session, telegram_id=alias.new, thread_id=thread_id)
    return chat


async def get(session: AsyncSession, chat_id: int) -> Chat:
    """Return the chat of that row; there is one, rows of chats are never deleted but merged."""
    return (await session.exec(select(Chat).where(Chat.id == chat_id))).one()


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


async def thaw(session: AsyncSession, *, telegram_id: int) -> Sequence[Chat]:
    """Make a frozen chat active again with all its topics; return what was frozen."""
    query = select(Chat).where(Chat.telegram_id == telegram_id, Chat.state == ChatState.FROZEN)
    frozen = (await session.exec(query.order_by(col(Chat.thread_id)))).all()
    for chat in frozen:
        chat.state, chat.frozen_reason = ChatState.ACTIVE, None
        session.add(chat)
    return frozen


async def freeze(session: AsyncSession, *, telegram_id: int, reason: str) -> int:
    """Stop writing to a chat that cannot be written to, keeping all its rows; return how many."""
    chats = await _everywhere(session, telegram_id)
    for chat in chats:
        chat.state, chat.frozen_reason = ChatState.FROZEN, reason
        session.add(chat)
    return len(chats)


async def rename(session: AsyncSession, *, telegram_id: int, title: str) -> None:
    """Keep up with a group's title; topics have names of their own."""
    if chat := await find(session, telegram_id=telegram_id):
        chat.title = title
        session.add(chat)


async def move(session: AsyncSession, *, old: int, new: int) -> int:
    """Follow a group that became a supergroup: its rows keep all they own under the new id.

    Both sides of the change are told of it and the new one may have spoken already: an empty row
    it made gives way, one that owns something stays and the old one is left under its old id.
    """
    await _remember_alias(session, old=old, new=new)
    moved = 0
    for chat in await _everywhere(session, old):
        newcomer = await _at(session, telegram_id=new, thread_id=chat.thread_id)
        if newcomer and await _owns_anything(session, newcomer):
            continue
        if newcomer:
            await session.delete(newcomer)
            await session.flush()
        chat.telegram_id = new
        session.add(chat)
        moved += 1
    await session.flush()
    return moved


async def bind(
    session: AsyncSession, chat: Chat, *, department_id: int | None, now: datetime
) -> None:
    """Let *chat* speak for that department, or (None) for none."""
    chat.department_id = department_id
    chat.bound_at = None if department_id is None else now
    session.add(chat)
    await session.flush()


async def bound(session: AsyncSession) -> Sequence[tuple[Chat, Department]]:
    """Every chat bound to a department, by department."""
    query = (
        select(Chat, Department)
        .join(Department, col(Chat.department_id) == Department.id)
        .order_by(Department.place, Department.name, col(Chat.id))
    )
    return (await session.exec(query)).all()


async def groups(session: AsyncSession) -> Sequence[tuple[Chat, Department | None]]:
    """Every group in use: the coordinators' first, then by department."""
    return (await session.exec(_in_use())).all()


async def unbound(session: AsyncSession) -> Sequence[Department]:
    """Every department that no chat speaks for, by place and name."""
    bound_ids = select(Chat.department_id).where(col(Chat.department_id).is_not(None))
    query = select(Department).where(col(Department.id).not_in(bound_ids))
    return (await session.exec(query.order_by(Department.place, Department.name))).all()


async def spoken_for(
    session: AsyncSession, *, telegram_id: int
) -> Sequence[tuple[Chat, Department | None]]:
    """What of that group is in use: itself and its topics, with the department of each."""
    return (await session.exec(_in_use().where(Chat.telegram_id == telegram_id))).all()


async def coordinators_chats(session: AsyncSession) -> Sequence[Chat]:
    """The groups where coordinators are told what they must know, if they can be written to."""
    query = select(Chat).where(col(Chat.is_coordinators), Chat.state == ChatState.ACTIVE)
    return (await session.exec(query.order_by(col(Chat.id)))).all()


def _in_use() -> Select[Chat, Department | None]:
    return (
        select(Chat, Department)
        .join(Department, col(Chat.department_id) == Department.id, isouter=True)
        .where(or_(col(Chat.is_coordinators), col(Chat.department_id).is_not(None)))
        .order_by(col(Chat.is_coordinators).desc(), Department.place, Department.name, col(Chat.id))
    )


async def _at(session: AsyncSession, *, telegram_id: int, thread_id: int) -> Chat | None:
    query = select(Chat).where(Chat.telegram_id == telegram_id, Chat.thread_id == thread_id)
    return (await session.exec(query)).first()


async def _everywhere(session: AsyncSession, telegram_id: int) -> Sequence[Chat]:
    """The chat and its topics."""
    query = select(Chat).where(Chat.telegram_id == telegram_id).order_by(col(Chat.thread_id))
    return (await session.exec(query)).all()


async def _owns_anything(session: AsyncSession, chat: Chat) -> bool:
    if chat.department_id is not None or chat.is_coordinators:
        return True
    query = select(func.count()).select_from(Notice).where(Notice.chat_id == chat.id)
    return (await session.exec(query)).one() > 0


async def _remember_alias(session: AsyncSession, *, old: int, new: int) -> None:
    alias = await session.get(ChatAlias, old) or ChatAlias(old=old, new=new)
    alias.new = new
    session.add(alias)
