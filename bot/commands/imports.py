"""`duban import`: documents, or plans of the library, into the database."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bot.clock import utc_now
from bot.documents import read_path
from bot.opening import open_database
from config.settings import Settings
from plans import library
from plans.departments import Directory
from plans.errors.base import DubanError
from plans.model import PlanFacts
from store import aliases, intakes, revisions
from store.database import Database
from store.revisions import COMMAND_LINE, Handed
from texts.catalogue import Texts, plain
from texts.intake import render_imported

USAGE = 2
"""exit code of a command without what it needs"""


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Put each plan into force, printing what was added, changed, removed and doubted.

    A file that cannot be read costs one line and the exit code 1; the others are imported.
    """
    if not arguments.files and not arguments.library:
        sys.stderr.write("duban import: FILE or --library PLAN\n")
        return USAGE
    importer = Importer(Texts(), await open_database(settings.database_url), settings, utc_now())
    try:
        return await importer.run(arguments)
    finally:
        await importer.database.close()


class Importer:
    """One run of the command."""

    def __init__(self, texts: Texts, database: Database, settings: Settings, now: datetime) -> None:
        self._texts, self.database, self._now = texts, database, now
        self._today = now.astimezone(settings.zone).date()

    async def run(self, arguments: argparse.Namespace) -> int:
        """Import all that is named; return the exit code."""
        failed = 0
        for key in arguments.library:
            await self._import(library.plan(key), None)
        for path in arguments.files:
            try:
                await self._import(await self._read(path), path)
            except DubanError as error:
                sys.stderr.write(f"{path.name}: {plain(self._texts.sentence(error))}\n")
                failed = 1
        return failed

    async def _read(self, path: Path) -> PlanFacts:
        async with self.database.begin() as session:
            directory = await aliases.current(session, Directory.load())
        return await read_path(path, directory=directory)

    async def _import(self, facts: PlanFacts, path: Path | None) -> None:
        document = await asyncio.to_thread(path.read_bytes) if path else None
        async with self.database.begin() as session:
            known, answers = await intakes.as_known(session, facts)
            applied = await revisions.put_in_force(
                session,
                known,
                Handed(facts.source, document, tuple(answers)),
                directory=await aliases.current(session, Directory.load()),
                actor=COMMAND_LINE,
                now=self._now,
                today=self._today,
            )
        sys.stdout.write(plain(render_imported(applied, known, texts=self._texts)) + "\n")
