"""Notices to Telegram: PTB's exceptions told apart by what they say about the message."""

from __future__ import annotations

from collections.abc import Sequence
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
from handlers.keyboards import keyboard
from handlers.posting import post
from handlers.refusals import GONE, MUTED, TOPIC, UNCHANGED, says
from scheduler.limiter import Lane
from scheduler.senders import (
    CannotChange,
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
from texts.messages import Part
from texts.reply import Reply

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""what httpx raises before the first byte of a request is on its way"""
MISSING = ("message to delete not found", "message identifier is not specified")
FIXED = (
    "message to edit not found",
    "can't be edited",
    "can't be deleted",
    "no text in the message",
)
"""refusals that say that a message stays as it is"""


class TelegramSender:
    """Sends through PTB's bot; the courier has waited for the message's turn."""

    def __init__(self, bot: ExtBot[Any]) -> None:
        self._bot = bot

    async def send(self, outgoing: Outgoing) -> Sequence[int]:
        """Send one message, or an album; General topics are written to without a topic (T2)."""
        part = Part(outgoing.text, outgoing.files)
        where = {
            "chat_id": outgoing.chat,
            "message_thread_id": outgoing.thread or None,
            "rate_limit_args": Lane.PASSED,
        }
        try:
            return await post(self._bot, part, outgoing.buttons, **where)
        except TelegramError as error:
            raise outcome(error) from error

    async def edit(self, outgoing: Outgoing, message_id: int) -> None:
        """Edit the text, or the text below a file."""
        look: dict[str, Any] = {
            "chat_id": outgoing.chat,
            "message_id": message_id,
            "parse_mode": ParseMode.HTML,
            "reply_markup": _below(outgoing),
            "rate_limit_args": Lane.PASSED,
        }
        try:
            if outgoing.files:
                await self._bot.edit_message_caption(caption=outgoing.text or None, **look)
            else:
                await self._bot.edit_message_text(text=outgoing.text, **look)
        except BadRequest as error:
            if not says(error, UNCHANGED):
                raise _not_changed(error) from error
        except TelegramError as error:
            raise outcome(error) from error

    async def delete(self, chat: int, message_ids: Sequence[int]) -> None:
        """Delete one after the other: Telegram says of each whether it may go."""
        for message_id in message_ids:
            try:
                await self._bot.delete_message(chat, message_id)
            except BadRequest as error:
                if not says(error, MISSING):
                    raise _not_changed(error) from error
            except TelegramError as error:
                raise outcome(error) from error

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
        return _refusal(error)
    if isinstance(error, Forbidden):
        return ChatGone(error.message)
    if isinstance(error, InvalidToken | Conflict) or isinstance(error.__cause__, NEVER_LEFT):
        return NotSent(error.message)
    return OutcomeUnknown(error.message)


def _refusal(error: BadRequest) -> DeliveryError:
    message = error.message
    if says(error, TOPIC):
        return TopicGone(message)
    if says(error, MUTED):
        return ChatGone(message, reason="muted")
    return ChatGone(message) if says(error, GONE) else Rejected(message)


def _not_changed(error: BadRequest) -> DeliveryError:
    return CannotChange(error.message) if says(error, FIXED) else _refusal(error)


def _below(outgoing: Outgoing) -> Any:
    return keyboard(Reply(outgoing.text, outgoing.buttons))
