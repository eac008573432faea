"""The database: whether it can be used, whether it is whole, and what is in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.doctor.findings import Finding, error, ok, warning
from config.settings import Settings
from store import contacts, schema
from store.database import Database
from store.state import State, state
from store.tables.records import Audit

PATIENCE = 15
"""seconds for a database that does not answer"""
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
    revision, newest = await schema.revision(database), schema.newest()
    if revision is None and database.is_server:
        yield warning("database_new", database.engine.url.database)
        return
    if revision != newest:
        yield error("schema", f"{revision} → {newest}")
        return
    async with database.begin() as session:
        yield await _whole(session, database)
        yield await _clock(session, now, settings.zone)
        people = len(await contacts.coordinators(session))
        found = await state(session, now=now)
    yield ok("plans", found.plans) if found.plans else warning("plans", found.plans)
    yield ok("coordinators", people) if people else warning("coordinators", people)
    yield _queue(found, now)
    yield _backup(found, now.astimezone(settings.zone).date())


async def _whole(session: AsyncSession, database: Database) -> Finding:
    """Ask SQLite whether its file is whole; PostgreSQL looks after that itself."""
    kind = database.engine.dialect.name
    if kind == "sqlite":
        said = (await (await session.connection()).execute(text("PRAGMA quick_check(1)"))).scalar()
        if said != "ok":
            return error("database_broken", database.file)
    return ok("database", kind)


async def _clock(session: AsyncSession, now: datetime, zone: ZoneInfo) -> Finding:
    """The latest change on record cannot lie ahead."""
    latest = (await session.exec(select(func.max(Audit.at)))).one()
    if latest and latest - now > CLOCK_MAY_DIFFER:
        return error("clock_back", f"{latest.astimezone(zone):%Y-%m-%d %H:%M}")
    return ok("clock", f"{now.astimezone(zone):%Y-%m-%d %H:%M}")


def _queue(found: State, now: datetime) -> Finding:
    return (warning if found.waits_too_long(now) else ok)("queue", found.queue.due)


def _backup(found: State, today: date) -> Finding:
    latest = found.backed_up or ""
    return (warning if found.needs_backup(today) else ok)("backup", latest)
