"""Every update is kept in the database before it is confirmed, and handled in its chat's order.

Side by side between chats: a large document in one must not keep the others waiting. Whoever has
kept an update handles it, if its chat's turn is free; whoever ends one goes on with the next of
that chat. What a process leaves behind when it dies, any other takes up (store.arrivals).
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.acquaintances import names_in
from bot.clock import Clock, utc_now
from bot.logs import redact
from bot.perpetual import again_and_again
from bot.updates import chat_of
from handlers.postponing import handling
from store import arrivals
from store.arrivals import LATECOMERS, MOST_ATTEMPTS, Kept, Lease, Leased
from store.away import AWAY
from store.database import Database

log = structlog.get_logger(__name__)

AT_ONCE = 32
"""chats that one process answers side by side; SQLite writes one at a time anyway"""
LEASE = timedelta(seconds=20)
SWEEP = 1.0
"""seconds between looks for what was left behind"""
RENEWAL = 5
"""sweeps between renewals: a lease outlives two that fail"""
PAUSE = timedelta(seconds=2)
"""before another attempt at what could not be handled"""

Process = Callable[[Update], Awaitable[None]]
Read = Callable[[object], Update | None]


class Inbox:
    """Keeps updates, and has them handled by *process*."""

    def __init__(
        self,
        database: Database,
        *,
        process: Process,
        read: Read,
        in_order: bool,
        clock: Clock = utc_now,
    ) -> None:
        self._database = database
        self._process = process
        self._read = read
        self._clock = clock
        """of leases: the machine's, whatever day the sandbox is at"""
        self._in_order = in_order
        """whether updates come in the order of their numbers"""
        self._token = secrets.token_hex(8)
        self._serving: dict[int, asyncio.Task[None]] = {}
        """by chat"""
        self._recalled: set[int] = set()
        """chats to look at once more, since something came while they were looked at"""
        self._sweeping: asyncio.Task[None] | None = None
        self._sweeps = count(1)
        self._stopping = False

    async def start(self) -> None:
        """Begin to take up what was left behind."""
        self._sweeping = asyncio.create_task(again_and_again(self._sweep, every=SWEEP))

    async def stop(self) -> None:
        """Begin nothing more, and return when what is under way has ended."""
        self._stopping = True
        if self._sweeping is not None:
            self._sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeping
        if self._serving:
            await asyncio.wait(self._serving.values())

    async def put(self, update: Update) -> None:
        """Keep an update: when this returns, it will be handled whatever happens here."""
        chat, body = chat_of(update), update.to_dict()
        async with self._database.beside() as session:
            kept = await arrivals.keep(
                session,
                update_id=update.update_id,
                chat=chat,
                body=body,
                lease=self._new_lease(),
                wanted=self._has_room(chat),
                in_order=self._in_order,
            )
        if kept is Kept.LEASED:
            self._serve(chat, Leased(update.update_id, chat, body, attempts=1))
        elif kept is Kept.WAITING:
            asyncio.get_running_loop().call_later(LATECOMERS.total_seconds(), self._serve, chat)

    def _has_room(self, chat: int) -> bool:
        is_full = len(self._serving) >= AT_ONCE
        return not (self._stopping or is_full or chat in self._serving)

    def _serve(self, chat: int, leased: Leased | None = None) -> None:
        """Handle the updates of *chat* in a task of its own, beginning with one that is leased."""
        if leased is None and not self._has_room(chat):
            if chat in self._serving:
                self._recalled.add(chat)
            return
        task = asyncio.create_task(self._handle_all(chat, leased))
        self._serving[chat] = task
        task.add_done_callback(lambda _: self._is_served(chat, task))

    def _is_served(self, chat: int, task: asyncio.Task[None]) -> None:
        if self._serving.get(chat) is task:
            del self._serving[chat]
        if chat in self._recalled:
            self._recalled.discard(chat)
            self._serve(chat)

    async def _handle_all(self, chat: int, leased: Leased | None) -> None:
        try:
            if leased is None:
                async with self._database.beside() as session:
                    leased = await self._lease(session, chat)
            while leased is not None:
                leased = await self._handle(leased)
        except AWAY as error:
            log.warning("updates wait for the database", error=type(error).__name__)

    async def _handle(self, leased: Leased) -> Leased | None:
        """Handle one, and return the chat's next; None where there is none, or not now."""
        update = self._read(leased.body)
        with handling() as attempt:
            if leased.attempts > MOST_ATTEMPTS or update is None:
                log.error("an update is given up", update_id=leased.update_id)
            else:
                redact.meet(names_in(update))  # who is in it is named in no log
                await self._process(update)
        async with self._database.beside() as session:
            now = self._clock()
            if attempt.is_postponed:
                await arrivals.postpone(session, leased, self._token, until=now + PAUSE)
                return None
            mine = await arrivals.done(session, leased, self._token, now=now)
            return await self._lease(session, leased.chat) if mine and not self._stopping else None

    async def _lease(self, session: AsyncSession, chat: int) -> Leased | None:
        self._recalled.discard(chat)
        return await arrivals.next_of(session, chat, self._new_lease(), in_order=self._in_order)

    def _new_lease(self) -> Lease:
        now = self._clock()
        return Lease(self._token, now, now + LEASE)

    async def _sweep(self) -> None:
        """Prolong the leases held here, and look for what nobody handles."""
        try:
            if next(self._sweeps) % RENEWAL == 0 and self._serving:
                async with self._database.beside() as session:
                    await arrivals.renew(session, self._token, until=self._clock() + LEASE)
            await self.take_up()
        except AWAY as error:
            log.warning("updates wait for the database", error=type(error).__name__)

    async def take_up(self) -> None:
        """Handle what nobody handles any more."""
        async with self._database.look() as session:
            chats = await arrivals.left_behind(session, now=self._clock(), limit=AT_ONCE)
        for chat in chats:
            self._serve(chat)


class Letterbox(asyncio.Queue[object]):
    """The queue PTB's updater puts updates in: each is kept before Telegram may forget it."""

    def __init__(self, *, pause: float = PAUSE.total_seconds()) -> None:
        super().__init__()
        self._pause = pause
        self.inbox: Inbox | None = None

    async def put(self, item: object) -> None:
        """Keep an update, however long the database is away; what is none is the library's."""
        if self.inbox is None or not isinstance(item, Update):
            await super().put(item)
        else:
            await self._keep(self.inbox, item)

    async def _keep(self, inbox: Inbox, update: Update) -> None:
        while True:
            try:
                await inbox.put(update)
            except AWAY as error:
                log.warning("updates wait for the database", error=type(error).__name__)
                await asyncio.sleep(self._pause)
            else:
                return
