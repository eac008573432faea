"""`duban restore FILE`: everything back, into a fresh place or instead of what is there."""

from __future__ import annotations

import argparse
import sys

from bot.clock import utc_now
from bot.opening import open_database
from config.settings import Settings
from store.backups import restore
from texts.catalogue import Texts, plain


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring the file back and say what was in it; a fault leaves everything as it was."""
    database = await open_database(settings.database_url)
    try:
        backup = await restore(database, arguments.file, now=utc_now(), replace=arguments.replace)
    finally:
        await database.close()
    text = Texts().render(
        "operation/restored", file=arguments.file, backup=backup, zone=settings.zone
    )
    sys.stdout.write(plain(text) + "\n")
    return 0
