"""Words that are meant for the bot though no command stands before them.

In private all are. In a group those that mention the bot or answer one of its messages: that is
what privacy mode lets through, and without it nothing else is answered either. In a forum every
message "answers" the one its topic began with; that counts for nothing (docs/telegram.md T2).
"""

from __future__ import annotations

import re

from telegram import Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

from handlers.desk import SLASH, said

COMMAND = re.compile(rf"{SLASH}(?P<name>[A-Za-z0-9_]+)(?:@(?P<bot>\w+))?(?:\s|$)")


class Addressed(filters.MessageFilter):
    """Finds questions in free words."""

    def filter(self, message: Message) -> bool:
        """Tell whether the words, or those below a picture, are for us."""
        words = said(message)
        if COMMAND.match(words):
            return False
        heard = is_private(message) or answered(message) is not None
        return mentions_us(message) or (bool(words) and heard)


class UnknownCommand(filters.MessageFilter):
    """Finds commands that no handler before it took; in groups only those that name the bot."""

    def filter(self, message: Message) -> bool:
        """Tell whether somebody tried a command of ours that is none."""
        command = COMMAND.match(said(message))
        if command is None or command["bot"]:  # another bot's: our name is dropped
            return False
        return is_private(message) or mentions_us(message) or _is_named(message)


def _is_named(message: Message) -> bool:
    """Whether a command bears our name: /tasks@duban_bot."""
    command = COMMAND.match(message.text or "")
    named = (command["bot"] if command else None) or ""
    return named.lower() == _username(message).lower()


def is_private(message: Message) -> bool:
    """Whether nobody but the bot listens."""
    return message.chat.type == ChatType.PRIVATE


def mentions_us(message: Message) -> bool:
    """Whether the bot is named in the words, by its name or as a contact without one."""
    words = message.text or message.caption or ""
    if re.search(rf"(?<![\w/])@{re.escape(_username(message))}(?!\w)", words, re.I | re.A):
        return True
    us = message.get_bot().id
    return any(
        entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == us
        for entity in (*message.entities, *message.caption_entities)
    )


def answered(message: Message) -> Message | None:
    """Return the message of ours that this one answers."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.forum_topic_created:
        return None
    return replied if replied.from_user.id == message.get_bot().id else None


def _username(message: Message) -> str:
    return message.get_bot().username
