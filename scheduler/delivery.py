"""One claimed notice on its way: composed, sent when it is its chat's turn, and written down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
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
from scheduler.outcomes import Fate, Outcomes
from scheduler.senders import (
    CannotChange,
    ChatGone,
    DeliveryError,
    Outgoing,
    Sender,
    TopicGone,
)
from store import outbox, papers
from store.away import AWAY
from store.database import Database
from store.outbox import Claim, Looks
from store.tables.notices import Notice
from store.tables.people import Chat, ChatState
from texts.notices import as_rows

log = structlog.get_logger(__name__)
Result = TypeVar("Result")

LONGEST_TURN = 20.0
"""seconds; a chat that must wait longer gives its notice back"""
WRITTEN_AT_ONCE = 2
"""composed together; those whose turn it is should not wait behind many others"""


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
    outcomes: Outcomes
    may_send: Callable[[], bool] = lambda: True
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
                partial(self.outcomes.record, claim=claim, notice=notice, chat=chat, error=error),
                alone=True,
            )

    async def give_up(self, claim: Claim, error: Exception) -> Fate:
        """End a notice at which we have failed ourselves, and let the coordinators know."""
        record = partial(self.outcomes.give_up, claim=claim, error=error)
        return await self._write_down(record, alone=True)

    async def _send(self, claim: Claim, notice: Notice, chat: Chat, message: Message) -> Fate:
        """Send the messages that are not out yet, each when it is the chat's turn."""
        lane = Lane.URGENT if notice.urgency >= Urgency.URGENT else Lane.NOTICE
        last = len(message.parts) - 1
        ids = list(notice.message_ids or ()) if notice.parts_sent else []
        for number in range(min(notice.parts_sent, last), last + 1):
            moment = await self._turn(claim, chat, lane)
            if moment is None:
                return Fate.PUT_BACK
            outgoing = _outgoing(message, number, chat)
            await self.limiter.until(moment)
            if not self.may_send():  # another has become the one that sends
                await self._write_down(partial(outbox.put_back, claim=claim))
                return Fate.PUT_BACK
            ids += await self._put(outgoing, chat, message.change)
            if number < last:
                part = partial(outbox.part_sent, claim=claim, parts=number + 1, message_ids=ids)
                await self._write_down(part)
        whole = partial(self._sent, claim=claim, notice=notice, message=message, ids=ids)
        await self._write_down(whole)
        if message.replaces:
            await self._bare_older(notice, chat)
        return Fate.SENT

    async def _write_down(
        self, record: Callable[[AsyncSession], Awaitable[Result]], *, alone: bool = False
    ) -> Result:
        """Record what has become of a message, even where the database is away for a while."""
        write = self._write_alone if alone else self.ledger.write
        for pause in self.outcomes.patience.away:
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
        ids: Sequence[int],
    ) -> None:
        """Record the delivery; what was changed is recorded at the message it was, too."""
        now, rows = self.clock(), as_rows(message.buttons)
        text = message.kept or message.parts[-1].text
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
                await self.outcomes.alert(session, "topic_gone", chat, error)
            return ids


def _outgoing(message: Message, number: int, chat: Chat) -> Outgoing:
    """Return one part of a message as it is sent: the last one has the buttons."""
    part = message.parts[number]
    return Outgoing(
        chat=chat.telegram_id,
        thread=chat.thread_id,
        text=part.text,
        buttons=message.buttons if part is message.parts[-1] else (),
        files=part.files,
    )
