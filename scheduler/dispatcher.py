"""Sends what is due, many at once within the limits, until nothing is."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from scheduler.composer import Composer
from scheduler.delivery import Courier
from scheduler.hours import least_urgency
from scheduler.ledger import Ledger
from scheduler.limiter import Limiter
from scheduler.outcomes import Fate, Outcomes, Patience
from scheduler.senders import Sender
from store import outbox, preferences
from store.away import AWAY
from store.database import Database
from store.outbox import Claim

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=3)
"""longer than a turn of the limiter and a request together can take"""
MEMORY = timedelta(minutes=1)
"""how far back Telegram counts"""
AT_ONCE = 48
"""under way together: enough for 29 a second where an answer takes more than a second"""


class Dispatcher:
    """The one that sends; `stop` lets what is under way end and begins nothing more."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        composer: Composer,
        *,
        limiter: Limiter,
        clock: Callable[[], datetime],
        patience: Patience | None = None,
        delivered: Callable[[Fate], object] = lambda _: None,
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._limiter = limiter
        self._rules = composer.rules
        self._clock = clock
        self._delivered = delivered
        """is told what each delivery came to"""
        self._may_send = may_send
        """False where another process has become the one that sends"""
        self._stopping = False
        self._running = asyncio.Lock()
        self._courier = Courier(
            database=database,
            sender=sender,
            composer=composer,
            limiter=limiter,
            clock=clock,
            is_stopping=self._is_stopping,
            may_send=may_send,
            ledger=Ledger(database),
            outcomes=Outcomes(limiter, clock, composer.rules.zone, patience or Patience()),
        )

    async def recover(self, *, grace: timedelta = timedelta()) -> None:
        """Become the one that sends, and take over what another has left behind.

        With *grace* that one may still be writing down what became of its last requests.
        """
        now = self._clock()
        async with self._database.begin() as session:
            await outbox.expire_leases(session, at=now + grace)
            recent = await outbox.sent_since(session, now - MEMORY)
        for chat, sent_at in recent:
            self._limiter.remember(chat, (now - sent_at).total_seconds())
        self._stopping = False

    async def run(self) -> Counter[Fate]:
        """Send everything that is due; a second call waits for the first to end."""
        fates: Counter[Fate] = Counter()
        under_way: set[asyncio.Task[Fate | None]] = set()
        async with self._running:
            while (claims := await self._claim(AT_ONCE - len(under_way))) or under_way:
                under_way |= {asyncio.create_task(self._deliver(claim)) for claim in claims}
                room = AT_ONCE // 2 if claims else 0
                while len(under_way) > room:
                    under_way = await self._await_some(under_way, fates)
        return fates

    async def stop(self) -> None:
        """End what is under way, give back what has not begun, and return when that is done."""
        self._stopping = True
        async with self._running:
            return

    def _is_stopping(self) -> bool:
        return self._stopping or not self._may_send()

    async def _claim(self, limit: int) -> Sequence[Claim]:
        """Take what is due; nothing while the database is away: the next beat tries again."""
        if self._is_stopping():
            return ()
        try:
            return await self._claim_due(limit)
        except AWAY as error:
            log.warning("notices wait for the database", error=type(error).__name__)
            return ()

    async def _claim_due(self, limit: int) -> Sequence[Claim]:
        now = self._clock()
        async with self._database.beside() as session:
            opens_at = await preferences.earliest(session, self._rules.ladder.remind_at)
            return await outbox.claim(
                session,
                now=now,
                until=now + LEASE,
                token=secrets.token_hex(8),
                limit=limit,
                urgency=least_urgency(now, self._rules, opens_at=opens_at),
            )

    async def _deliver(self, claim: Claim) -> Fate | None:
        """Deliver one; a fault of ours ends this notice as failed and stops no other.

        While the database is away a notice keeps its lease: when that ends it is tried again.
        """
        try:
            return await self._attempt(claim)
        except AWAY as error:
            log.warning("a notice waits", notice=claim.notice_id, error=type(error).__name__)
            return None

    async def _attempt(self, claim: Claim) -> Fate:
        try:
            return await self._courier.deliver(claim)
        except AWAY:
            raise
        except Exception as error:
            log.exception("fault", notice=claim.notice_id)
            return await self._courier.give_up(claim, error)

    async def _await_some(
        self, under_way: set[asyncio.Task[Fate | None]], fates: Counter[Fate]
    ) -> set[asyncio.Task[Fate | None]]:
        done, pending = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        for fate in (task.result() for task in done):
            if fate is not None:
                fates[fate] += 1
                self._delivered(fate)
        return pending
