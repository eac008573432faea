"""What proofs owe: groups on the sandbox's stage, and notices that each say a name of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.sandbox.people import Chat as Room
from bot.sandbox.people import Kind, Standing
from bot.sandbox.world import World
from config.urgency import Urgency
from store.database import Database
from store.tables.notices import Notice, NoticeKind
from store.tables.people import Chat, ChatKind

NAME = re.compile(r"N\d{5}")
"""of a notice, in what it says"""


def open_room(world: World, title: str) -> Room:
    """Add a group that the bot is in."""
    room = world.add_chat(title, kind=Kind.GROUP)
    room.members[world.bot.id] = Standing.MEMBER
    return room


async def owe(
    database: Database,
    world: World,
    *,
    notices: int,
    rooms: int,
    due: datetime,
    urgency: Urgency = Urgency.ROUTINE,
) -> Mapping[int, Sequence[str]]:
    """Owe so many notices to so many groups in turn; return each group's names in their order."""
    titles = [f"群{number}" for number in range(rooms)]
    chats = [
        Chat(telegram_id=open_room(world, title).id, kind=ChatKind.GROUP, title=title)
        for title in titles
    ]
    names: dict[int, list[str]] = defaultdict(list)
    async with database.begin() as session:
        session.add_all(chats)
        await session.flush()
        for number in range(notices):
            chat, name = chats[number % rooms], f"N{number:05}"
            names[chat.telegram_id].append(name)
            session.add(_notice(chat, name, due=due, urgency=urgency))
    return names


def _notice(chat: Chat, name: str, *, due: datetime, urgency: Urgency) -> Notice:
    return Notice(
        key=f"{due.date()}:proof:{name}",
        chat_id=chat.id,
        kind=NoticeKind.ALERT,
        day=due.date(),
        since=due.date(),
        due_at=due,
        urgency=urgency,
        details={"what": "rejected", "chat": name, "why": "proof"},
    )
