"""PTB's calls through the one limiter: notices wait their turn, answers to people go first.

A press that waited too long, while Duban was down or busy, cannot be told anything any more, nor
one while Telegram asks for patience. That is no fault: what the button does is done all the same.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram.error import BadRequest, RetryAfter
from telegram.ext import BaseRateLimiter
from telegram.warnings import PTBDeprecationWarning

from scheduler.limiter import Lane, Limiter

POSTING = ("send", "edit", "copy", "forward")
"""how the methods begin that put something in front of people; sendChatAction does no harm"""
ANSWER_ATTEMPTS = 3
SHORT_LIVED = ("answerCallbackQuery", "answerInlineQuery")
TOO_LATE = ("query is too old", "query id is invalid")
"""what Telegram says after some fifteen seconds"""
log = structlog.get_logger(__name__)


class PacedRequests(BaseRateLimiter[Lane]):
    """Asks `Limiter` before every call that posts; a 429 pauses that chat only."""

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to take down."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Any:
        """Call when it is the message's turn; an answer is repeated after a 429."""
        chat = data.get("chat_id")
        waits = endpoint.startswith(POSTING) and rate_limit_args is not Lane.PASSED
        if endpoint in SHORT_LIVED:
            return await _answered(callback(*args, **kwargs))
        if not isinstance(chat, int) or not waits:
            return await callback(*args, **kwargs)
        lane = Lane.ANSWER if rate_limit_args is None else rate_limit_args
        attempts = ANSWER_ATTEMPTS if lane is Lane.ANSWER else 1
        while True:
            await self._limiter.acquire(chat, lane)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._limiter.pause(chat, seconds_to_wait(error))
                attempts -= 1
                if not attempts:
                    raise


async def _answered(answering: Coroutine[Any, Any, Any]) -> bool:
    """Tell whoever pressed or searched, if that can be done now."""
    try:
        await answering
    except BadRequest as error:
        if not any(words in error.message.lower() for words in TOO_LATE):
            raise
        log.info("too late to tell")
    except RetryAfter:  # in a moment it would be too late
        log.info("too many to tell")
    return True


def seconds_to_wait(error: RetryAfter) -> float:
    """Return how long a 429 asks to wait; PTB announces a change of type at every look."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
