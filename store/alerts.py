"""What coordinators must be told at once: each thing once a day in each of their chats."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from config.urgency import Urgency
from store import office
from store.tables.notices import Notice, NoticeKind
from store.tables.people import Chat


async def alert(
    session: AsyncSession, *, what: str, about: Chat, why: str, day: date, now: datetime
) -> None:
    """Owe the coordinators word of *what* happened to a chat (the key of a text)."""
    await note(
        session,
        what=what,
        day=day,
        now=now,
        about=f"{about.id}",
        but_not=about.id,
        chat=about.title,
        why=why,
    )


async def note(
    session: AsyncSession,
    *,
    what: str,
    day: date,
    now: datetime,
    about: str = "",
    but_not: int | None = None,
    **details: object,
) -> None:
    """Owe the coordinators a text of alert.j2 with its *details*."""
    for chat_id in [chat.id for chat in await office.rooms(session)]:
        key = f"{day}:alert:{chat_id}:{what}:{about}"
        known = select(Notice.id).where(Notice.key == key)
        if chat_id == but_not or (await session.exec(known)).first() is not None:
            continue
        session.add(
            Notice(
                key=key,
                chat_id=chat_id,
                kind=NoticeKind.ALERT,
                day=day,
                since=day,
                due_at=now,
                urgency=Urgency.TOP,
                details={"what": what, **details},
            )
        )
    await session.flush()
