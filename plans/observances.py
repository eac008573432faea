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
_COUNTED = re.compile(r"(last|[1-5])-(mon|tue|wed|thu|fri|sat|sun)(?:\+(\d))?$")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Counted:
    """A day counted within its month: the third Monday, the last Sunday, or so long after it."""

    which: str
    """1 to 5, or last"""
    weekday: int
    """0 for Monday"""
    later: timedelta

    def day(self, year: int, month: int) -> date:
        """The day in that month."""
        if self.which == "last":
            last = month_end(year, month)
            return last - timedelta(days=(last.weekday() - self.weekday) % 7) + self.later
        first = date(year, month, 1)
        weeks = timedelta(weeks=int(self.which) - 1)
        return first + timedelta(days=(self.weekday - first.weekday()) % 7) + weeks + self.later


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
    rule: Counted | None
    """`3-mon`: the third Monday of the month; `3-mon+2`: two days after it"""
    is_usual: bool = False
    """each year's notice sets the day: the one here is only what is usual"""

    def start(self, year: int) -> date:
        """The first day in *year*."""
        if self.rule:
            return self.rule.day(year, self.month)
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


def is_usual(name: str) -> bool:
    """Whether the day of *name* is only the usual one, and each year's notice sets it."""
    known = observance_calendar().find(name)
    return known is not None and known.is_usual


def standard_name(name: str) -> str:
    """The standard name of an observance; the name itself where it is not known."""
    return observance_calendar().standard_name(name)


def _entry(entry: dict[str, object]) -> ObservanceDay:
    when = str(entry["when"])
    month, _, day = when.partition("-")
    aliases = entry.get("aliases", [])
    return ObservanceDay(
        name=str(entry["name"]),
        aliases=tuple(str(alias) for alias in aliases) if isinstance(aliases, list) else (),
        kind=str(entry.get("kind", "day")),
        month=int(month),
        day=int(day) if day.isdecimal() else None,
        rule=_rule(day),
        is_usual=entry.get("usual") is True,
    )


def _rule(words: str) -> Counted | None:
    if (found := _COUNTED.match(words)) is None:
        return None
    which, weekday, later = found.groups()
    return Counted(which, _WEEKDAYS.index(weekday), timedelta(days=int(later or 0)))


def _plain(name: str) -> str:
    bare = _NOISE.sub("", name)
    return bare.removeprefix("全国") if len(bare) > 4 else bare
