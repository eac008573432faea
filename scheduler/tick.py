"""What happens every half minute: plan the days that have come, send what is due."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from scheduler.auditor import audit_until
from scheduler.broadcasting import broadcast_until
from scheduler.dispatcher import Dispatcher
from scheduler.follow_up import follow_up_until
from scheduler.owing import Rules
from scheduler.planner import plan_until
from store.database import Database

log = structlog.get_logger(__name__)


async def silent() -> None:
    """Tell nobody: no watchdog is configured."""


@dataclass(frozen=True)
class Ticker:
    """One beat of the reminder road; the timetable and the sandbox's time machine call it."""

    database: Database
    rules: Rules
    dispatcher: Dispatcher
    clock: Callable[[], datetime]
    beat: Callable[[], Awaitable[None]] = silent
    """tells an outside watchdog that a beat went well"""
    is_in_office: Callable[[], bool] = lambda: True
    """False where another process on the database plans and sends"""
    ask_office: Callable[[], Awaitable[None]] = silent
    """asks that one for a beat"""

    _beside: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def jobs(self) -> dict[str, Callable[[], Awaitable[object]]]:
        """What the timetable does on every beat, by name."""
        return {"plan": self.plan, "dispatch": self.dispatcher.run}

    async def tick(self) -> None:
        """Plan and send; whatever is not done now is found by the next beat."""
        if not self.is_in_office():
            await self.ask_office()
            return
        await self.plan()
        await self.dispatcher.run()

    def soon(self) -> None:
        """Let a beat come at once, beside whatever asks for it."""
        beat = asyncio.create_task(self.tick())
        self._beside.add(beat)
        beat.add_done_callback(self._is_over)

    def _is_over(self, beat: asyncio.Task[None]) -> None:
        self._beside.discard(beat)
        if not beat.cancelled() and (error := beat.exception()) is not None:
            log.error("a beat failed", exc_info=error)

    async def settle(self) -> None:
        """Wait until no beat is under way that was asked for."""
        await asyncio.gather(*self._beside, return_exceptions=True)

    async def plan(self) -> None:
        """Make the notices of the days that have come, and what follows from earlier ones."""
        now = self.clock()
        await plan_until(self.database, rules=self.rules, now=now)
        await audit_until(self.database, rules=self.rules, now=now)
        await follow_up_until(self.database, rules=self.rules, now=now)
        await broadcast_until(self.database, rules=self.rules, now=now)
        await self.beat()
