"""签收: the button under a notice."""

from __future__ import annotations

from telegram import Update

from handlers.context import BotApplication, BotContext, redraw
from handlers.speakers import speaker
from handlers.words import add_button
from plans.errors import StaleButton
from store import receipts
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
    await query.answer(context.texts.label("signed"))
    text = with_signatures(
        notice.text or "",
        signers,
        day=notice.day,
        texts=context.texts,
        zone=context.services.zone,
    )
    await redraw(update, Reply(text, from_rows(notice.buttons)))


def register(application: BotApplication) -> None:
    """Add the button."""
    add_button(application, SIGN, sign)
