"""`duban run`: a bot that is up until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from contextlib import suppress

from bot.building import build
from bot.clock import utc_now
from bot.logs import redact
from bot.opening import open_database
from bot.running import Duban, running
from config.settings import Settings
from store import access, contacts, invites
from store.tables.people import Access
from texts.catalogue import plain


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Run on Telegram; without a token bot.cli calls the sandbox instead."""
    if settings.token is None:
        raise RuntimeError("no token")
    database = await open_database(settings.database_url, upgrade=arguments.upgrade)
    try:
        token = settings.token.get_secret_value()
        duban = build(settings, database, token=token, api_url=settings.api_url, clock=utc_now)
        async with database.begin() as session:
            redact.meet(await contacts.names(session))
        async with running(duban):
            await _admit_coordinators(duban, settings)
            await until_stopped()
    finally:
        await database.close()
    return 0


async def _admit_coordinators(duban: Duban, settings: Settings) -> None:
    """Grant the role to who is named in the settings; with nobody, print a one-time code."""
    now = duban.services.clock()
    async with duban.services.database.begin() as session:
        for telegram_id in settings.coordinators:
            await access.admit(session, telegram_id=telegram_id, now=now)
        if await contacts.coordinators(session) or not duban.office.is_held:
            return  # of several processes the one in office prints the code
        await invites.withdraw(session, access=Access.COORDINATOR, now=now)
        invite = await invites.create(session, access=Access.COORDINATOR, now=now)
    say(plain(duban.services.texts.render("operation/start_code", code=invite.code)))


async def until_stopped() -> None:
    """Wait for SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C raises there
            loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


def say(text: str) -> None:
    """Write a line for whoever started the bot, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
