"""The sandbox's time machine: it moves the bot's clock, and stops wherever something may be due."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import MovableClock
from bot.sandbox.errors import bad_request

MORNING = time(9, 0)
STOPS = (MORNING, time(17, 30))
"""times of day at which the bot is let look around on the way"""
FRIDAY = 5
FARTHEST = timedelta(days=800)

OnMoved = Callable[[datetime], Awaitable[None]]
NextReminder = Callable[[datetime], Awaitable[datetime | None]]
NextWorkingDay = Callable[[date], date]


def next_weekday(day: date) -> date:
    """Return the next day from Monday to Friday: what is known without a calendar."""
    following = day + timedelta(days=1)
    while following.isoweekday() > FRIDAY:
        following += timedelta(days=1)
    return following


class TimeMachine:
    """Moves one clock forward, one move at a time."""

    def __init__(
        self,
        clock: MovableClock,
        *,
        zone: ZoneInfo,
        on_moved: OnMoved,
        next_reminder: NextReminder | None = None,
        next_working_day: NextWorkingDay = next_weekday,
    ) -> None:
        self.clock = clock
        self.zone = zone
        self._on_moved = on_moved
        self._next_reminder = next_reminder
        self._next_working_day = next_working_day
        self._moving = asyncio.Lock()

    def here(self) -> datetime:
        """Return the present, in the place's time."""
        return self.clock().astimezone(self.zone)

    async def move(self, to: str, *, passing: Callable[[], None]) -> datetime:
        """Move to a goal by its name or date; *passing* is called at every stop."""
        async with self._moving:
            goal = await self._goal(to)
            while (stop := self._next_stop(goal)) < goal:
                await self._halt(stop, passing)
            await self._halt(goal, passing)
            return goal

    async def _goal(self, to: str) -> datetime:
        here = self.here()
        if to == "working_day":
            return self._at(self._next_working_day(here.date()), MORNING)
        if to in ("day", "week"):
            days = 1 if to == "day" else 7
            return self._at(here.date() + timedelta(days=days), here.time())
        if to == "reminder":
            return await self._reminder(here)
        return self._dated(to)

    async def _reminder(self, here: datetime) -> datetime:
        ask = self._next_reminder
        found = await ask(here.astimezone(UTC)) if ask else None
        if found is None:
            raise bad_request("no reminder lies ahead")
        return max(found.astimezone(self.zone), here)

    def _dated(self, to: str) -> datetime:
        try:
            goal = datetime.fromisoformat(to)
        except ValueError:
            raise bad_request("not a date") from None
        if goal.tzinfo is None:
            goal = self._at(goal.date(), goal.time() if "T" in to else MORNING)
        if goal < self.clock():
            raise bad_request("the clock cannot go back")
        if goal > self.clock() + FARTHEST:
            raise bad_request("too far ahead")
        return goal

    def _next_stop(self, goal: datetime) -> datetime:
        """Return the first stop after the present, at the latest *goal*."""
        here = self.here()
        for day in (here.date(), here.date() + timedelta(days=1)):
            for wall in STOPS:
                if (stop := self._at(day, wall)) > here:
                    return min(stop, goal)
        return goal

    async def _halt(self, moment: datetime, passing: Callable[[], None]) -> None:
        self.clock.move_to(moment.astimezone(UTC))
        passing()
        await self._on_moved(self.clock())

    def _at(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall.replace(tzinfo=None), self.zone)
