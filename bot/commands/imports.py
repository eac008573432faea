"""`duban import`: documents into the database."""

from __future__ import annotations

import argparse
import sys

from bot.clock import utc_now
from bot.documents import read_path
from bot.running import open_database
from config.settings import Settings
from plans.departments import Directory
from store.imports import save_plan
from texts.catalogue import Texts, plain


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add or update each plan, printing what was added, changed, removed and doubted."""
    texts, directory = Texts(), Directory.load()
    database = await open_database(settings.database_url)
    try:
        for path in arguments.files:
            facts = await read_path(path, directory=directory)
            async with database.begin() as session:
                change = await save_plan(session, facts, directory=directory, now=utc_now())
            text = texts.render("reading/imported", plan=facts, change=change)
            sys.stdout.write(plain(text) + "\n")
    finally:
        await database.close()
    return 0
