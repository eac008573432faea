"""What happens every half minute: plan the days that have come, send what is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from scheduler.auditor import audit_until
from scheduler.dispatcher import Dispatcher
from scheduler.follow_up import follow_up_until
from scheduler.owing import Rules
from scheduler.planner import plan_until
from store.database import Database


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

    @property
    def jobs(self) -> dict[str, Callable[[], Awaitable[object]]]:
        """What the timetable does on every beat, by name."""
        return {"plan": self.plan, "dispatch": self.dispatcher.run}

    async def tick(self) -> None:
        """Plan and send; whatever is not done now is found by the next beat."""
        await self.plan()
        await self.dispatcher.run()

    async def plan(self) -> None:
        """Make the notices of the days that have come, and what follows from earlier ones."""
        now = self.clock()
        await plan_until(self.database, rules=self.rules, now=now)
        await audit_until(self.database, rules=self.rules, now=now)
        await follow_up_until(self.database, rules=self.rules, now=now)
        await self.beat()
