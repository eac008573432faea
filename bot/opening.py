"""A database, opened: its folder made, its tables those that this version works with."""

from __future__ import annotations

from pathlib import Path

from store import schema
from store.database import Database
from store.schema import Standing


async def open_database(url: str, *, upgrade: bool = False) -> Database:
    """Open the database by its URL; an empty one gets its tables, and SQLite its folder.

    Tables of an earlier version are changed where that is asked for, and else refused
    (docs/decisions/0014): so are those of a later one, always.
    """
    database = Database(url)
    if database.file:
        Path(database.file).parent.mkdir(parents=True, exist_ok=True)
    try:
        await _bring_up_to_date(database, upgrade=upgrade)
    except BaseException:
        await database.close()
        raise
    return database


async def _bring_up_to_date(database: Database, *, upgrade: bool) -> None:
    standing = await schema.standing(database)
    if standing is Standing.EMPTY or (standing is Standing.OLDER and upgrade):
        await schema.upgrade(database)
    else:
        await schema.require_current(database)
