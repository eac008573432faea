"""What Duban overhears, and how it treats what was not plainly said to it by a person.

Ignored without a word: edited messages (the first wording stands), channel posts, other bots,
what was written through an inline bot, posts that a channel forwards into its group, and what
customers write to somebody's business account.
Forwarded or long delayed commands are answered, but change nothing (handlers/roles.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from telegram import Update
from telegram.constants import ChatID
from telegram.ext import ApplicationHandlerStop, TypeHandler

from handlers.context import BotApplication, BotContext, answer
from store import cards
from texts.reply import Button, Reply

BEFORE_ALL = -10
"""PTB's handler group that comes first"""
CONFIRM_WITHIN = timedelta(hours=1)
UNNAMED = frozenset({ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL})
"""users that stand for whoever hides behind the group or a channel"""


async def overhear(update: Update, _: BotContext) -> None:
    """Stop what nobody is to answer."""
    if not is_for_us(update):
        raise ApplicationHandlerStop


def is_for_us(update: Update) -> bool:
    """Tell what a person said to a chat from everything else that carries a message."""
    if update.edited_message or update.channel_post or update.edited_channel_post:
        return False
    if update.business_message or update.edited_business_message:
        return False
    message = update.message
    if message is None:
        return True  # buttons, memberships, inline questions
    if message.via_bot or message.is_automatic_forward:
        return False
    author = message.from_user
    return author is None or not author.is_bot or author.id in UNNAMED


def is_anonymous(update: Update) -> bool:
    """Whether the author hides behind the group or a channel; a press is never anonymous."""
    user = update.effective_user
    return update.callback_query is None and user is not None and user.id in UNNAMED


def is_forwarded(update: Update) -> bool:
    """Whether the words are somebody else's."""
    return update.message is not None and update.message.forward_origin is not None


def is_older_than(update: Update, limit: timedelta, *, now: datetime) -> bool:
    """Whether a message waited longer than *limit*, while Duban was down."""
    return update.message is not None and now - update.message.date > limit


async def confirm_by_button(update: Update, context: BotContext, *, command: str) -> None:
    """Ask who gave an anonymous command: who presses is known by name (docs/telegram.md T14)."""
    until = context.now + CONFIRM_WITHIN
    body = {
        "do": command,
        "words": context.words,
        "until": until.isoformat(),
        "confirms": True,
    }
    async with context.services.database.begin() as session:
        card = await cards.keep(session, body)
    buttons = (
        Button(context.texts.label("confirm"), data=f"run:{card}"),
        Button(context.texts.label("drop_it"), data="no"),
    )
    await answer(update, Reply(context.texts.render("people/anonymous"), (buttons,)))


def register(application: BotApplication) -> None:
    """Stand before everything else."""
    application.add_handler(TypeHandler(Update, overhear), group=BEFORE_ALL)
