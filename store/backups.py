"""A running database taken into a file, and brought back from one, whole or not at all."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.operation import BackupDamaged, FileExists, NotEmpty, SchemaNotCurrent
from store import audit, marks, schema
from store.backup_file import OWNER_ONLY, Backup, copy_sqlite, seal, unpack
from store.copying import Total, clear, copy_into, is_empty, totals
from store.database import Database
from store.reindexing import reindex
from store.revisions import COMMAND_LINE
from store.tables.notices import Notice, NoticeState

BACKED_UP = "backed up"
"""the mark of the day of the latest backup"""
UNFINISHED = ".part"


async def back_up(database: Database, file: Path, *, now: datetime) -> Backup:
    """Write *file* from a database that may be in use; the file is there whole or not at all."""
    if await asyncio.to_thread(file.exists):
        raise FileExists(name=str(file))
    revision = await schema.revision(database)
    if revision is None or (not database.file and revision != schema.newest()):
        raise SchemaNotCurrent  # a SQLite file is copied as it is, so also before an upgrade
    unfinished = file.with_name(file.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=OWNER_ONLY)
    try:
        if database.file:
            await asyncio.to_thread(copy_sqlite, database.file, unfinished)
        else:
            await _copy_out(database, unfinished)
        backup = await asyncio.to_thread(seal, unfinished, taken_at=now)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    async with database.begin() as session:
        await marks.put(session, BACKED_UP, now.date())
    return backup


async def restore(database: Database, file: Path, *, now: datetime, replace: bool) -> Backup:
    """Bring *file* back in one transaction; what is there is given up only where *replace* is."""
    with tempfile.TemporaryDirectory(prefix="duban-restore-") as folder:
        unpacked = Path(folder) / "unpacked.db"
        backup = await asyncio.to_thread(unpack, file, unpacked, is_known=schema.is_known)
        staged = Database(f"sqlite+aiosqlite:///{unpacked}")
        try:
            await schema.upgrade(staged)
            async with staged.begin() as source, database.begin() as target:
                if not replace and not await is_empty(target):
                    raise NotEmpty
                await _bring_in(target, source, name=file.name)
                await _settle(target, backup, now=now)
        finally:
            await staged.close()
    return backup


async def _copy_out(database: Database, file: Path) -> None:
    """Copy another kind of database, as it is at one moment, to a new SQLite file."""
    out = Database(f"sqlite+aiosqlite:///{file}")
    try:
        await schema.upgrade(out)
        async with database.snapshot() as source, out.begin() as target:
            read = await copy_into(target, source)
            await _prove(target, read, name=file.name)
    finally:
        await out.close()


async def _bring_in(target: AsyncSession, source: AsyncSession, *, name: str) -> None:
    await clear(target)
    read = await copy_into(target, source)
    await _prove(target, read, name=name)
    await reindex(target)


async def _prove(session: AsyncSession, read: dict[str, Total], *, name: str) -> None:
    """Compare counts and checksums; the transaction ends where they differ."""
    if await totals(session) != read:
        raise BackupDamaged(name=name)


async def _settle(session: AsyncSession, backup: Backup, *, now: datetime) -> None:
    """Take what was waiting to be sent as possibly sent since: it goes out marked 补发.

    So does what is planned anew for the days until now (`notices.may_be_out`).
    """
    waiting = (NoticeState.PENDING, NoticeState.CLAIMED)
    due = col(Notice.due_at) <= now
    doubt = update(Notice).where(col(Notice.state).in_(waiting), due)
    await (await session.connection()).execute(doubt.values(state=NoticeState.UNKNOWN))
    await marks.put(session, marks.RESTORED, now.date())
    await audit.record(
        session,
        actor=COMMAND_LINE,
        action="restore",
        subject=backup.taken_at.date().isoformat(),
        at=now,
    )
