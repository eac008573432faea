"""The messengers' published limits, kept in one place (docs/telegram.md T6).

Telegram's: 30 a second in all, 1 a second to a chat, 20 a minute to a group with all its topics.
A robot of another messenger, too, has 20 a minute, and no part in Telegram's 30 a second. Answers
to people go before notices. A chat that is told to wait waits alone; the others go on.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count

from store.robots import is_robot

Seconds = Callable[[], float]
"""a clock that only goes forward, in seconds"""
Sleep = Callable[[float], Awaitable[object]]


class Lane(IntEnum):
    """Who goes first."""

    PASSED = -1
    """has had its turn: a call that is made for it does not wait again"""
    ANSWER = 0
    URGENT = 1
    NOTICE = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How closely messages may follow; a little less than published, as clocks and ways differ."""

    spacing: float = 1 / 29
    """seconds between any two: an even pace stays within 30 a second however long the way"""
    chat_spacing: float = 1.05
    """seconds between two to one chat"""
    group: int = 19
    """messages to one group within `group_span`"""
    group_span: float = 60.5
    ahead: float = 0.25
    """seconds between giving a turn and the turn: time to write down that a request leaves"""


@dataclass(order=True, slots=True)
class _Waiter:
    lane: Lane
    number: int
    chat: int = field(compare=False)
    turn: asyncio.Future[float] = field(compare=False)


class Limiter:
    """Hands out permissions to send; `chat` is its id, negative for groups and robots."""

    def __init__(
        self,
        *,
        seconds: Seconds,
        sleep: Sleep = asyncio.sleep,
        limits: Limits | None = None,
        waited: Callable[[Lane, float], object] = lambda *_: None,
    ) -> None:
        self._seconds = seconds
        self._sleep = sleep
        self._limits = limits or Limits()
        self._waited = waited
        """is told how long each turn was waited for"""
        self._numbers = count()
        self._waiting: list[_Waiter] = []
        self._next = float("-inf")
        self._by_chat: defaultdict[int, deque[float]] = defaultdict(deque)
        self._paused: dict[int, float] = {}
        self._let_go_at = float("-inf")
        self._driver: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()

    async def acquire(self, chat: int, lane: Lane = Lane.NOTICE) -> None:
        """Wait until a message to *chat* may go out, and count it."""
        await self.until(await self.reserve(chat, lane))

    async def reserve(self, chat: int, lane: Lane = Lane.NOTICE) -> float:
        """Wait until the turn of a message to *chat* is near, count it, and return its moment."""
        begun = self._seconds()
        moment = await self._line_up(chat, lane)
        self._waited(lane, max(moment - begun, 0.0))
        return moment

    async def _line_up(self, chat: int, lane: Lane) -> float:
        """Wait among those who wait here until the turn is near, and count it."""
        turn: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        waiter = _Waiter(lane, next(self._numbers), chat, turn)
        heapq.heappush(self._waiting, waiter)
        self._changed.set()
        if self._driver is None or self._driver.done():
            self._driver = asyncio.create_task(self._drive())
        try:
            return await turn
        except asyncio.CancelledError:
            with suppress(ValueError):
                self._waiting.remove(waiter)
                heapq.heapify(self._waiting)
            raise

    async def until(self, moment: float) -> None:
        """Wait for the moment of a turn; whoever comes late takes another, lest two go at once."""
        if moment < self._seconds() - self._limits.spacing:
            moment = await self._another()
        if (left := moment - self._seconds()) > 0:
            await self._sleep(left)

    async def _another(self) -> float:
        """Take a turn for a message that has come too late for its own."""
        return self._take()

    def pause(self, chat: int, seconds: float) -> None:
        """Leave *chat* alone for so long: the server asked for it."""
        self._paused[chat] = max(self._paused.get(chat, 0.0), self._seconds() + seconds)

    def remember(self, chat: int, ago: float) -> None:
        """Count a message of an earlier run, sent so many seconds *ago*; the earliest first."""
        self._by_chat[chat].append(self._seconds() - ago)

    async def _drive(self) -> None:
        """Wake whoever may go, until nobody waits."""
        while self._waiting:
            self._let_go()
            self._changed.clear()
            delay = self._wake_ready()
            if delay is None:
                continue
            await self._rest(delay)

    def _wake_ready(self) -> float | None:
        """Wake everyone whose turn is near, in order; return how long until the next one's is."""
        soonest: float | None = None
        for waiter in sorted(self._waiting):
            left = max(
                self._own_delay(waiter.chat), self._overall_delay(waiter.chat) - self._limits.ahead
            )
            if left <= 0:
                moment = self._count(waiter.chat)
                self._waiting.remove(waiter)
                if not waiter.turn.done():
                    waiter.turn.set_result(moment)
            else:
                soonest = left if soonest is None else min(soonest, left)
        heapq.heapify(self._waiting)
        return soonest

    async def _rest(self, delay: float) -> None:
        """Sleep for *delay*, or until somebody new comes, who may be allowed at once."""
        sleeping = asyncio.ensure_future(self._sleep(delay))
        changed = asyncio.ensure_future(self._changed.wait())
        _, pending = await asyncio.wait((sleeping, changed), return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()

    def delay(self, chat: int) -> float:
        """Return how long a message to *chat* must still wait."""
        return max(self._own_delay(chat), self._overall_delay(chat))

    def _overall_delay(self, chat: int) -> float:
        return 0.0 if is_robot(chat) else self._next - self._seconds()

    def _own_delay(self, chat: int) -> float:
        """Return how long *chat* must be left alone, whatever others do."""
        now, limits = self._seconds(), self._limits
        waits = [self._paused.get(chat, now) - now]
        times = self._by_chat[chat]
        self._forget(times, now - limits.group_span)
        if times:
            waits.append(times[-1] + limits.chat_spacing - now)
        else:
            del self._by_chat[chat]
        if chat < 0 and len(times) >= limits.group:
            waits.append(times[-limits.group] + limits.group_span - now)
        return max(waits)

    def _count(self, chat: int) -> float:
        now = self._seconds()
        moment = now if is_robot(chat) else self._take()
        self._by_chat[chat].append(moment)
        if self._paused.get(chat, now) < now:
            del self._paused[chat]
        return moment

    def _take(self) -> float:
        """Take the next moment of the overall pace."""
        moment = max(self._seconds(), self._next)
        self._next = moment + self._limits.spacing
        return moment

    def _let_go(self) -> None:
        """Forget chats that nothing counts for any more, once in the time that is counted."""
        now, span = self._seconds(), self._limits.group_span
        if now < self._let_go_at:
            return
        self._let_go_at = now + span
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        counts = {chat for chat, times in self._by_chat.items() if times and times[-1] > now - span}
        for chat in self._by_chat.keys() - counts:
            del self._by_chat[chat]

    @property
    def remembered(self) -> int:
        """Of how many chats something is kept."""
        return len(self._by_chat.keys() | self._paused.keys())

    @staticmethod
    def _forget(times: deque[float], before: float) -> None:
        while times and times[0] <= before:
            times.popleft()
