"""What a robot is told in the place of a chat's message: no buttons or files, a link to sign by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plans.webhooks import Vendor
from scheduler.links import Links
from scheduler.message import Message
from store.tables.notices import Notice
from texts.catalogue import Texts
from texts.messages import Part
from texts.notices import asks_to_sign, link_buttons
from texts.robots import pieces


def for_robot(
    message: Message,
    vendor: Vendor,
    notice: Notice,
    *,
    links: Links | None,
    texts: Texts,
    today: date,
) -> Message:
    """Write *message* for a robot of that vendor; what is kept is all that it says."""
    files = [file for part in message.parts for file in part.files]
    words = [part.text for part in message.parts if part.text]
    if files:
        words.append(texts.render("robots/files", files=files))
    text = "\n\n".join(words)
    link = None
    if links is not None and asks_to_sign(message.buttons):
        link = links.make(notice.id or 0, today=today)
    return replace(
        message,
        parts=tuple(map(Part, pieces(text, vendor))),
        buttons=link_buttons(texts, link),
        kept=text,
    )
