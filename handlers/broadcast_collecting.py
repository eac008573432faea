"""What a department's chat answers to a broadcast is kept for the coordinators (/replies)."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from handlers.broadcast_content import content_in
from handlers.context import BotApplication, BotContext, answer
from handlers.speakers import speaker
from plans.errors.broadcasts import UnsupportedAttachment
from store import broadcast_replies
from store.contents import Content
from texts.reply import Reply

BEFORE_ANSWERS = -2
"""PTB's handler group: after the coordinators' own replies, before everything else"""


async def collect(update: Update, context: BotContext) -> None:
    """Keep a reply to a broadcast's message, and say that it is passed on; once for an album."""
    message = update.message
    answered = message.reply_to_message if message else None
    if message is None or answered is None:
        return
    async with context.services.database.look() as session:
        notice = await broadcast_replies.answered(
            session, telegram_id=message.chat_id, message_id=answered.message_id
        )
    if notice is None:
        return
    content = _content(message)
    async with context.services.database.begin() as session:
        await broadcast_replies.collect(
            session,
            notice,
            contact=await speaker(session, update, now=context.now),
            message_id=message.message_id,
            text=message.text or message.caption or "",
            file=content.files[0] if content.files else None,
            now=context.now,
        )
    if message.media_group_id is None or message.caption:
        await answer(update, Reply(context.texts.render("broadcasts/noted")))
    raise ApplicationHandlerStop


def _content(message: Message) -> Content:
    """Return what can be handed on; of a sticker or a voice only that it came."""
    try:
        return content_in(message)
    except UnsupportedAttachment:
        return Content()


def register(application: BotApplication) -> None:
    """Look at replies, files too, before anything else takes them for questions."""
    replies = filters.REPLY & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(replies, collect), group=BEFORE_ANSWERS)
