"""A button that leads nowhere any more is told so, and taken off (docs/telegram.md T10)."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest

from handlers.refusals import CARD_GONE, NOWHERE, UNCHANGED, says


async def take_off(update: Update) -> None:
    """Take the pressed button off its message; the others stay, and a forged press takes none."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return
    markup = query.message.reply_markup
    rows = markup.inline_keyboard if markup else ()
    kept = _without(rows, query.data)
    if sum(map(len, kept)) == sum(map(len, rows)):
        return
    try:
        await query.edit_message_reply_markup(InlineKeyboardMarkup(kept) if kept else None)
    except BadRequest as error:
        if not says(error, UNCHANGED + CARD_GONE + NOWHERE):
            raise


def _without(
    rows: tuple[tuple[InlineKeyboardButton, ...], ...], data: str | None
) -> list[list[InlineKeyboardButton]]:
    left = ([button for button in row if button.callback_data != data] for row in rows)
    return [row for row in left if row]
