"""One claimed notice on its way: composed, sent, and what became of it recorded.

What did not leave is tried again with growing pauses. What may have arrived is sent again after ten
minutes and says 补发. A chat that cannot be written to is frozen and keeps what it is owed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from config.urgency import Urgency
from scheduler.amending import Change, amend
from scheduler.composer import Composer
from scheduler.ledger import Ledger
from scheduler.limiter import Lane, Limiter
from scheduler.message import Message
from scheduler.senders import (
    CannotChange,
    ChatGone,
    ChatMoved,
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    RateLimited,
    Sender,
    TopicGone,
)
from store import chats, outbox, papers
from store.alerts import alert
from store.away import AWAY
from store.database import Database
from store.outbox import Claim, Looks
from store.tables.notices import Notice
from store.tables.people import Chat, ChatKind, ChatState
from texts.notices import as_rows

log = structlog.get_logger(__name__)
Result = TypeVar("Result")

LONGEST_TURN = 20.0
"""seconds; a chat that must wait longer gives its notice back"""
WRITTEN_AT_ONCE = 2
"""composed together; those whose turn it is should not wait behind many others"""


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
class Courier:
    """Carries notices to a messenger."""

    database: Database
    sender: Sender
    composer: Composer
    limiter: Limiter
    clock: Callable[[], datetime]
    is_stopping: Callable[[], bool]
    ledger: Ledger
    may_send: Callable[[], bool] = lambda: True
    patience: Patience = Patience()
    _writing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WRITTEN_AT_ONCE))

    async def deliver(self, claim: Claim) -> Fate:
        """Send what a claim is for, unless there is nothing left to say."""
        async with self._writing, self.database.begin() as session:
            found = await outbox.claimed(session, claim)
            notice, chat = found.notice, found.chat
            message = await self.composer.compose(session, found, now=self.clock())
            if message is None:
                await outbox.cancelled(session, claim, why="nothing left to say")
                return Fate.CANCELLED
        try:
            return await self._send(claim, notice, chat, message)
        except DeliveryError as error:
            log.warning("not delivered", notice=notice.id, chat=chat.id, error=repr(error))
            return await self._write_down(
                partial(self._record, claim=claim, notice=notice, chat=chat, error=error),
                alone=True,
            )

    async def _send(self, claim: Claim, notice: Notice, chat: Chat, message: Message) -> Fate:
        """Send the messages that are not out yet, each when it is the chat's turn."""
        lane = Lane.URGENT if notice.urgency >= Urgency.URGENT else Lane.NOTICE
        last = len(message.parts) - 1
        ids = list(notice.message_ids or ()) if notice.parts_sent else []
        for number in range(min(notice.parts_sent, last), last + 1):
            moment = await self._turn(claim, chat, lane)
            if moment is None:
                return Fate.PUT_BACK
            outgoing = Outgoing(
                chat=chat.telegram_id,
                thread=chat.thread_id,
                text=message.parts[number].text,
                buttons=message.buttons if number == last else (),
                files=message.parts[number].files,
            )
            await self.limiter.until(moment)
            if not self.may_send():  # another has become the one that sends
                await self._write_down(partial(outbox.put_back, claim=claim))
                return Fate.PUT_BACK
            ids += await self._put(outgoing, chat, message.change)
            record: Callable[[AsyncSession], Awaitable[object]] = (
                partial(outbox.part_sent, claim=claim, parts=number + 1, message_ids=ids)
                if number < last
                else partial(
                    self._sent,
                    claim=claim,
                    notice=notice,
                    message=message,
                    outgoing=outgoing,
                    ids=ids,
                )
            )
            await self._write_down(record)
        if message.replaces:
            await self._bare_older(notice, chat)
        return Fate.SENT

    async def _write_down(
        self, record: Callable[[AsyncSession], Awaitable[Result]], *, alone: bool = False
    ) -> Result:
        """Record what has become of a message, even where the database is away for a while."""
        write = self._write_alone if alone else self.ledger.write
        for pause in self.patience.away:
            try:
                return await write(record)
            except AWAY as error:
                log.warning("what was sent is not recorded yet", error=type(error).__name__)
                await asyncio.sleep(pause)
        return await write(record)

    async def _write_alone(self, record: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        async with self.database.begin() as session:
            return await record(session)

    async def _sent(
        self,
        session: AsyncSession,
        claim: Claim,
        notice: Notice,
        message: Message,
        outgoing: Outgoing,
        ids: Sequence[int],
    ) -> None:
        """Record the delivery; what was changed is recorded at the message it was, too."""
        now, rows = self.clock(), as_rows(outgoing.buttons)
        text = message.kept or outgoing.text
        await outbox.sent(session, claim, Looks(ids, text, rows, now, message.version))
        change = message.change
        if change is not None and notice.about_id is not None:
            looks = Looks(ids, change.text, change.rows, now, message.version)
            await outbox.changed(session, notice.about_id, looks)

    async def _bare_older(self, notice: Notice, chat: Chat) -> None:
        """Take the buttons off the messages that this one takes the place of; no loss if not."""
        async with self.database.begin() as session:
            overtaken = await papers.overtaken(session, notice)
            for older in overtaken:
                older.buttons = []
                session.add(older)
        for older in overtaken:
            try:
                await self.sender.drop_buttons(chat.telegram_id, older.message_id or 0)
            except DeliveryError as error:
                log.info("buttons stay", notice=older.id, error=repr(error))

    async def _turn(self, claim: Claim, chat: Chat, lane: Lane) -> float | None:
        """Wait for the limits, note that a request leaves, and return when; None: given back.

        The turn is given a little ahead, so that writing it down keeps nobody from the pace.
        """
        moment: float | None = None
        delay = self.limiter.delay(chat.telegram_id)
        if delay <= LONGEST_TURN and not self.is_stopping():
            moment = await self.limiter.reserve(chat.telegram_id, lane)
        if moment is not None and not self.is_stopping():
            begun = await self.ledger.write(partial(outbox.begin, claim=claim))
            return moment if begun else None
        later = self.clock() + timedelta(seconds=delay) if delay > LONGEST_TURN else None
        await self.ledger.write(partial(outbox.put_back, claim=claim, due_at=later))
        return None

    async def _put(self, outgoing: Outgoing, chat: Chat, change: Change | None) -> Sequence[int]:
        """Post a message, or change what was delivered; what cannot be changed is posted anew."""
        if change is None:
            return await self._post(outgoing, chat)

        async def turn() -> None:
            await self.limiter.acquire(outgoing.chat)

        try:
            return await amend(self.sender, outgoing, change, turn=turn)
        except CannotChange as error:
            log.info("posted anew", chat=chat.id, error=repr(error))
            await turn()
            return await self._post(replace(outgoing, files=()), chat)

    async def _post(self, outgoing: Outgoing, chat: Chat) -> Sequence[int]:
        """Send one message; what was meant for a topic that is gone goes to General, once."""
        try:
            return await self.sender.send(outgoing)
        except TopicGone as error:
            if not outgoing.thread:
                raise ChatGone(str(error)) from error
            await self.limiter.acquire(outgoing.chat)
            ids = await self.sender.send(replace(outgoing, thread=0))
            async with self.database.begin() as session:
                row = await session.get_one(Chat, chat.id)
                row.state, row.frozen_reason = ChatState.FROZEN, str(error)
                await self._alert(session, "topic_gone", chat, error)
            return ids

    async def _record(
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
            await self._alert(session, "rejected", chat, error)
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
            await self._alert(session, "robot_gone", chat, ChatGone(error.reason))
        else:
            await self._alert(session, "chat_gone", chat, error)

    async def _alert(
        self, session: AsyncSession, what: str, chat: Chat, error: DeliveryError
    ) -> None:
        await alert(
            session, what=what, about=chat, why=str(error), day=self._today(), now=self.clock()
        )

    def _today(self) -> date:
        return self.clock().astimezone(self.composer.rules.zone).date()
