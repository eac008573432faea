"""Notices to Telegram: PTB's exceptions told apart by what they say about the message."""

from __future__ import annotations

from typing import Any

import httpx
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.rate_limiter import seconds_to_wait
from handlers.context import keyboard
from scheduler.limiter import Lane
from scheduler.senders import (
    ChatGone,
    ChatMoved,
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    RateLimited,
    Rejected,
    TopicGone,
)
from texts.reply import Reply

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""what httpx raises before the first byte of a request is on its way"""
MUTED = (
    "not enough rights",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
)
GONE = (
    "chat not found",
    "group chat was deactivated",
    "peer_id_invalid",
    "user is deactivated",
)
"""refusals that say something about the chat, not about the message"""
TOPIC = ("message thread not found", "topic_deleted", "topic_closed")


class TelegramSender:
    """Sends through PTB's bot; the courier has waited for the message's turn."""

    def __init__(self, bot: ExtBot[Any]) -> None:
        self._bot = bot

    async def send(self, outgoing: Outgoing) -> int:
        """Send one message; General topics are written to without a topic (FIELD.md T2)."""
        try:
            message = await self._bot.send_message(
                outgoing.chat,
                outgoing.text,
                parse_mode=ParseMode.HTML,
                message_thread_id=outgoing.thread or None,
                reply_markup=keyboard(Reply(outgoing.text, outgoing.buttons)),
                rate_limit_args=Lane.PASSED,
            )
        except TelegramError as error:
            raise outcome(error) from error
        return message.message_id

    async def drop_buttons(self, chat: int, message_id: int) -> None:
        """Take the buttons off; a message that is gone or bare needs nothing."""
        try:
            await self._bot.edit_message_reply_markup(chat_id=chat, message_id=message_id)
        except BadRequest:
            return
        except TelegramError as error:
            raise outcome(error) from error


def outcome(error: TelegramError) -> DeliveryError:
    """Say what an exception of PTB's means for the message that was to be sent.

    PTB wraps httpx's exception and keeps it as the cause. An answer of 5xx has no such cause: the
    server may have done its work before it failed. A refused token says nothing about the message.
    """
    if isinstance(error, RetryAfter):
        return RateLimited(seconds_to_wait(error))
    if isinstance(error, ChatMigrated):
        return ChatMoved(error.new_chat_id)
    if isinstance(error, BadRequest):
        return _refusal(error.message)
    if isinstance(error, Forbidden):
        return ChatGone(error.message)
    if isinstance(error, InvalidToken | Conflict) or isinstance(error.__cause__, NEVER_LEFT):
        return NotSent(error.message)
    return OutcomeUnknown(error.message)


def _refusal(message: str) -> DeliveryError:
    words = message.lower()
    if any(topic in words for topic in TOPIC):
        return TopicGone(message)
    if any(muted in words for muted in MUTED):
        return ChatGone(message, reason="muted")
    return ChatGone(message) if any(gone in words for gone in GONE) else Rejected(message)
