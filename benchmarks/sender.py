"""The bot's real sending road as a process of its own: sends whatever is due until SIGTERM.

    python -m benchmarks.sender DATABASE_URL TOKEN API_URL SECONDS

SECONDS is how far its clock is ahead of the machine's.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.clock import MovableClock, utc_now
from bot.rate_limiter import PacedRequests
from bot.senders.telegram import TelegramSender
from config.reminders import load_ladder
from scheduler.composer import Composer
from scheduler.dispatcher import Dispatcher
from scheduler.limiter import Limiter
from scheduler.outcomes import Patience
from scheduler.owing import Rules
from scheduler.workdays import build_workdays
from store.database import Database
from texts.catalogue import Texts

HURRY = Patience(
    resend_after=timedelta(seconds=2), pauses=(timedelta(seconds=1), timedelta(seconds=2))
)


def dispatcher_of(
    database: Database, token: str, api_url: str, clock: MovableClock
) -> tuple[Dispatcher, ExtBot[Any]]:
    """Build the sending road as `bot.building` does, with less patience."""
    limiter = Limiter(seconds=time.monotonic)
    request = HTTPXRequest(
        connection_pool_size=64, read_timeout=2, httpx_kwargs={"trust_env": False}
    )
    bot: ExtBot[Any] = ExtBot(
        token, f"{api_url}/bot", request=request, rate_limiter=PacedRequests(limiter)
    )
    rules = Rules(load_ladder(), build_workdays(), lambda _: (), ZoneInfo("Asia/Shanghai"))
    dispatcher = Dispatcher(
        database,
        TelegramSender(bot),
        Composer(rules, Texts()),
        limiter=limiter,
        clock=clock,
        patience=HURRY,
    )
    return dispatcher, bot


async def main(url: str, token: str, api_url: str, offset: float) -> None:
    """Send whatever is due until SIGTERM."""
    logging.disable(logging.CRITICAL)  # PTB shows every broken answer, and many are ordered
    database = Database(url)
    clock = MovableClock(utc_now() + timedelta(seconds=offset))
    dispatcher, bot = dispatcher_of(database, token, api_url, clock)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with bot:
        await dispatcher.recover()
        while not stopped.is_set():
            run = asyncio.create_task(dispatcher.run())
            stop = asyncio.create_task(stopped.wait())
            await asyncio.wait({run, stop}, return_when=asyncio.FIRST_COMPLETED)
            stop.cancel()
            if stopped.is_set():
                await dispatcher.stop()
            await run
            await asyncio.sleep(0.1)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
