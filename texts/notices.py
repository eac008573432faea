"""What belongs to a notice once it is out: its buttons, and the signatures below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from texts.catalogue import Texts
from texts.reply import Button

SIGN = "s"
RUN = "run"
"""carries out the command of a card"""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and when."""

    name: str
    signed_at: datetime


def digest_buttons(
    texts: Texts, notice_id: int, *, sign: bool, tasks: int, card: int | None
) -> tuple[tuple[Button, ...], ...]:
    """The row below a digest: 签收 where it is asked for, and the department's tasks by a card."""
    row = []
    if sign:
        row.append(Button(texts.label("sign"), data=f"{SIGN}:{notice_id}"))
    if tasks and card is not None:
        row.append(Button(texts.label("show_tasks", count=tasks), data=f"{RUN}:{card}"))
    return (tuple(row),) if row else ()


def with_signatures(
    text: str, signatures: Sequence[Signature], *, texts: Texts, zone: ZoneInfo
) -> str:
    """Add to a message that was sent who has signed it, in the order of signing."""
    if not signatures:
        return text
    return f"{text}\n{texts.render('notices/signed', signatures=signatures, zone=zone)}"
