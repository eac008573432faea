"""What coordinators must be told at once: each thing once a day in each of their chats."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.bulk import insert_new
from store.models import Chat, Notice, NoticeKind, NoticeState

ALERT_URGENCY = 1_000_000
"""before every reminder, and outside the hours of reminders too"""


async def alert(
    session: AsyncSession, *, what: str, about: Chat, why: str, day: date, now: datetime
) -> None:
    """Owe the coordinators word of *what* happened to a chat (the key of a text)."""
    chats = select(Chat.id).where(col(Chat.is_coordinators)).order_by(col(Chat.id))
    await insert_new(
        session,
        Notice,
        [
            {
                "key": f"alert:{what}:{about.id}:{day}:{chat_id}",
                "chat_id": chat_id,
                "kind": NoticeKind.ALERT,
                "day": day,
                "since": day,
                "due_at": now,
                "urgency": ALERT_URGENCY,
                "wants_receipt": False,
                "details": {"what": what, "chat": about.title, "why": why},
                "state": NoticeState.PENDING,
                "in_flight": False,
                "attempts": 0,
                "parts_sent": 0,
                "resent": False,
                "doubts": 0,
                "buttons": [],
            }
            for chat_id in await session.exec(chats)
            if chat_id != about.id
        ],
    )
