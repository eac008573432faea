"""A rehearsal in chat: who would be told on a day, and each message as it would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from texts.calendar import Workdays, remark
from texts.catalogue import Texts
from texts.messages import TELEGRAM_LIMIT, split
from texts.reply import Button, Reply

REHEARSAL = "rh"
"""the buttons of a rehearsal: `rh:2017-12-01:3`"""
LISTED = 10
"""messages on a page of the list"""
FRAME = 300
"""characters that stand around a message that is shown"""


@dataclass(frozen=True, slots=True)
class Performance:
    """One message of the day that is rehearsed."""

    department: str | None
    """None: the coordinators, or a subscriber"""
    chat: str
    is_private: bool
    at: datetime
    """when it would go out"""
    wants_receipt: bool
    items: int
    text: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """All that would go out on a day."""

    day: date
    today: date
    performances: Sequence[Performance]
    zone: ZoneInfo


def render_list(rehearsal: Rehearsal, page: int, *, texts: Texts, workdays: Workdays) -> Reply:
    """List who would be told, a page at a time."""
    found = rehearsal.performances
    pages = max(-(-len(found) // LISTED), 1)
    page = min(max(page, 1), pages)
    first = (page - 1) * LISTED
    shown = found[first : first + LISTED]
    text = texts.render(
        "events/rehearsal",
        rehearsal=rehearsal,
        shown=list(enumerate(shown, start=first + 1)),
        remark=remark(rehearsal.day, workdays),
        working=workdays.is_working(rehearsal.day),
        before=workdays.on_or_before(rehearsal.day),
        today=rehearsal.today,
    )
    return Reply(text, _list_buttons(rehearsal, page, pages, len(shown), texts, workdays))


def render_one(rehearsal: Rehearsal, number: int, *, texts: Texts) -> Reply:
    """Show the exact text of one message; a longer one as far as Telegram's limit allows."""
    found = rehearsal.performances
    number = min(max(number, 1), len(found))
    one = found[number - 1]
    parts = split(one.text, limit=TELEGRAM_LIMIT - FRAME)
    text = texts.render(
        "events/performance",
        one=one,
        number=number,
        count=len(found),
        text=parts[0],
        parts=len(parts),
        rehearsal=rehearsal,
        today=rehearsal.today,
    )
    turns = []
    if number > 1:
        turns.append(_button(texts.label("rehearsal_before"), rehearsal, str(number - 1)))
    turns.append(_button(texts.label("rehearsal_list"), rehearsal, f"p{-(-number // LISTED)}"))
    if number < len(found):
        turns.append(_button(texts.label("rehearsal_next"), rehearsal, str(number + 1)))
    return Reply(text, (tuple(turns),))


def _list_buttons(
    rehearsal: Rehearsal, page: int, pages: int, shown: int, texts: Texts, workdays: Workdays
) -> tuple[tuple[Button, ...], ...]:
    first = (page - 1) * LISTED
    numbers = [
        _button(str(number), rehearsal, str(number))
        for number in range(first + 1, first + shown + 1)
    ]
    turns = []
    if page > 1:
        turns.append(_button(texts.label("previous_page"), rehearsal, f"p{page - 1}"))
    if page < pages:
        label = texts.label("next_page", page=page, pages=pages)
        turns.append(_button(label, rehearsal, f"p{page + 1}"))
    if not workdays.is_working(rehearsal.day):
        before = workdays.on_or_before(rehearsal.day)
        label = texts.label("rehearsal_day", month=before.month, day=before.day)
        turns.append(Button(label, data=f"{REHEARSAL}:{before}:p1"))
    rows = (tuple(numbers[:5]), tuple(numbers[5:]), tuple(turns))
    return tuple(row for row in rows if row)


def _button(label: str, rehearsal: Rehearsal, where: str) -> Button:
    return Button(label, data=f"{REHEARSAL}:{rehearsal.day}:{where}")
