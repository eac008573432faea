"""The machine and what people edit on it: configuration, working days, disk, fonts."""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import chain
from pathlib import Path

from bot.doctor.findings import Finding, error, ok, warning
from config.errors import BadConfig
from config.reminders import load_ladder
from config.settings import Settings
from scheduler.workdays import Certainty, load_workdays
from store.database import Database

LEAST_FREE_BYTES = 200 * 1024**2
"""below it a backup or a large document may not fit any more"""
MEGABYTE = 1024**2
ENV_FILE = Path(".env")
FONT_FOLDERS = (
    *("/usr/share/fonts", "/usr/local/share/fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts"),
)
FONTS_AT_HOME = (".fonts", ".local/share/fonts")
CHINESE_FONT = re.compile(
    r"cjk|notosans(sc|tc|hans)|sourcehan|wqy|simsun|simhei|msyh|pingfang|heiti|songti|ukai|uming"
    r"|droidsansfallback|hiragino.*gb",
    re.IGNORECASE,
)
FONT_KINDS = (".ttf", ".otf", ".ttc", ".otc")


def look_at_machine(settings: Settings, today: date) -> Iterator[Finding]:
    """Look at what needs neither database nor network."""
    yield _ladder(settings)
    yield from _env_file(ENV_FILE)
    yield _working_days(settings, today)
    yield _disk(settings)
    yield _font()


def _ladder(settings: Settings) -> Finding:
    try:
        load_ladder(settings.reminders_file)
    except (BadConfig, OSError) as problem:
        return error("settings_broken", _named(problem))
    return ok("settings")


def _named(problem: BadConfig | OSError) -> object:
    """Name the file that is not there or not ours to read; what is wrong in one says it itself."""
    return problem.filename if isinstance(problem, OSError) else problem


def _env_file(file: Path) -> Iterator[Finding]:
    """The file that holds the token is its owner's alone."""
    if file.exists() and file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield warning("env_file", file)


def _working_days(settings: Settings, today: date) -> Finding:
    try:
        workdays = load_workdays(settings.holidays_dir)
    except (BadConfig, OSError) as problem:
        return error("workdays_broken", _named(problem))
    if not settings.holidays_dir.is_dir():
        return warning("holidays_missing", settings.holidays_dir)
    unsure = [
        str(year)
        for year in (today.year, today.year + 1)
        if workdays.certainty(date(year, 7, 1)) is not Certainty.CONFIRMED
    ]
    return warning("workdays", ", ".join(unsure)) if unsure else ok("workdays")


def _disk(settings: Settings) -> Finding:
    """The disk of the database, or of the working folder where that is elsewhere."""
    folder = Path(Database(settings.database_url).file or ".").resolve().parent
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    found = f"{free // MEGABYTE} MB"
    return ok("disk", found) if free > LEAST_FREE_BYTES else warning("disk", found)


def _font() -> Finding:
    folders = [*map(Path, FONT_FOLDERS)]
    with suppress(RuntimeError):  # a user of a container need not have a home
        folders += [Path.home() / folder for folder in FONTS_AT_HOME]
    files = chain.from_iterable(folder.rglob("*") for folder in folders if folder.is_dir())
    fonts = (file.name for file in files if file.suffix.lower() in FONT_KINDS)
    found = next((name for name in fonts if CHINESE_FONT.search(name)), None)
    return ok("font", found) if found else warning("font")
