"""The cards on which coordinators see what becomes of a broadcast: drawn anew when that changes.

An edit counts as a message: no card is drawn again sooner than `GAP` after it was drawn last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from scheduler.broadcast_messages import status_of
from scheduler.limiter import Lane, Limiter
from scheduler.owing import Rules
from scheduler.senders import CannotChange, DeliveryError, Outgoing, RateLimited, Sender
from store import broadcasts
from store.database import Database
from store.tables.notices import Notice
from store.tables.people import Chat
from texts.catalogue import Texts
from texts.notices import as_rows
from texts.reply import Reply

log = structlog.get_logger(__name__)

GAP = timedelta(seconds=6)
"""at most ten a minute: half of what a group may get, the other half is for answers"""


@dataclass(frozen=True)
class StatusCards:
    """Keeps every card as things stand."""

    database: Database
    sender: Sender
    rules: Rules
    texts: Texts
    limiter: Limiter
    clock: Callable[[], datetime]

    async def run(self) -> int:
        """Draw what has changed; return how many cards."""
        async with self.database.look() as session:
            moving = await broadcasts.moving(session, now=self.clock())
        return sum([await self._draw(row.id, once_more=more) for row, more in moving])

    async def _draw(self, broadcast_id: int, *, once_more: bool) -> bool:
        now = self.clock()
        async with self.database.look() as session:
            row = await broadcasts.get(session, broadcast_id)
            found = await broadcasts.card_of(session, broadcast_id)
            if found is None or (row.shown_at is not None and now < row.shown_at + GAP):
                return False
            card = await status_of(session, row, rules=self.rules, texts=self.texts, now=now)
        notice, chat = found
        changed = (card.text, as_rows(card.buttons)) != (notice.text, notice.buttons)
        if changed:
            await self._edit(notice, chat, card)
        async with self.database.begin() as session:
            await broadcasts.looked_at(session, broadcast_id, now=now, once_more=once_more)
        return changed

    async def _edit(self, notice: Notice, chat: Chat, card: Reply) -> None:
        outgoing = Outgoing(chat.telegram_id, chat.thread_id, card.text, card.buttons)
        message_id: int | None = notice.message_id
        await self.limiter.acquire(chat.telegram_id, Lane.URGENT)
        try:
            await self.sender.edit(outgoing, message_id or 0)
        except CannotChange:
            message_id = None  # the card was deleted: nothing is drawn any more
        except RateLimited as error:
            self.limiter.pause(chat.telegram_id, error.retry_after)
            return
        except DeliveryError as error:
            log.info("a card was not drawn", notice=notice.id, error=repr(error))
            return
        async with self.database.begin() as session:
            row = await session.get_one(Notice, notice.id)
            row.message_id, row.text, row.buttons = message_id, card.text, as_rows(card.buttons)
