"""What was handed over to be imported: a file of this message or of the one it answers, or text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Document, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import filters

from handlers.context import BotContext
from handlers.desk import SLASH, said
from plans.errors.documents import DocumentTooLarge, PictureFile

LARGEST = 20 * 2**20
"""bytes that Telegram hands to a bot (docs/telegram.md T23)"""
TOO_LARGE = "file is too big"
"""how a server says so that has no size in the message"""
_CALL = re.compile(r"\S+\s*")
"""the command before a text"""


@dataclass(frozen=True, slots=True)
class Handover:
    """A document as it came: the name it was sent under, and its bytes."""

    name: str
    data: bytes


class HandedOver(filters.MessageFilter):
    """Finds files meant for the bot: any in private, in groups those whose caption calls it."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(name="HandedOver")
        self._call = re.compile(rf"{SLASH}import\b|{SLASH}?(?:{'|'.join(map(re.escape, words))})")

    def filter(self, message: Message) -> bool:
        """Tell whether the message hands a file over."""
        if not (message.document or message.photo):
            return False
        if message.photo and message.caption and not self._call.match(said(message)):
            return False  # a question about a picture, as it were
        if message.chat.type == ChatType.PRIVATE:
            return True
        caption = message.caption or ""
        mention = f"@{message.get_bot().username}".lower()
        return mention in caption.lower() or bool(self._call.match(said(message)))


def file_of(update: Update) -> Document | None:
    """Return the file to import; raises where it is a picture or more than can be had."""
    message = update.effective_message
    for one in (message, message.reply_to_message if message else None):
        if one is None:
            continue
        if one.document:
            _check_size(one.document)
            return one.document
        if one.photo:
            raise PictureFile(suffix="jpg")
    return None


def pasted(update: Update, context: BotContext) -> str:
    """Return the text behind /import, its lines kept; empty where there is none."""
    text = context.words
    if update.message is not None and update.message.text:
        text = _CALL.sub("", said(update.message), count=1)
    return text.strip()


async def fetch(document: Document) -> bytes:
    """Download a file."""
    try:
        file = await document.get_file()
    except BadRequest as error:
        if TOO_LARGE in error.message.lower():
            raise _too_large() from error
        raise
    return bytes(await file.download_as_bytearray())


def _check_size(document: Document) -> None:
    if (document.file_size or 0) > LARGEST:
        raise _too_large()


def _too_large() -> DocumentTooLarge:
    return DocumentTooLarge(limit=f"{LARGEST // 2**20} MB")
