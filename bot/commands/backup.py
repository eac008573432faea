"""`duban backup FILE`: everything into one file, while Duban runs."""

from __future__ import annotations

import argparse
import sys

from bot.clock import utc_now
from config.settings import Settings
from store.backups import back_up
from store.database import Database
from texts.catalogue import Texts, plain


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the file and say what is in it."""
    database = Database(settings.database_url)
    try:
        backup = await back_up(database, arguments.file, now=utc_now())
    finally:
        await database.close()
    size = arguments.file.stat().st_size
    text = Texts().render("operation/backed_up", file=arguments.file, backup=backup, size=size)
    sys.stdout.write(plain(text) + "\n")
    return 0
