"""Which days are worked in China, 调休 included, and how sure that is.

Three answers: confirmed where the State Council's notice is known (shipped with chinesecalendar
or entered by an administrator), provisional where weekends and the law's days are all there is,
unknown where not even the law's days are. Every answer is usable; none crashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import chinese_calendar

from config.holiday_files import HolidayNotice, StatutoryDays, load_notices, load_statutory

SATURDAY = 5
NEXT_NOTICE_FROM = (12, 26)
"""from this day on, next year's notice may still move a year's last days (30 December 2018)"""
LONGEST_REST = 30
"""days; no run of days off is longer, so a search that goes on is a fault"""


class Certainty(StrEnum):
    """How far an answer about a day can be relied upon."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Workdays:
    """The calendar of working days."""

    off: frozenset[date]
    """days off by a notice"""
    work: frozenset[date]
    """weekend days worked by a notice"""
    noticed: frozenset[int]
    """years whose notice is known"""
    statutory: StatutoryDays

    def is_working(self, day: date) -> bool:
        """Tell whether *day* is worked, as far as is known."""
        if day in self.work:
            return True
        if day in self.off or day.weekday() >= SATURDAY:
            return False
        return day.year in self.noticed or not self.statutory.holds(day)

    def certainty(self, day: date) -> Certainty:
        """Tell how sure `is_working` is about *day*."""
        if day in self.work or day in self.off:
            return Certainty.CONFIRMED
        if day.year in self.noticed:
            next_year_may_differ = (day.month, day.day) >= NEXT_NOTICE_FROM
            known = not next_year_may_differ or day.year + 1 in self.noticed
            return Certainty.CONFIRMED if known else Certainty.PROVISIONAL
        known_by_law = day.year in self.statutory.by_year
        return Certainty.PROVISIONAL if known_by_law else Certainty.UNKNOWN

    def on_or_before(self, day: date) -> date:
        """Return *day* if it is worked, else the last working day before it."""
        return self._search(day, timedelta(days=-1))

    def on_or_after(self, day: date) -> date:
        """Return *day* if it is worked, else the first working day after it."""
        return self._search(day, timedelta(days=1))

    def previous(self, day: date) -> date:
        """Return the last working day before *day*."""
        return self.on_or_before(day - timedelta(days=1))

    def next(self, day: date) -> date:
        """Return the first working day after *day*."""
        return self.on_or_after(day + timedelta(days=1))

    def after(self, day: date, count: int) -> date:
        """Return the *count*-th working day after *day* (three working days from Friday)."""
        for _ in range(count):
            day = self.next(day)
        return day

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """List the working days from *first* to *last*, both included."""
        length = (last - first).days + 1
        days = (first + timedelta(days=offset) for offset in range(length))
        return tuple(day for day in days if self.is_working(day))

    def since(self, day: date, today: date) -> int:
        """Count the working days that have come after the working day *day*, *today* included."""
        return len(self.between(day, today)) - 1

    def led_to(self, day: date) -> tuple[date, ...]:
        """List the days whose business falls to *day*: itself and the days off that follow it."""
        if not self.is_working(day):
            return ()
        length = (self.next(day) - day).days
        return tuple(day + timedelta(days=offset) for offset in range(length))

    def _search(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_REST):
            if self.is_working(day):
                return day
            day += step
        raise ValueError(f"no working day near {day}")


def load_workdays(folder: Path) -> Workdays:
    """Build the calendar from the data shipped and the administrator's notices in *folder*."""
    return build_workdays(load_notices(folder))


def build_workdays(notices: tuple[HolidayNotice, ...] = ()) -> Workdays:
    """Build the calendar; a notice takes the place of what is shipped for its year."""
    entered = frozenset(notice.year for notice in notices)
    named = frozenset(day for notice in notices for day in notice.off | notice.work)
    off, work = _shipped()

    def kept(days: frozenset[date]) -> frozenset[date]:
        return frozenset(day for day in days if day.year not in entered and day not in named)

    return Workdays(
        off=kept(off).union(*(notice.off for notice in notices)),
        work=kept(work).union(*(notice.work for notice in notices)),
        noticed=frozenset(day.year for day in off) | entered,
        statutory=load_statutory(),
    )


@lru_cache(maxsize=1)
def _shipped() -> tuple[frozenset[date], frozenset[date]]:
    """Days off and weekend days worked that chinesecalendar knows."""
    constants = chinese_calendar.constants
    return frozenset(constants.holidays), frozenset(constants.workdays)
