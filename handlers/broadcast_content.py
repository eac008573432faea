"""What a message says that is to be sent on: formatting, photo, document, album."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from handlers.broadcast_cards import show_again
from handlers.context import BotApplication, BotContext
from handlers.desk import SLASH
from handlers.roles import standing_of
from plans.errors.broadcasts import UnsupportedAttachment
from store import albums, broadcast_drafts
from store.broadcast_drafts import said_in
from store.contents import Content, File, FileKind
from store.tables.broadcasts import BroadcastDraft

BEFORE_ALL_WORDS = -8
"""PTB's handler group: albums are noted whatever else becomes of their files"""


def content_in(message: Message) -> Content:
    """Return what can be sent on; raises UnsupportedAttachment."""
    if message.text is not None:
        return Content(message.text_html)
    html = message.caption_html if message.caption else ""
    if message.photo:
        return Content(html, (File(FileKind.PHOTO, message.photo[-1].file_id),))
    if message.document and not message.animation:
        document = message.document
        return Content(html, (File(FileKind.DOCUMENT, document.file_id, document.file_name or ""),))
    raise UnsupportedAttachment


def without_call(html: str, name: str, words: Sequence[str], username: str) -> str:
    """Take the command before a text away, a mention of the bot included."""
    spoken = "|".join(map(re.escape, words))
    mention = rf"^\s*(?:@{username}[\s,:]*)?"
    call = rf"{mention}(?:{SLASH}{name}(?:@\w+)?|{SLASH}?(?:{spoken}))(?:[\s:\uff1a]+|$)"
    return re.sub(call, "", html, count=1, flags=re.IGNORECASE).strip()


async def content_of_call(
    update: Update, context: BotContext, session: AsyncSession, *, command: str
) -> Content | None:
    """Return what /broadcast is to send: the message it answers, else its own words and file."""
    message = update.message
    if message is None:
        return Content(escape(context.words, quote=False)) if context.words else None
    answered = message.reply_to_message
    if answered is not None and not answered.forum_topic_created:
        return await _with_album(session, answered)
    own = content_in(message)
    words = context.texts.command(command).words
    html = without_call(own.html, command, words, context.bot.username)
    return Content(html, own.files) if html or own.files else None


async def _with_album(session: AsyncSession, message: Message) -> Content:
    """Take the whole album of which a reply shows one file."""
    content = content_in(message)
    if message.media_group_id is None:
        return content
    parts = await albums.parts(session, telegram_id=message.chat_id, album=message.media_group_id)
    if not parts:
        return content
    html = next((part.html for part in parts if part.html), content.html)
    return Content(html, tuple(file for part in parts for file in part.files))


async def note_album(update: Update, context: BotContext) -> None:
    """Remember a file of an album that a coordinator sends; others' albums are not kept.

    A file of the album that a draft began with goes into the draft, and nowhere else.
    """
    message = update.message
    if message is None or message.media_group_id is None:
        return
    if not (await standing_of(update, context)).is_coordinator:
        return
    try:
        content = content_in(message)
    except UnsupportedAttachment:
        return
    async with context.services.database.begin() as session:
        await albums.note(
            session,
            content,
            telegram_id=message.chat_id,
            message_id=message.message_id,
            album=message.media_group_id,
            now=context.now,
        )
        draft = await _with_part(session, message, content)
    if draft is not None:
        await show_again(update, context, draft)
        raise ApplicationHandlerStop


async def _with_part(
    session: AsyncSession, message: Message, content: Content
) -> BroadcastDraft | None:
    """Put a further file to the others of its album; None where no draft waits for it."""
    draft = await broadcast_drafts.latest(session, telegram_id=message.chat_id)
    said = said_in(draft.body) if draft else None
    if draft is None or said is None or said.content is None:
        return None
    if said.album != message.media_group_id:
        return None
    whole = Content(said.content.html or content.html, (*said.content.files, *content.files))
    await broadcast_drafts.say(session, draft, content=whole)
    return draft


def register(application: BotApplication) -> None:
    """Look at files before anything else takes them."""
    application.add_handler(
        MessageHandler(filters.PHOTO | filters.Document.ALL, note_album), group=BEFORE_ALL_WORDS
    )
