"""Duban, running: opened in order and closed in the reverse order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.inbox import Inbox
from bot.office import Office
from bot.senders.robots import RobotSender
from bot.web.server import WebServer
from handlers.context import BotApplication, Services
from scheduler.owing import Rules
from scheduler.retention import Retention
from scheduler.tick import Ticker


@dataclass(frozen=True)
class Duban:
    """A bot that is up."""

    application: BotApplication
    services: Services
    rules: Rules
    ticker: Ticker
    retention: Retention
    inbox: Inbox
    office: Office
    robots: RobotSender
    web: WebServer | None = None
    """None where no port is set"""


@asynccontextmanager
async def running(duban: Duban) -> AsyncIterator[None]:
    """Answer people and, in office, keep the timetable; at the end finish what is under way."""
    async with duban.application, served(duban.web):
        await duban.application.start()
        try:
            await duban.office.start()  # first: it refuses a second process on one SQLite file
            await duban.inbox.start()
            yield
        finally:
            await duban.office.stop()
            await duban.inbox.stop()
            await duban.application.stop()
            await duban.robots.close()


@asynccontextmanager
async def served(web: WebServer | None) -> AsyncIterator[None]:
    """Keep the web endpoint open, where there is one."""
    if web is None:
        yield
        return
    await web.start()
    try:
        yield
    finally:
        await web.stop()
