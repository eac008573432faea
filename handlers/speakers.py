"""Who speaks and where, in the words of the store."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update, User

from handlers.context import NO_TOPIC, topic_of
from plans.errors.people import NobodyMeant
from store import contacts, voices
from store.binding import Spot
from store.glance import Reader
from store.tables.people import Contact
from store.voices import Voice


async def speaker(session: AsyncSession, update: Update, *, now: datetime) -> Contact:
    """Remember who said or pressed this: called only where it changes something."""
    if update.effective_user is None:
        raise NobodyMeant
    return await person(session, update.effective_user, now=now)


async def person(session: AsyncSession, user: User, *, now: datetime) -> Contact:
    """Remember that user."""
    return await contacts.meet(session, telegram_id=user.id, name=user.full_name, now=now)


def is_private(update: Update) -> bool:
    """Whether this is said between the person and the bot."""
    return update.effective_chat is not None and update.effective_chat.id > 0


async def voice_of(session: Reader, update: Update) -> Voice | None:
    """Return the department this is said for: the chat's, in private the contact's own."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or is_private(update):
        return await voices.of_person(session, telegram_id=user.id if user else 0)
    return await voices.of_chat(session, telegram_id=chat.id, thread_id=topic_of(update))


def spot_of(update: Update) -> Spot:
    """Return the group, or topic, this is said in."""
    chat = update.effective_chat
    if chat is None:
        raise NobodyMeant
    return Spot(chat.id, topic_of(update), " · ".join(filter(None, (chat.title, _topic(update)))))


def _topic(update: Update) -> str | None:
    """Name the topic: Telegram shows it only in the message that the topic began with."""
    message = update.effective_message
    if message is None or topic_of(update) == NO_TOPIC:
        return None
    first = message.reply_to_message
    created = first.forum_topic_created if first else None
    return created.name if created else f"#{topic_of(update)}"
