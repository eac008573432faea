"""What became of a notice that is not known to have arrived, and what follows from it.

What did not leave is tried again with growing pauses. What may have arrived is sent again after ten
minutes and says 补发, then less and less often; after six times it is left at that and coordinators
are told. A chat that cannot be written to is frozen and keeps what it is owed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.limiter import Limiter
from scheduler.senders import (
    ChatGone,
    ChatMoved,
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    RateLimited,
)
from store import chats, outbox
from store.alerts import alert
from store.outbox import Claim
from store.tables.notices import Notice
from store.tables.people import Chat, ChatKind, ChatState


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before trying again; a proof by faults has less of it."""

    resend_after: timedelta = timedelta(minutes=10)
    """after an unknown outcome; doubled with every further doubt"""
    pauses: tuple[timedelta, ...] = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 900))
    """before another attempt at what did not leave; the last one repeats"""
    away: tuple[float, ...] = (0.5, 1, *(2.0,) * 45)
    """seconds between attempts to record what was sent while the database is away"""


class Fate(StrEnum):
    """What one delivery came to."""

    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    PUT_BACK = "put_back"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Outcomes:
    """Writes down what came of deliveries that did not end well."""

    limiter: Limiter
    clock: Callable[[], datetime]
    zone: ZoneInfo
    patience: Patience = Patience()

    async def give_up(self, session: AsyncSession, claim: Claim, error: Exception) -> Fate:
        """End a notice at which we have failed ourselves."""
        chat = (await outbox.claimed(session, claim)).chat
        await self.alert(session, "faulty", chat, error)
        await outbox.failed(session, claim, why=repr(error))
        return Fate.FAILED

    async def record(
        self,
        session: AsyncSession,
        claim: Claim,
        notice: Notice,
        chat: Chat,
        error: DeliveryError,
    ) -> Fate:
        """Write down why a message is not known to have arrived, and what follows."""
        now, why = self.clock(), repr(error)
        if isinstance(error, OutcomeUnknown):
            due_at = now + self.patience.resend_after * 2**notice.doubts
            await outbox.in_doubt(session, claim, due_at=due_at, why=why)
            if notice.doubts + 1 >= outbox.MOST_DOUBTS:
                await self.alert(session, "doubtful", chat, error)
            return Fate.UNKNOWN
        if isinstance(error, ChatMoved):
            await self._follow(session, chat, error)
            await outbox.put_back(session, claim, why=why)
        elif isinstance(error, ChatGone):
            await chats.freeze(session, telegram_id=chat.telegram_id, reason=error.reason)
            await self._alert_gone(session, chat, error)
            await outbox.put_back(session, claim, why=why)
        elif isinstance(error, NotSent):
            await outbox.put_back(session, claim, due_at=now + self._pause(notice, chat, error))
        else:
            await self.alert(session, "rejected", chat, error)
            await outbox.failed(session, claim, why=why)
            return Fate.FAILED
        return Fate.PUT_BACK

    async def _follow(self, session: AsyncSession, chat: Chat, error: ChatMoved) -> None:
        """Move with a group to its new id; a row that another has replaced there is kept frozen."""
        await chats.move(session, old=chat.telegram_id, new=error.new_id)
        row = await session.get_one(Chat, chat.id)
        if row.telegram_id != error.new_id:
            row.state, row.frozen_reason = ChatState.FROZEN, str(error)

    def _pause(self, notice: Notice, chat: Chat, error: NotSent) -> timedelta:
        if isinstance(error, RateLimited):
            self.limiter.pause(chat.telegram_id, error.retry_after)
            return timedelta(seconds=error.retry_after)
        pauses = self.patience.pauses
        return pauses[min(notice.attempts, len(pauses) - 1)]

    async def _alert_gone(self, session: AsyncSession, chat: Chat, error: ChatGone) -> None:
        """Tell why a chat cannot be written to; a robot's reason has words of its own."""
        if chat.kind is ChatKind.ROBOT:
            await self.alert(session, "robot_gone", chat, ChatGone(error.reason))
        else:
            await self.alert(session, "chat_gone", chat, error)

    async def alert(self, session: AsyncSession, what: str, chat: Chat, error: Exception) -> None:
        """Owe the coordinators word of *what* happened to a chat (the key of a text)."""
        await alert(
            session, what=what, about=chat, why=str(error), day=self._today(), now=self.clock()
        )

    def _today(self) -> date:
        return self.clock().astimezone(self.zone).date()
