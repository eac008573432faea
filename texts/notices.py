"""What belongs to a notice once it is out: its buttons, and the signatures below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from store.receipts import Signer
from texts.catalogue import Texts
from texts.dates import moment
from texts.messages import TELEGRAM_LIMIT, length
from texts.reply import Button

SIGN = "s"
CHASE = "chase"
PHONED = "phoned"
LIST = "list"
FILE = "file"
LETTER = "letter"
SNOOZE = "z"
RUN = "run"
"""carries out the command of a card"""


def digest_buttons(
    texts: Texts, notice_id: int, *, sign: bool, tasks: int, card: int | None
) -> tuple[tuple[Button, ...], ...]:
    """The row below a digest: 签收 where it is asked for, its tasks by a card, and once more."""
    row = []
    if sign:
        row.append(Button(texts.label("sign"), data=f"{SIGN}:{notice_id}"))
    if tasks and card is not None:
        row.append(Button(texts.label("show_tasks", count=tasks), data=f"{RUN}:{card}"))
    row.append(Button(texts.label("snooze"), data=f"{SNOOZE}:{notice_id}"))
    return (tuple(row),)


def with_signing(
    texts: Texts, notice_id: int, rows: tuple[tuple[Button, ...], ...]
) -> tuple[tuple[Button, ...], ...]:
    """Put 签收 first below a message that presses for a signature, if it is not there already."""
    sign = Button(texts.label("sign"), data=f"{SIGN}:{notice_id}")
    first, *rest = rows or ((),)
    return rows if sign in first else ((sign, *first), *rest)


def asks_to_sign(buttons: tuple[tuple[Button, ...], ...]) -> bool:
    """Tell whether one of the buttons is 签收."""
    return any(_is_of(button, SIGN) for row in buttons for button in row)


def link_buttons(texts: Texts, link: str | None) -> tuple[tuple[Button, ...], ...]:
    """Below a robot's message: 签收, which opens a page."""
    return () if link is None else ((Button(texts.label("sign"), url=link),),)


def list_buttons(
    texts: Texts, notice_id: int, *, phoned: bool = False
) -> tuple[tuple[Button, ...], ...]:
    """Below a list of what is not signed: chase it, note a call, take the papers as a file."""
    again = texts.label("chase_again" if phoned else "chase_unsigned")
    row = [Button(again, data=f"{CHASE}:{notice_id}")]
    if phoned:
        row.append(Button(texts.label("phoned"), data=f"{PHONED}:{notice_id}"))
        row.append(Button(texts.label("letters"), data=f"{LETTER}:{notice_id}"))
    return (tuple(row),)


def report_buttons(
    texts: Texts, notice_id: int, *, waiting: bool
) -> tuple[tuple[Button, ...], ...]:
    """Below the evening's account: chase what is not signed, see each digest, take it as a file."""
    chase = list_buttons(texts, notice_id)[0] if waiting else ()
    data = f"{CHASE}:{notice_id}"
    return (
        (
            *chase,
            Button(texts.label("receipt_list"), data=f"{data}:{LIST}"),
            Button(texts.label("export"), data=f"{data}:{FILE}"),
        ),
    )


def snooze_rows(
    rows: tuple[tuple[Button, ...], ...], notice_id: int, day: date | None, *, texts: Texts
) -> tuple[tuple[Button, ...], ...]:
    """Show below a digest when it comes again, with other days to choose; None: it does not."""
    data = f"{SNOOZE}:{notice_id}"
    kept = [tuple(one for one in row if not _is_of(one, data)) for row in rows]
    if day is None:
        first = (*(kept[0] if kept else ()), Button(texts.label("snooze"), data=data))
        return tuple(row for row in (first, *kept[1:]) if row)
    others = tuple(
        Button(texts.label(f"snooze_{name}"), data=f"{data}:{when}")
        for name, when in (("tomorrow", "1"), ("three", "3"), ("monday", "mon"))
    )
    off = Button(texts.label("snooze_off", month=day.month, day=day.day), data=f"{data}:off")
    return (*(row for row in kept if row), others, (off,))


def _is_of(button: Button, data: str) -> bool:
    return button.data is not None and f"{button.data}:".startswith(f"{data}:")


def as_rows(buttons: tuple[tuple[Button, ...], ...]) -> list[list[list[str]]]:
    """Write buttons down for the table; links are made when a message is sent."""
    rows = ([[one.label, one.data] for one in row if one.data] for row in buttons)
    return [row for row in rows if row]


def from_rows(rows: list[list[list[str]]]) -> tuple[tuple[Button, ...], ...]:
    """Make buttons of what the table holds."""
    return tuple(tuple(Button(label, data) for label, data in row) for row in rows)


def with_signatures(
    text: str,
    signers: Sequence[Signer],
    *,
    day: date,
    texts: Texts,
    zone: ZoneInfo,
    limit: int = TELEGRAM_LIMIT,
) -> str:
    """Add to a message of *day* who has signed it, in the order of signing.

    Where that would be more than a message holds, how many have stands there; at last nothing.
    """
    if not signers:
        return text
    signed = [(signer.name, moment(signer.signed_at, day, zone)) for signer in signers]
    for lines in (signed, None):
        added = texts.render("notices/signed", signed=lines, count=len(signers))
        if length(longer := f"{text}\n{added}") <= limit:
            return longer
    return text
