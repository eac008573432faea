"""`duban db …`: of which version the tables are, brought up or taken back, moved elsewhere."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from config.settings import Settings
from plans.errors.documents import UnopenedFile
from plans.errors.operation import RevisionUnknown
from store import schema
from store.database import Database
from store.moving import move
from store.schema import Standing
from texts.catalogue import Texts, plain


async def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what the second word says."""
    return await ACTIONS[arguments.action](arguments, settings)


async def current(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the revision; the exit code is 1 where it is not this version's."""
    found, standing = None, Standing.EMPTY
    async with Database(settings.database_url) as database:
        if _is_there(database):
            found, standing = await schema.revision(database), await schema.standing(database)
    _say("schema", standing=standing.value, found=found, newest=schema.newest())
    return int(standing is not Standing.CURRENT)


async def upgrade(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring the tables to the newest revision; the same again changes nothing."""
    database = Database(settings.database_url)
    if database.file:
        await asyncio.to_thread(Path(database.file).parent.mkdir, parents=True, exist_ok=True)
    async with database:
        before = await schema.revision(database)
        await schema.upgrade(database)
    _say("upgraded", before=before, newest=schema.newest())
    return 0


async def downgrade(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take the tables back; what an earlier version has no place for is gone."""
    to = arguments.revision
    async with _existing(settings.database_url) as database:
        await schema.require_current(database)
        if to not in schema.earlier():
            raise RevisionUnknown(name=to, known=schema.earlier())
        await schema.downgrade(database, to)
    _say("downgraded", before=schema.newest(), now=to)
    return 0


async def copy(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Move everything into an empty database, and print what both hold."""
    async with (
        _existing(arguments.source) as source,
        Database(arguments.target) as target,
    ):
        held = await move(source, target)
    _say("moved", tables=held)
    return 0


ACTIONS: dict[str, Callable[[argparse.Namespace, Settings], Awaitable[int]]] = {
    "current": current,
    "upgrade": upgrade,
    "downgrade": downgrade,
    "copy": copy,
}


def _existing(url: str) -> Database:
    """Open a database that is there."""
    database = Database(url)
    if not _is_there(database):
        raise UnopenedFile(name=database.file)
    return database


def _is_there(database: Database) -> bool:
    """Look before SQLite makes a file of whatever name."""
    return database.file is None or Path(database.file).exists()


def _say(template: str, **facts: Any) -> None:
    sys.stdout.write(plain(Texts().render(f"operation/{template}", **facts)) + "\n")
