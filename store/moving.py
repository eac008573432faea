"""A deployment moved to another database: every row, counted and summed up on both sides."""

from __future__ import annotations

from plans.errors.operation import CopyDiffers, TargetNotEmpty
from store import schema
from store.copying import Total, copy_into, is_empty, totals
from store.database import Database
from store.reindexing import reindex
from store.schema import Standing


async def move(source: Database, target: Database) -> dict[str, Total]:
    """Copy all of *source* into *target*, whole or not at all; return what both hold by table.

    The target may have no tables yet; it may not have rows. The source stays as it is.
    """
    await schema.require_current(source)
    if await schema.standing(target) is Standing.EMPTY:
        await schema.upgrade(target)
    await schema.require_current(target)
    async with target.begin() as writing:
        if not await is_empty(writing):
            raise TargetNotEmpty
        async with source.snapshot() as reading:
            read = await copy_into(writing, reading)
        held = await totals(writing)
        if different := [name for name, total in read.items() if held[name] != total]:
            raise CopyDiffers(tables=different)
        await reindex(writing)
    return held
