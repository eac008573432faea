"""`duban doctor`: looks at everything a running bot needs and says what to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator

from bot.clock import utc_now
from bot.doctor.findings import Finding, Health
from bot.doctor.machine import look_at_machine
from bot.doctor.messenger import look_at_telegram
from bot.doctor.storage import look_at_database
from config.settings import Settings
from texts.catalogue import Texts, plain


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every finding; the exit code is 1 when one is an error."""
    texts = Texts()
    found = [finding async for finding in examine(settings)]
    sys.stdout.write(plain(texts.render("operation/doctor", findings=found)) + "\n")
    return int(any(finding.health is Health.ERROR for finding in found))


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the machine, the database and Telegram, in this order."""
    now = utc_now()
    for finding in look_at_machine(settings, now.astimezone(settings.zone).date()):
        yield finding
    async for finding in look_at_database(settings, now):
        yield finding
    async for finding in look_at_telegram(settings, utc_now()):
        yield finding
