"""One message of a notice posted through PTB: text, a photo, a document, or an album."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import InputMediaDocument, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from handlers.keyboards import keyboard
from store.contents import File, FileKind, caption_place
from texts.messages import Part
from texts.reply import Button, Reply


async def post(
    bot: ExtBot[Any], part: Part, buttons: tuple[tuple[Button, ...], ...], **where: Any
) -> Sequence[int]:
    """Post it and return the ids of its messages; *where*: chat, topic, lane."""
    if len(part.files) > 1:
        album = await bot.send_media_group(media=_album(part), **where)
        return [message.message_id for message in album]
    look = {
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard(Reply(part.text, buttons)),
        **where,
    }
    if not part.files:
        message = await bot.send_message(text=part.text, **look)
    elif part.files[0].kind is FileKind.PHOTO:
        message = await bot.send_photo(
            photo=part.files[0].handle, caption=part.text or None, **look
        )
    else:
        message = await bot.send_document(
            document=part.files[0].handle, caption=part.text or None, **look
        )
    return (message.message_id,)


def _album(part: Part) -> list[InputMediaPhoto | InputMediaDocument]:
    place = caption_place(part.files)
    return [
        _item(file, part.text if number == place else "") for number, file in enumerate(part.files)
    ]


def _item(file: File, caption: str) -> InputMediaPhoto | InputMediaDocument:
    made = InputMediaPhoto if file.kind is FileKind.PHOTO else InputMediaDocument
    return made(file.handle, caption=caption or None, parse_mode=ParseMode.HTML)
