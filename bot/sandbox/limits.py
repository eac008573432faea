"""Telegram's published limits, counted always and enforced on request.

About 30 messages a second overall (a network bunches messages, so a second may hold a few more
if ten seconds do not), one a second in a chat (short bursts pass), 20 a minute in a group, all
topics together. Who goes on while told to wait is refused again, as Telegram does.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from time import monotonic
from typing import Any

from bot.sandbox.errors import too_many_requests

JITTER = 0.05
"""seconds by which two messages may come closer on the way than they were sent"""
BUNCHING = 1.2
"""how much more than the allowance may arrive within one second, if ten seconds hold it"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much may be sent."""

    overall: int = 30
    """messages a second to all chats"""
    chat_burst: int = 3
    """messages that pass at once in one chat; after them one a second"""
    group: int = 20
    """messages a minute in one group"""


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when somebody is refused, and when that was said."""

    until: float
    said: float


class Window:
    """How many fell into the last *seconds*."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.peak = 0
        self._times: deque[float] = deque()

    def count(self, now: float, *, jitter: float = 0.0) -> int:
        """Return how many lie in the window that ends *now*."""
        while self._times and self._times[0] <= now - self.seconds:
            self._times.popleft()
        leaving = takewhile(lambda time: time <= now - self.seconds + jitter, self._times)
        return len(self._times) - sum(1 for _ in leaving)

    def add(self, now: float) -> None:
        """Count one more."""
        self._times.append(now)
        self.peak = max(self.peak, self.count(now))

    def opens_in(self, now: float) -> float:
        """Return after how long the oldest one leaves the window."""
        return self._times[0] + self.seconds - now if self._times else 0.0


class Bucket:
    """A burst that passes at once, refilled by one a second."""

    def __init__(self, burst: int) -> None:
        self.burst = burst
        self._full_at = 0.0

    def lacks(self, now: float) -> float:
        """Return the seconds until one more may pass; 0 when it may now."""
        debt = max(self._full_at - now, 0.0)
        return max(debt - (self.burst - 1) - JITTER, 0.0)

    def take(self, now: float) -> None:
        """Let one pass."""
        self._full_at = max(self._full_at, now) + 1.0


class Limits:
    """Counts what is sent and, when *enforce* is on, refuses what is too much."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.enforce = False
        self.allow(Allowance())

    def allow(self, allowance: Allowance) -> None:
        """Begin to count afresh, by *allowance*."""
        self.allowance = allowance
        self.violations: Counter[str] = Counter()
        self.admitted = 0
        self._second = Window(1.0)
        self._ten_seconds = Window(10.0)
        self._groups: defaultdict[int, Window] = defaultdict(lambda: Window(60.0))
        self._chats: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(allowance.chat_burst))
        self._blocked: dict[int | None, Wait] = {}
        self.ignored: list[float] = []
        """when waits were said that were then not kept; one entry a request"""

    def admit(self, chat_id: int, *, messages: int = 1) -> None:
        """Count *messages* for a chat, or refuse them with the time to wait."""
        now = self._clock()
        excess = self._excess(chat_id, now)
        if excess is not None:
            rule, wait = excess
            self.violations[rule] += 1
            if self.enforce:
                raise too_many_requests(self._block(chat_id, rule, now + wait, now))
        for _ in range(messages):
            self._count(chat_id, now)

    def pause(self, chat_id: int, seconds: int) -> None:
        """Refuse a chat for some time, as after a 429 that a fault has given."""
        now = self._clock()
        self._blocked[chat_id] = Wait(now + seconds, now)

    def report(self) -> dict[str, Any]:
        """Return the counts, for proofs."""
        groups = [window.peak for window in self._groups.values()]
        return {
            "enforce": self.enforce,
            "admitted": self.admitted,
            "violations": dict(self.violations),
            "peak_second": self._second.peak,
            "peak_ten_seconds": self._ten_seconds.peak,
            "peak_group_minute": max(groups, default=0),
        }

    def _excess(self, chat_id: int, now: float) -> tuple[str, float] | None:
        """Return the limit that one more message would break, and how long it stays so."""
        waits = [self._blocked[key] for key in (chat_id, None) if key in self._blocked]
        longest = max(waits, key=lambda wait: wait.until, default=None)
        if longest is not None and longest.until > now:
            self.ignored.append(longest.said)
            return "impatience", longest.until - now
        for window, most in (
            (self._second, self.allowance.overall * BUNCHING),
            (self._ten_seconds, self.allowance.overall * 10),
        ):
            if window.count(now, jitter=JITTER) >= most:
                return "overall", window.opens_in(now)
        if (wait := self._chats[chat_id].lacks(now)) > 0:
            return "chat", wait
        if chat_id < 0 and self._groups[chat_id].count(now, jitter=JITTER) >= self.allowance.group:
            return "group", self._groups[chat_id].opens_in(now)
        return None

    def _block(self, chat_id: int, rule: str, until: float, now: float) -> int:
        """Remember who has to wait; return for how many whole seconds."""
        seconds = max(math.ceil(until - now), 1)
        if rule != "impatience":
            until = now + seconds - JITTER
            self._blocked[None if rule == "overall" else chat_id] = Wait(until, now)
        return seconds

    def _count(self, chat_id: int, now: float) -> None:
        self.admitted += 1
        self._second.add(now)
        self._ten_seconds.add(now)
        self._chats[chat_id].take(now)
        if chat_id < 0:
            self._groups[chat_id].add(now)
