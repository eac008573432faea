"""Days as the working calendar has them: 10月10日(周六,调休上班), and a month drawn as a grid."""

from __future__ import annotations

from calendar import monthcalendar
from collections.abc import Container
from datetime import date, time
from typing import Protocol

from texts.catalogue import Texts
from texts.dates import day as written

SATURDAY = 5
CONFIRMED = "confirmed"


class Workdays(Protocol):
    """The calendar of working days, as the scheduler builds it."""

    def is_working(self, day: date) -> bool:
        """Tell whether *day* is worked."""

    def certainty(self, day: date) -> str:
        """Tell how sure that is: confirmed, provisional, unknown."""

    def on_or_before(self, day: date) -> date:
        """Return *day* if it is worked, else the last working day before it."""

    def on_or_after(self, day: date) -> date:
        """Return *day* if it is worked, else the first working day after it."""


def is_provisional(year: int, workdays: Workdays) -> bool:
    """Whether the State Council's notice on *year* is not known yet."""
    return workdays.certainty(date(year, 7, 1)) != CONFIRMED


def remark(day: date, workdays: Workdays) -> str | None:
    """Return the label of what is unusual about *day*: a rest, a holiday, a weekend worked."""
    weekend, working = day.weekday() >= SATURDAY, workdays.is_working(day)
    if weekend and working:
        return "day_worked"
    if working:
        return None
    return "day_rest" if weekend else "day_holiday"


def spoken(day: date, at: time | None, *, today: date, texts: Texts, workdays: Workdays) -> str:
    """Write a moment as it was understood, with what is to be known of its day."""
    clock = f" {at:%H:%M}" if at else ""
    notes = [key for key in (remark(day, workdays),) if key]
    if workdays.certainty(day) != CONFIRMED:
        notes.append("day_provisional")
    return texts.render(
        "events/spoken", said=f"{written(day, today)}{clock}", notes=[texts.label(n) for n in notes]
    )


def grid(year: int, month: int, *, marked: Container[date], workdays: Workdays) -> str:
    """Draw a month: `*` something is due, `-` a weekday off, `+` a weekend day worked."""
    return "\n".join(
        " ".join(_cell(year, month, day, marked, workdays) for day in week).rstrip()
        for week in monthcalendar(year, month)
    )


def _cell(year: int, month: int, number: int, marked: Container[date], workdays: Workdays) -> str:
    if not number:
        return "    "
    day = date(year, month, number)
    sign = {"day_worked": "+", "day_holiday": "-"}.get(remark(day, workdays) or "", " ")
    return f"{number:2}{'*' if day in marked else ' '}{sign}"
