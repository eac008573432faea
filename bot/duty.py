"""What the one process in office does: receives updates, keeps the timetable, sends notices."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.app import publish_menu
from bot.receiving import Receiving
from handlers.context import BotApplication, Services
from scheduler.tick import Ticker
from scheduler.timetable import Job, build_timetable


@dataclass(frozen=True)
class Duty:
    """Done from the moment of taking office until *over* is set."""

    application: BotApplication
    services: Services
    receiving: Receiving
    ticker: Ticker
    jobs: Mapping[str, Job]
    """what is done again and again, by name"""
    grace: timedelta = timedelta()
    """for whoever was in office before to write down what became of its last requests"""

    async def __call__(self, over: asyncio.Event) -> None:
        """Begin everything, wait, and end it: what is under way is finished."""
        dispatcher = self.ticker.dispatcher
        timetable = build_timetable(self.jobs, at_once=self._begin, zone=self.services.zone)
        await dispatcher.recover(grace=self.grace)
        try:
            await self.receiving.start()
            timetable.start()  # after the bot is ready
            await publish_menu(self.application, self.services)
            await over.wait()
        finally:
            if timetable.running:
                timetable.pause()
            await dispatcher.stop()
            await self.ticker.settle()
            if timetable.running:
                timetable.shutdown(wait=False)  # it would cut short what is under way
            await self.receiving.stop()

    async def _begin(self) -> None:
        """Let a beat come at once, and one when nobody else's requests can be under way any more.

        Until then what another has left in flight stays with it, and all that waits behind it in
        its chat: a whole beat would be long.
        """
        await self.ticker.tick()
        if self.grace:
            await asyncio.sleep(self.grace.total_seconds())
            await self.ticker.tick()
