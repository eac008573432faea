"""The database: whether it can be used, whether it is whole, and what is in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.doctor.findings import Finding, error, ok, warning
from config.settings import Settings
from store import contacts, marks, outbox, schema
from store.backups import BACKED_UP
from store.database import Database
from store.models import Audit, Plan

PATIENCE = 15
"""seconds for a database that does not answer"""
BACKUP_GOOD_FOR = timedelta(days=7)
LATE = timedelta(minutes=10)
"""a notice that is due for so long although its chat can be written to"""
CLOCK_MAY_DIFFER = timedelta(minutes=5)


async def look_at_database(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """Look at the database, without making or changing one."""
    database = Database(settings.database_url)
    try:
        if database.file and not await asyncio.to_thread(Path(database.file).exists):
            yield warning("database_new", database.file)
            return
        async with asyncio.timeout(PATIENCE):
            found = [finding async for finding in _inside(database, settings, now)]
        for finding in found:
            yield finding
    except (SQLAlchemyError, OSError) as problem:  # TimeoutError is an OSError
        yield error("database_down", type(problem).__name__)
    finally:
        await database.close()


async def _inside(database: Database, settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    found, newest = await schema.revision(database), schema.newest()
    if found != newest:
        yield error("schema", f"{found} → {newest}")
        return
    async with database.begin() as session:
        yield await _whole(session, database)
        yield await _clock(session, now)
        yield await _plans(session)
        people = len(await contacts.coordinators(session))
        yield ok("coordinators", people) if people else warning("coordinators", people)
        yield await _queue(session, now)
        yield await _backup(session, now.astimezone(settings.zone).date())


async def _whole(session: AsyncSession, database: Database) -> Finding:
    """Ask SQLite whether its file is whole; PostgreSQL looks after that itself."""
    kind = database.engine.dialect.name
    if kind == "sqlite":
        said = (await (await session.connection()).execute(text("PRAGMA quick_check(1)"))).scalar()
        if said != "ok":
            return error("database_broken", database.file)
    return ok("database", kind)


async def _clock(session: AsyncSession, now: datetime) -> Finding:
    """The latest change on record cannot lie ahead."""
    latest = (await session.exec(select(func.max(Audit.at)))).one()
    if latest and latest - now > CLOCK_MAY_DIFFER:
        return error("clock_back", f"{latest:%Y-%m-%d %H:%M} UTC")
    return ok("clock", f"{now:%Y-%m-%d %H:%M} UTC")


async def _plans(session: AsyncSession) -> Finding:
    plans = (await session.exec(select(func.count()).select_from(Plan))).one()
    return ok("plans", plans) if plans else warning("plans", plans)


async def _queue(session: AsyncSession, now: datetime) -> Finding:
    queue = await outbox.queue(session, now=now)
    if queue.oldest and now - queue.oldest > LATE:
        return warning("queue", queue.due)
    return ok("queue", queue.due)


async def _backup(session: AsyncSession, today: date) -> Finding:
    latest = await marks.get(session, BACKED_UP)
    if latest is None:
        return warning("backup")
    is_recent = today - latest <= BACKUP_GOOD_FOR
    return ok("backup", latest) if is_recent else warning("backup", latest)
