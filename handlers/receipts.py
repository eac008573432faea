"""签收: the button under a notice."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from telegram import Bot, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.context import BotApplication, BotContext, Services, redraw
from handlers.keyboards import keyboard
from handlers.speakers import speaker
from handlers.words import add_button
from plans.errors.words import StaleButton
from store import broadcasts, receipts
from store.receipts import Signer
from store.tables.notices import Notice
from texts.messages import CAPTION_LIMIT, TELEGRAM_LIMIT
from texts.notices import SIGN, from_rows, with_signatures
from texts.reply import Reply


async def sign(update: Update, context: BotContext) -> None:
    """s:NOTICE: record who signed, and show it on the message; only this chat's own counts."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or query.data is None or chat is None:
        return
    number = query.data.partition(":")[2]
    if not number.isdecimal():
        raise StaleButton
    async with context.services.database.begin() as session:
        notice = await receipts.notice_in(session, notice_id=int(number), telegram_id=chat.id)
        person = await speaker(session, update, now=context.now)
        await receipts.sign(session, notice, contact_id=person.id or 0, now=context.now)
        signers = await receipts.signers(session, notice)
        caption = await broadcasts.is_caption(session, notice)
    await query.answer(context.texts.label("signed"))
    shown = _signed(notice, signers, context.services, caption=caption)
    await redraw(update, shown, caption=caption)
    await show_elsewhere(context.bot, context.services, notice)


async def show_elsewhere(bot: Bot, services: Services, notice: Notice) -> None:
    """Show who has signed on the other messages in Telegram that the signature counts for."""
    async with services.database.begin() as session:
        others = [
            (
                other,
                await receipts.signers(session, other.notice),
                await broadcasts.is_caption(session, other.notice),
            )
            for other in await receipts.others_of(session, notice)
        ]
    for other, signers, caption in others:
        reply = _signed(other.notice, signers, services, caption=caption)
        message_id = other.notice.message_id or 0
        await _show(bot, reply, other.telegram_id, message_id, caption=caption)


def _signed(
    notice: Notice, signers: Sequence[Signer], services: Services, *, caption: bool
) -> Reply:
    """The message of a notice with who has signed below it."""
    text = with_signatures(
        notice.text or "",
        signers,
        day=notice.day,
        texts=services.texts,
        zone=services.zone,
        limit=CAPTION_LIMIT if caption else TELEGRAM_LIMIT,
    )
    return Reply(text, from_rows(notice.buttons))


async def _show(bot: Bot, reply: Reply, chat: int, message_id: int, *, caption: bool) -> None:
    """Edit an earlier message too, where it is still there and looks otherwise."""
    look: dict[str, Any] = {
        "chat_id": chat,
        "message_id": message_id,
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard(reply),
    }
    with suppress(BadRequest):
        if caption:
            await bot.edit_message_caption(caption=reply.text, **look)
        else:
            await bot.edit_message_text(reply.text, **look)


def register(application: BotApplication) -> None:
    """Add the button."""
    add_button(application, SIGN, sign)
