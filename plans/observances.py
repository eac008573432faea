"""Awareness days, weeks and months: names and dates from config/observances.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from plans.dates import month_end

_FILE = Path(__file__).parents[1] / "config" / "observances.toml"
_NOISE = re.compile(r"[“”\"'‘’\s·•]")
_COUNTED = re.compile(r"(last|[1-5])-(mon|tue|wed|thu|fri|sat|sun)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class ObservanceDay:
    """A day, week or month that comes each year."""

    name: str
    """standard name"""
    aliases: tuple[str, ...]
    kind: str
    """day, week or month"""
    month: int
    day: int | None
    """None for a whole month and for rules such as the third Monday"""
    rule: str | None
    """`3-mon`: the third Monday of the month"""

    def start(self, year: int) -> date:
        """The first day in *year*."""
        if self.rule:
            return _counted(year, self.month, self.rule)
        return date(year, self.month, self.day or 1)

    def last(self, year: int) -> date:
        """The last day in *year*."""
        if self.kind == "month":
            return month_end(year, self.month)
        return self.start(year) + timedelta(days=6 if self.kind == "week" else 0)

    def next_start(self, day: date) -> date:
        """The first day of the next round that has not begun before *day*."""
        this_year = self.start(day.year)
        return this_year if this_year >= day else self.start(day.year + 1)

    @property
    def label(self) -> str:
        """MM-DD for days and weeks of a fixed date, MM for months and counted weeks."""
        return f"{self.month:02}-{self.day:02}" if self.day else f"{self.month:02}"


@dataclass(frozen=True, slots=True)
class ObservanceCalendar:
    """All known observances."""

    days: tuple[ObservanceDay, ...]

    def find(self, name: str) -> ObservanceDay | None:
        """The observance of that name or alias; 全国 and quotation marks make no difference."""
        return self._by_name().get(_plain(name))

    def standard_name(self, name: str) -> str:
        """The standard name; the name itself where it is not known."""
        known = self.find(name)
        return known.name if known else name

    def between(self, first: date, last: date) -> list[tuple[date, ObservanceDay]]:
        """The observances that begin from *first* to *last*, in order."""
        begun = [(day.next_start(first), day) for day in self.days]
        return sorted(
            ((start, day) for start, day in begun if start <= last),
            key=lambda pair: (pair[0], pair[1].name),
        )

    def names(self) -> Iterable[str]:
        """Every name and alias, the longest first."""
        names = {name for day in self.days for name in (day.name, *day.aliases)}
        return sorted(names, key=lambda name: (-len(name), name))

    def _by_name(self) -> dict[str, ObservanceDay]:
        return {_plain(name): day for day in self.days for name in (day.name, *day.aliases)}


@lru_cache(maxsize=4)
def observance_calendar(path: Path = _FILE) -> ObservanceCalendar:
    """The calendar that ships with Duban, or another one of the same form."""
    entries = tomllib.loads(path.read_text("utf-8"))["observance"]
    return ObservanceCalendar(tuple(_entry(entry) for entry in entries))


def next_day(name: str, day: date) -> date | None:
    """The first day of the next round of *name* from *day* on; None for an unknown name."""
    known = observance_calendar().find(name)
    return known.next_start(day) if known else None


def standard_name(name: str) -> str:
    """The standard name of an observance; the name itself where it is not known."""
    return observance_calendar().standard_name(name)


def _entry(entry: dict[str, object]) -> ObservanceDay:
    when = str(entry["when"])
    counted = _COUNTED.search(when)
    month, _, day = when.partition("-")
    aliases = entry.get("aliases", [])
    return ObservanceDay(
        name=str(entry["name"]),
        aliases=tuple(str(alias) for alias in aliases) if isinstance(aliases, list) else (),
        kind=str(entry.get("kind", "day")),
        month=int(month),
        day=int(day) if day.isdecimal() else None,
        rule=counted.group() if counted else None,
    )


def _counted(year: int, month: int, rule: str) -> date:
    """The third Monday, or the last Sunday, of a month."""
    which, weekday_name = rule.split("-")
    weekday = _WEEKDAYS.index(weekday_name)
    if which == "last":
        last = month_end(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (int(which) - 1))


def _plain(name: str) -> str:
    bare = _NOISE.sub("", name)
    return bare.removeprefix("全国") if len(bare) > 4 else bare
