"""What comes again and again: 每周一, 每月最后一个工作日, 每月15日, 每季度末."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from plans.dates import month_end
from plans.numerals import any_number

_WEEKDAYS = "一二三四五六日"
_HORIZON = 400
"""days; every rule has a day within them"""


class Working(Protocol):
    """The calendar of working days."""

    def is_working(self, day: date) -> bool:
        """Tell whether *day* is worked."""

    def on_or_before(self, day: date) -> date:
        """Return *day* if it is worked, else the last working day before it."""

    def on_or_after(self, day: date) -> date:
        """Return *day* if it is worked, else the first working day after it."""


class Every(StrEnum):
    """How often."""

    WEEK = "week"
    """on weekday `number`, Monday is 0"""
    MONTH = "month"
    """on day `number`; in shorter months on the last"""
    MONTH_BEGIN = "month_begin"
    """the month's first working day"""
    MONTH_END = "month_end"
    """the month's last working day"""
    QUARTER_END = "quarter_end"
    """the quarter's last working day"""
    WORKDAY = "workday"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rule by which days come."""

    every: Every
    number: int = 0

    def __str__(self) -> str:
        """Write it down for the table: week:0."""
        return f"{self.every.value}:{self.number}"

    @classmethod
    def parse(cls, written: str) -> Repeat:
        """Read what `str` wrote."""
        every, _, number = written.partition(":")
        return cls(Every(every), int(number))

    def on_or_after(self, day: date, workdays: Working) -> date:
        """Return the first day of the rule from *day* on."""
        return next(one for one in _days_from(day) if self._is_on(one, workdays))

    def _is_on(self, day: date, workdays: Working) -> bool:
        last = month_end(day.year, day.month)
        if self.every is Every.WEEK:
            return day.weekday() == self.number
        if self.every is Every.MONTH:
            return day.day == min(self.number, last.day)
        if self.every is Every.MONTH_BEGIN:
            return day == workdays.on_or_after(day.replace(day=1))
        if self.every is Every.WORKDAY:
            return workdays.is_working(day)
        ends = self.every is Every.MONTH_END or day.month % 3 == 0
        return ends and day == workdays.on_or_before(last)


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=offset) for offset in range(_HORIZON))


def repeat_in(text: str) -> Repeat | None:
    """Return the rule that *text* names."""
    for pattern, every in _RULES:
        if found := pattern.search(text):
            return _rule(every, found.groupdict().get("n"))
    return None


def _rule(every: Every, word: str | None) -> Repeat | None:
    if word is None:
        return Repeat(every)
    if every is Every.WEEK:
        return Repeat(every, _WEEKDAYS.index(word.replace("天", "日")))
    number = any_number(word) or 0
    return Repeat(every, number) if 1 <= number <= 31 else None


_EACH = r"每(?:一)?个?"
_LAST = r"(?:的?最后(?:一个|1个|一)?(?:工作日|天)|[末底])"
_RULES: tuple[tuple[re.Pattern[str], Every], ...] = (
    (re.compile(rf"{_EACH}(?:周|星期|礼拜)(?P<n>[一二三四五六日天])"), Every.WEEK),
    (re.compile(rf"{_EACH}季度?{_LAST}"), Every.QUARTER_END),
    (re.compile(rf"{_EACH}月(?:份)?{_LAST}"), Every.MONTH_END),
    (re.compile(rf"{_EACH}月(?:份)?的?(?:第一个工作日|初)"), Every.MONTH_BEGIN),
    (
        re.compile(
            rf"{_EACH}月(?:份)?的?(?P<n>\d{{1,2}}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
        ),
        Every.MONTH,
    ),
    (re.compile(rf"{_EACH}(?:工作日|天|日)"), Every.WORKDAY),
)
