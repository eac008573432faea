"""The updates that wait for the bot: handed out by getUpdates or pushed to its webhook."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any

from bot.clock import utc_now
from bot.sandbox.errors import ApiError

MAX_BATCH = 100
OFF_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)

Update = dict[str, Any]


class UpdateQueue:
    """Updates in order; one is forgotten when a later offset is asked for."""

    def __init__(self) -> None:
        # Seconds since 1970: a sandbox started later never repeats the numbers of an earlier one.
        self._next = int(utc_now().timestamp())
        self._waiting: deque[Update] = deque()
        self._changed = asyncio.Event()
        self._reader = 0
        self._closed = False
        self.allowed: tuple[str, ...] = ()
        """kinds asked for; none means all but those that are off by default"""

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, kind: str, payload: dict[str, Any]) -> None:
        """Add an update, unless the bot has not asked for its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in OFF_BY_DEFAULT
        if wanted:
            self._waiting.append({"update_id": self._next, kind: payload})
            self._next += 1
            self.wake()

    def confirm(self, offset: int) -> None:
        """Forget what lies before *offset*; a negative one keeps only the last ones."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Change what is kept; None leaves it as it was, as Telegram does."""
        if kinds is not None:
            self.allowed = tuple(kinds)

    async def take(self, *, limit: int, seconds: float) -> list[Update]:
        """Return what waits, or wait for it up to *seconds*; a later reader ends an earlier one."""
        self._reader += 1
        mine = self._reader
        self.wake()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not self._waiting and not self._closed and loop.time() < deadline:
            await self._wait(deadline - loop.time())
            if mine != self._reader:
                raise ApiError(409, _CONFLICT)
        return [update for update, _ in zip(self._waiting, range(limit), strict=False)]

    def waiting(self) -> list[Update]:
        """Return what waits, the oldest first."""
        return list(self._waiting)

    def holds(self, update: Update) -> bool:
        """Say whether *update* still waits."""
        return update in self._waiting

    def forget(self, update: Update) -> None:
        """Forget one that was accepted."""
        if update in self._waiting:
            self._waiting.remove(update)

    def drop(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    async def changed(self) -> None:
        """Wait until something has happened here."""
        await self._changed.wait()

    def close(self) -> None:
        """Let every waiting reader go."""
        self._closed = True
        self.wake()

    async def _wait(self, seconds: float) -> None:
        changed = self._changed
        try:
            async with asyncio.timeout(seconds):
                await changed.wait()
        except TimeoutError:
            return

    def wake(self) -> None:
        """Let everyone who waits look again."""
        self._changed.set()
        self._changed = asyncio.Event()
