"""Events as people read them: the card that is confirmed, the list, and corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from store.events import Coming, EventFacts
from store.tables.events import Event
from texts.calendar import Workdays, spoken
from texts.catalogue import Texts
from texts.reply import Button, Reply

DRAFT = "draft"
"""the buttons of an event that is put together: `draft:7:ok`"""
EVENT = "ev"
"""the buttons of an event that stands: `ev:7:cancel`"""
PARTS = ("name", "moment", "venue", "departments")
"""what is asked for, in this order"""
LISTED = 10
"""events on a page of the list"""


@dataclass(frozen=True, slots=True)
class DraftView:
    """An event on its card; what is not known yet is None."""

    number: int
    name: str | None
    day: date | None
    at: time | None
    venue: str | None
    departments: Sequence[str] | None
    """names; none at all means everyone"""
    yearly: bool
    reminded: Sequence[date]
    """the days on which chats are told"""
    changes: bool
    """it changes an event that stands"""


def render_draft(view: DraftView, *, today: date, texts: Texts, workdays: Workdays) -> Reply:
    """Write the card that is to be confirmed."""
    said = view.day and spoken(view.day, view.at, today=today, texts=texts, workdays=workdays)
    text = texts.render("events/card", view=view, said=said, today=today)

    def button(label: str, verb: str) -> Button:
        return Button(texts.label(label), data=f"{DRAFT}:{view.number}:{verb}")

    rows = (
        (
            button("event_confirm", "ok"),
            button("event_once" if view.yearly else "event_yearly", "yearly"),
        ),
        tuple(button(f"event_ask_{part}", part) for part in PARTS),
        (button("event_drop", "drop"),),
    )
    return Reply(text, rows)


def render_question(
    part: str, number: int, *, fault: bool, whom: tuple[int, str] | None, texts: Texts
) -> str:
    """Ask for one part of an event; *fault*: what was said before was not understood."""
    return texts.render("events/question", part=part, number=number, fault=fault, whom=whom)


def as_details(facts: EventFacts, day: date) -> dict[str, Any]:
    """Write down what a correction says of an event on one of its days."""
    return {
        "name": facts.name,
        "day": day.isoformat(),
        "at": facts.at and facts.at.isoformat("minutes"),
        "venue": facts.venue,
    }


def render_correction(details: Mapping[str, Any], *, texts: Texts, today: date) -> str:
    """Tell those who were told of an event that it is changed or cancelled."""
    was, now = details["was"], details["now"]
    return texts.render(
        "events/correction",
        was=_read(was),
        now=_read(now) if now else None,
        invited=details.get("invited", True),
        today=today,
    )


def _read(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **said,
        "day": date.fromisoformat(said["day"]),
        "at": time.fromisoformat(said["at"]) if said["at"] else None,
    }


def render_events(
    found: Sequence[Coming],
    page: int,
    *,
    department: str | None,
    may_change: bool,
    today: date,
    texts: Texts,
) -> Reply:
    """List events to come, a page at a time; whoever may change them has a button for each."""
    pages = max(-(-len(found) // LISTED), 1)
    page = min(max(page, 1), pages)
    first = (page - 1) * LISTED
    shown = list(enumerate(found[first : first + LISTED], start=first + 1))
    text = texts.render(
        "events/list", shown=shown, count=len(found), department=department, today=today
    )
    rows: list[tuple[Button, ...]] = []
    if may_change:
        numbers = [
            Button(str(number), data=f"{EVENT}:{one.event.id}:show") for number, one in shown
        ]
        rows += [tuple(numbers[:5]), tuple(numbers[5:])]
    turns = []
    if page > 1:
        turns.append(Button(texts.label("previous_page"), data=f"{EVENT}:0:{page - 1}"))
    if page < pages:
        label = texts.label("next_page", page=page, pages=pages)
        turns.append(Button(label, data=f"{EVENT}:0:{page + 1}"))
    return Reply(text, tuple(row for row in (*rows, tuple(turns)) if row))


def render_event(
    event: Event,
    day: date,
    departments: Sequence[str],
    *,
    sure: bool,
    today: date,
    texts: Texts,
    workdays: Workdays,
) -> Reply:
    """Show one event with what can be done about it; *sure*: whether it is really called off."""
    said = spoken(day, event.at, today=today, texts=texts, workdays=workdays)
    text = texts.render("events/one", event=event, said=said, departments=departments, sure=sure)

    def button(label: str, verb: str) -> Button:
        return Button(texts.label(label), data=f"{EVENT}:{event.id}:{verb}")

    if sure:
        return Reply(text, ((button("event_off_sure", "sure"), button("event_keep", "show")),))
    back = Button(texts.label("rehearsal_list"), data=f"{EVENT}:0:1")
    return Reply(text, ((button("event_edit", "edit"), button("event_off", "off")), (back,)))
