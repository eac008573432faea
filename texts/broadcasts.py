"""A broadcast as its chats see it: the same words in the preview and when it is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from config.urgency import Urgency
from plans.errors.broadcasts import NothingToSend, TextTooLong
from plans.fields import fields_in
from store.contents import Content, File, FileKind
from texts.catalogue import Texts
from texts.messages import CAPTION_LIMIT, TELEGRAM_LIMIT, Part, length
from texts.notices import SIGN
from texts.reply import Button

ROOM = 150
"""characters that head, foot, 补发 and signatures may need beside the words"""
TITLE = 40
"""characters of a title"""


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands around the words of a broadcast."""

    title: str
    urgency: int = Urgency.ROUTINE
    wants_receipt: bool = False
    by: str = ""
    """until when it is to be signed, as it is written"""
    amended: str = ""
    """when it was corrected"""
    chases: bool = False
    """it is sent again to who has not signed"""


def parts_of(content: Content, wording: Wording, texts: Texts) -> tuple[Part, ...]:
    """Return the messages of a broadcast; the last one carries the buttons.

    An album carries none, so a line to sign follows it. What is sent again leaves an album out.
    """
    head = texts.render(
        "broadcasts/head",
        chase=wording.chases,
        amended=wording.amended,
        urgency=int(wording.urgency),
    )
    body = "\n".join(filter(None, (head, content.html)))
    foot = texts.render("broadcasts/foot", by=wording.by) if wording.wants_receipt else ""
    if not content.is_album:
        return (Part("\n\n".join(filter(None, (body, foot))), content.files),)
    if wording.chases:
        return (Part("\n\n".join((body or wording.title, foot))),)
    album = Part(body, content.files)
    if not foot:
        return (album,)
    return (album, Part(texts.render("broadcasts/album_foot", title=wording.title, by=wording.by)))


def sign_buttons(texts: Texts, notice_id: int) -> tuple[tuple[Button, ...], ...]:
    """Below a broadcast that asks for 签收; what is sent again is signed for what it was."""
    return ((Button(texts.label("sign"), data=f"{SIGN}:{notice_id}"),),)


def check(content: Content | None) -> Content:
    """Return what can be sent; raises NothingToSend, TextTooLong or UnknownField."""
    if content is None or not (content.html or content.files):
        raise NothingToSend
    fields_in(content.html)
    limit = (CAPTION_LIMIT if content.files else TELEGRAM_LIMIT) - ROOM
    if (units := length(content.html)) > limit:
        raise TextTooLong(limit=limit, length=units, caption=bool(content.files))
    return content


def title_of(content: Content, texts: Texts) -> str:
    """Return what a broadcast is called: its first words, else its first file."""
    words = unescape(re.sub(r"<[^>]+>", "", content.html))
    first = next((line.strip() for line in words.splitlines() if line.strip()), "")
    if first:
        return first if len(first) <= TITLE else f"{first[:TITLE]}……"
    return file_name(content.files[0], texts) if content.files else ""


def file_name(file: File, texts: Texts) -> str:
    """Return what a file is called."""
    kind = "file_photo" if file.kind is FileKind.PHOTO else "file_document"
    return file.name or texts.label(kind)
