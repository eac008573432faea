"""`duban doctor`: looks at everything a running bot needs and says what to do."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import func, select
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import utc_now
from config.reminders import load_ladder
from config.settings import Settings
from scheduler.workdays import Certainty, load_workdays
from store import contacts, schema
from store.database import Database
from store.models import Plan
from texts.catalogue import Texts, plain

LEAST_FREE_BYTES = 200 * 1024**2
"""below it a backup or a large document may not fit any more"""


class Health(StrEnum):
    """How one thing is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `key` names its words in doctor.j2."""

    key: str
    health: Health
    detail: str = ""


async def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every finding; the exit code is 1 when one is an error."""
    texts = Texts()
    found = [finding async for finding in examine(settings)]
    sys.stdout.write(plain(texts.render("operation/doctor", findings=found)) + "\n")
    return int(any(finding.health is Health.ERROR for finding in found))


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at configuration, days, disk, database and Telegram, in this order."""
    load_ladder(settings.reminders_file)
    yield Finding("settings", Health.OK)
    yield _working_days(settings)
    yield _disk(settings.data_dir)
    async for finding in _database(settings):
        yield finding
    async for finding in _telegram(settings):
        yield finding


def _working_days(settings: Settings) -> Finding:
    today = utc_now().astimezone(settings.zone).date()
    workdays = load_workdays(settings.holidays_dir)
    unsure = [
        str(year)
        for year in (today.year, today.year + 1)
        if workdays.certainty(today.replace(year=year, month=7, day=1)) is not Certainty.CONFIRMED
    ]
    return Finding("workdays", Health.WARNING if unsure else Health.OK, ", ".join(unsure))


def _disk(folder: Path) -> Finding:
    existing = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    health = Health.OK if free > LEAST_FREE_BYTES else Health.WARNING
    return Finding("disk", health, f"{free // 1024**2} MB")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    database = Database(settings.database_url)
    if database.file and not _exists(database.file):
        yield Finding("database_new", Health.WARNING, database.file)
        return
    try:
        found, newest = await schema.revision(database), schema.newest()
        if found != newest:
            yield Finding("schema", Health.ERROR, f"{found} → {newest}")
            return
        yield Finding("database", Health.OK)
        async with database.begin() as session:
            plans = (await session.exec(select(func.count()).select_from(Plan))).one()
            people = len(await contacts.coordinators(session))
        yield Finding("plans", Health.OK if plans else Health.WARNING, str(plans))
        yield Finding("coordinators", Health.OK if people else Health.WARNING, str(people))
    except (SQLAlchemyError, OSError) as error:
        yield Finding("database_down", Health.ERROR, type(error).__name__)
    finally:
        await database.close()


def _exists(file: str) -> bool:
    return Path(file).exists()


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    if settings.token is None:
        yield Finding("token_missing", Health.WARNING)
        return
    try:
        bot = Bot(settings.token.get_secret_value(), base_url=f"{settings.api_url}/bot")
        async with bot:
            me = await bot.get_me()
    except InvalidToken:
        yield Finding("token_refused", Health.ERROR)
    except TelegramError as error:
        yield Finding("telegram_down", Health.ERROR, str(error))
    else:
        yield Finding("token", Health.OK, f"@{me.username}")
        health = Health.OK if me.can_join_groups else Health.ERROR
        yield Finding("groups", health)
