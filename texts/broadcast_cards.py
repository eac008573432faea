"""Cards of broadcasts: the draft with its panels, the control below a preview, lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from config.urgency import Urgency
from texts.catalogue import Texts
from texts.reply import Button, Reply

DRAFT = "bd"
"""the buttons of a broadcast that is put together: `bd:7:look`"""
BROADCAST = "bc"
"""the buttons of one that is ordered: `bc:7:chase`"""
MOMENTS = ("now", "next", "monday", "weekly", "month_end", "quarter_end")
"""when, as a button says it; what it means is read from its label"""
SIGN_WITHIN = (0, 1, 3, 5)
"""working days until when to sign, as a button offers them"""
PACE = 29
"""messages a second that the limits allow, for saying how long it takes"""
ON_PAGE = 8
"""departments on a page"""
PREVIEW_SPACE = 90
"""characters of the words that the card shows"""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """To whom it goes, with the names that a person reads."""

    whom: str
    chats: int
    names: Sequence[str] = ()
    task: str = ""
    roles: str = ""
    until: str = ""
    number: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as its card shows it."""

    number: int
    summary: str
    files: Sequence[str]
    choice: ChoiceView | None
    when: str
    sign: str
    urgency: int
    amends: int | None = None


def render_draft(view: DraftView, texts: Texts) -> Reply:
    """Write the card of a draft."""
    press = _presses(view.number, texts)
    rows: tuple[tuple[Button, ...], ...] = (
        (press("bd_content", "ask:amend"), press("bd_look", "look"), press("bd_drop", "drop")),
    )
    if view.amends is None:
        rows = (
            (press("bd_content", "ask:content"), press("bd_who", "who"), press("bd_when", "when")),
            (press("bd_sign", "sign"), *_degrees(view, texts)),
            (press("bd_look", "look"), press("bd_drop", "drop")),
        )
    return Reply(texts.render("broadcasts/card", view=view), rows)


def _degrees(view: DraftView, texts: Texts) -> tuple[Button, ...]:
    def label(degree: Urgency) -> str:
        tick = "ticked" if degree == view.urgency else "unticked"
        return texts.label(tick, label=texts.label(f"urgency_{int(degree)}"))

    return tuple(
        Button(label(degree), data=f"{DRAFT}:{view.number}:urgency:{int(degree)}")
        for degree in Urgency
    )


def render_control(
    view: DraftView, *, seconds: float, held: str, texts: Texts, count: int = 0
) -> Reply:
    """Write what stands below a preview: 发送, 修改, 取消; *held*: when it goes out, if later."""
    press = _presses(view.number, texts)
    if view.amends is not None:
        text = texts.render("broadcasts/control_amend", number=view.amends, count=count)
        send = press("bd_amend", "send")
    else:
        duration = render_duration(seconds, texts)
        text = texts.render("broadcasts/control", view=view, duration=duration, held=held)
        send = press("bd_send", "send")
    return Reply(text, ((send, press("bd_edit", "card"), press("bd_drop", "drop")),))


def render_duration(seconds: float, texts: Texts) -> str:
    """Say how long the sending takes."""
    return texts.render("broadcasts/duration", seconds=seconds)


def who_panel(number: int, text: str, *, texts: Texts) -> Reply:
    """Offer the ways of choosing to whom."""
    press = _presses(number, texts)
    rows = (
        (press("who_all", "all"), press("who_departments", "deps:1")),
        (press("who_lead", "ask:lead"), press("who_support", "ask:support")),
        (press("who_due", "ask:until"), press("who_unsigned", "unsigned")),
        (press("who_districts", "districts"), press("who_groups", "groups")),
        (press("bd_back", "card"),),
    )
    return Reply(text, rows)


def departments_panel(
    number: int,
    text: str,
    rows: Sequence[tuple[int, str]],
    chosen: Sequence[int],
    page: int,
    *,
    texts: Texts,
) -> Reply:
    """Tick departments, a page at a time."""
    press = _presses(number, texts)
    pages = max(-(-len(rows) // ON_PAGE), 1)
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * ON_PAGE : page * ON_PAGE]
    ticks = [
        Button(
            texts.label("ticked" if row in chosen else "unticked", label=name),
            data=f"{DRAFT}:{number}:tick:{row}:{page}",
        )
        for row, name in shown
    ]
    pairs = [tuple(ticks[place : place + 2]) for place in range(0, len(ticks), 2)]
    turns = []
    if page > 1:
        turns.append(press("previous_page", f"deps:{page - 1}"))
    if page < pages:
        label = texts.label("next_page", page=page, pages=pages)
        turns.append(Button(label, data=f"{DRAFT}:{number}:deps:{page + 1}"))
    keep = (press("group_keep", "ask:group"),) if chosen else ()
    last = (press("who_names", "ask:departments"), *keep, press("bd_done", "card"))
    return Reply(text, tuple(row for row in (*pairs, tuple(turns), last) if row))


def list_panel(
    number: int, text: str, rows: Sequence[Sequence[tuple[str, str]]], *, texts: Texts
) -> Reply:
    """Offer rows of (label, verb)."""
    made = [
        tuple(Button(label, data=f"{DRAFT}:{number}:{verb}") for label, verb in row) for row in rows
    ]
    return Reply(text, (*made, (_presses(number, texts)("bd_back", "card"),)))


def when_panel(number: int, text: str, *, texts: Texts) -> Reply:
    """Offer usual times; any other is written."""
    labels = [(texts.label(f"when_{name}"), f"at:{name}") for name in MOMENTS]
    rows = [labels[:2], labels[2:4], labels[4:], [(texts.label("when_other"), "ask:when")]]
    return list_panel(number, text, rows, texts=texts)


def sign_panel(number: int, text: str, *, texts: Texts) -> Reply:
    """Offer whether 签收 is asked for, and until when."""
    within = [(texts.label(f"sign_{days}"), f"by:{days}") for days in SIGN_WITHIN]
    others = [(texts.label("sign_none"), "by:none"), (texts.label("when_other"), "ask:sign")]
    return list_panel(number, text, [within[:2], within[2:], others], texts=texts)


def _presses(number: int, texts: Texts) -> Callable[[str, str], Button]:
    def press(label: str, verb: str) -> Button:
        return Button(texts.label(label), data=f"{DRAFT}:{number}:{verb}")

    return press
