"""What people wrote down about days off: notices of the State Council, and the law's fixed days."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from config.errors import BadConfig

STATUTORY_FILE = Path(__file__).parent / "statutory_days.toml"
LONGEST_HOLIDAY = 30
"""days; a longer one is a slip of the pen"""


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """One year's arrangement as an administrator entered it (config/holidays/README.md)."""

    year: int
    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class StatutoryDays:
    """Days off by law, from which a year without a notice is reckoned."""

    every_year: frozenset[tuple[int, int]]
    """month and day"""
    by_year: dict[int, frozenset[date]]
    """those that move with the moon and the solar terms"""

    def holds(self, day: date) -> bool:
        """Tell whether the law makes *day* a day off."""
        return (day.month, day.day) in self.every_year or day in self.by_year.get(day.year, ())


def load_notices(folder: Path) -> tuple[HolidayNotice, ...]:
    """Read every notice in *folder*, earliest year first; an absent folder holds none."""
    notices = [_notice(file) for file in sorted(folder.glob("*.toml"))]
    return tuple(sorted(notices, key=lambda notice: notice.year))


def load_statutory(file: Path = STATUTORY_FILE) -> StatutoryDays:
    """Read the law's days off."""
    table = _table(file)
    fixed = frozenset((int(day[:2]), int(day[3:])) for day in table["every_year"])
    moving = {int(year): frozenset(days) for year, days in table["years"].items()}
    return StatutoryDays(every_year=fixed, by_year=moving)


def _notice(file: Path) -> HolidayNotice:
    table = _table(file)
    year = table.get("year")
    if not isinstance(year, int):
        raise BadConfig(file, "year", "a year such as 2027 is needed")
    off, work = (frozenset(_days(file, key, table.get(key, []))) for key in ("off", "work"))
    if both := off & work:
        raise BadConfig(file, "work", f"{min(both)} is also listed under off")
    for day in off | work:
        if day.year not in (year - 1, year, year + 1):
            raise BadConfig(file, "off", f"{day} is not in {year}")
    return HolidayNotice(year=year, off=off, work=work)


def _days(file: Path, key: str, entries: object) -> Iterator[date]:
    if not isinstance(entries, list):
        raise BadConfig(file, key, "a list of dates is needed")
    for entry in entries:
        first, last = (
            (entry.get("from"), entry.get("to")) if isinstance(entry, dict) else (entry,) * 2
        )
        if type(first) is not date or type(last) is not date:
            raise BadConfig(file, key, f"{entry!r} is neither a date nor {{ from = …, to = … }}")
        length = (last - first).days
        if not 0 <= length <= LONGEST_HOLIDAY:
            raise BadConfig(file, key, f"{first} to {last} is not a holiday's length")
        yield from (first + timedelta(days=offset) for offset in range(length + 1))


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig(file, "", str(error)) from error
