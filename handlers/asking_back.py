"""A question of ours that wants a reply: it waits a day, and 取消 ends it (FIELD.md T22)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from telegram import ForceReply, Message, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationHandlerStop

from handlers.context import BotContext, answer, topic_of
from handlers.errors import tell
from plans.errors import StaleQuestion
from store import cards, shown
from texts.reply import Reply

WAITS = timedelta(days=1)
UNTIL = "until"


async def ask_back(update: Update, context: BotContext, text: str, **about: Any) -> None:
    """Ask by a message that wants a reply, and remember what the reply will be *about*."""
    chat = update.effective_chat
    if chat is None:
        return
    asked = await chat.send_message(
        f"{text}\n<i>{context.texts.label('asked_until')}</i>",
        parse_mode=ParseMode.HTML,
        reply_markup=ForceReply(selective=chat.id < 0),
        message_thread_id=topic_of(update) or None,
    )
    until = (context.now + WAITS).isoformat()
    async with context.services.database.begin() as session:
        card = await cards.keep(session, about | {UNTIL: until})
    await shown.remember(
        context.services.database,
        telegram_id=chat.id,
        message_id=asked.message_id,
        card=card,
        now=context.now,
    )


async def asked_about(update: Update, context: BotContext, key: str) -> dict[str, Any] | None:
    """Return what a reply is about, where it answers a question with *key*; None for any other.

    One that comes too late, or calls it off, is told so and goes no further.
    """
    message = update.message
    question = message.reply_to_message if message else None
    body = await _asked_by(context, question) if question else {}
    if message is None or key not in body:
        return None
    if (message.text or "").strip() == context.texts.label("cancel_word"):
        await answer(update, Reply(context.texts.render("people/dropped")))
        raise ApplicationHandlerStop
    if UNTIL in body and context.now > datetime.fromisoformat(body[UNTIL]):
        await tell(update, context.texts.sentence(StaleQuestion()))
        raise ApplicationHandlerStop
    return body


async def _asked_by(context: BotContext, question: Message) -> dict[str, Any]:
    async with context.services.database.look() as session:
        card = await shown.find(
            session, telegram_id=question.chat_id, message_id=question.message_id
        )
        return await cards.body(session, card) if card else {}
