"""Where coordinators are told what they must know, with or without a group of their own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import chats, contacts
from store.tables.people import Chat, ChatKind, ChatState


async def rooms(session: AsyncSession) -> Sequence[Chat]:
    """The coordinators' groups, by id; where none can be written to, each one's private chat."""
    groups = select(Chat).where(col(Chat.is_coordinators)).order_by(col(Chat.id))
    found = (await session.exec(groups)).all()
    if any(chat.state is ChatState.ACTIVE for chat in found):
        return found
    private = [
        await chats.find(session, telegram_id=person.telegram_id)
        or await chats.enter(
            session, telegram_id=person.telegram_id, kind=ChatKind.PRIVATE, title=person.name
        )
        for person in await contacts.coordinators(session)
    ]
    await session.flush()
    return [*found, *private]
