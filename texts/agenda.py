"""/calendar: a year by months, a month by days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plans.dates import month_end
from store.agenda import DayPlan
from texts.calendar import CONFIRMED, Workdays, grid, remark
from texts.catalogue import Texts
from texts.reply import Button, Reply

CALENDAR = "cal"
"""the buttons of a calendar: `cal:2017-12:1`, `cal:2017`"""
DAYS = 12
"""days on a page: a screen of a phone"""
MONTHS_IN_ROW = 4


@dataclass(frozen=True, slots=True)
class MonthCount:
    """One line of a year."""

    month: int
    deadlines: int
    observances: int
    events: int


def render_month(
    year: int,
    month: int,
    days: Sequence[DayPlan],
    page: int,
    *,
    department: str | None,
    today: date,
    texts: Texts,
    workdays: Workdays,
) -> Reply:
    """Write one month: the grid, then the days that hold something, a page at a time."""
    first, last = date(year, month, 1), month_end(year, month)
    pages = max(-(-len(days) // DAYS), 1)
    page = min(max(page, 1), pages)
    whole = [first + timedelta(days=number) for number in range(last.day)]
    text = texts.render(
        "events/month",
        year=year,
        month=month,
        department=department,
        grid=grid(year, month, marked={one.day for one in days}, workdays=workdays),
        total=_count(month, days),
        days=days[(page - 1) * DAYS : page * DAYS],
        worked=[day for day in whole if remark(day, workdays) == "day_worked"],
        off=_stretches([day for day in whole if remark(day, workdays) == "day_holiday"]),
        provisional=any(workdays.certainty(day) != CONFIRMED for day in whole),
        today=today,
    )
    rows = (_other_pages(first, page, pages, texts), _other_months(first, last, texts))
    return Reply(text, tuple(row for row in rows if row))


def _other_pages(first: date, page: int, pages: int, texts: Texts) -> tuple[Button, ...]:
    """Buttons to the pages before and after, where there are any."""
    row = []
    if page > 1:
        row.append(Button(texts.label("previous_page"), data=_data(first, page - 1)))
    if page < pages:
        label = texts.label("next_page", page=page, pages=pages)
        row.append(Button(label, data=_data(first, page + 1)))
    return tuple(row)


def _other_months(first: date, last: date, texts: Texts) -> tuple[Button, ...]:
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    return (
        Button(texts.label("month_before", month=before.month), data=_data(before)),
        Button(texts.label("whole_year"), data=f"{CALENDAR}:{first.year}"),
        Button(texts.label("month_after", month=after.month), data=_data(after)),
    )


def render_year(
    year: int, days: Sequence[DayPlan], *, department: str | None, texts: Texts
) -> Reply:
    """Write a year, a line for each month, with a button for each."""
    months = [
        _count(month, [one for one in days if one.day.month == month]) for month in range(1, 13)
    ]
    text = texts.render("events/year", year=year, department=department, months=months)
    buttons = [
        Button(texts.label("month", month=month), data=_data(date(year, month, 1)))
        for month in range(1, 13)
    ]
    rows = [tuple(buttons[at : at + MONTHS_IN_ROW]) for at in range(0, 12, MONTHS_IN_ROW)]
    years = tuple(
        Button(texts.label(label, year=other), data=f"{CALENDAR}:{other}")
        for label, other in (("year_before", year - 1), ("year_after", year + 1))
    )
    return Reply(text, (*rows, years))


def _count(month: int, days: Sequence[DayPlan]) -> MonthCount:
    return MonthCount(
        month,
        sum(one.deadlines for one in days),
        sum(len(one.observances) for one in days),
        sum(len(one.events) for one in days),
    )


def _stretches(days: Sequence[date]) -> list[tuple[date, date]]:
    """Join days that follow each other."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _data(day: date, page: int = 1) -> str:
    return f"{CALENDAR}:{day:%Y-%m}:{page}"
