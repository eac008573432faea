"""Updates as values: read from what came in, and the chat in whose order they are handled."""

from __future__ import annotations

import re
from typing import Any

import structlog
from telegram import Bot, Update

from bot.wholeness import is_whole

NOT_TO_BE_KEPT = re.compile("[\x00\ud800-\udfff]")
"""NUL, which PostgreSQL keeps in no text, and halves of letters, which are none in any encoding"""
MARK = "\N{REPLACEMENT CHARACTER}"
"""as long as what it stands for, so that entities are where they were"""
MISSHAPEN = ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError
"""what the library raises at JSON that is no update"""
log = structlog.get_logger(__name__)


def read_update(body: object, bot: Bot) -> Update | None:
    """Return the update that *body* holds; None where nothing can be made of it."""
    try:
        update = Update.de_json(_keepable(body), bot)
    except MISSHAPEN as error:
        log.warning("no update", error=type(error).__name__)
        return None
    if not is_whole(update):
        log.warning("no update", error="not whole")
        return None
    return update


def chat_of(update: Update) -> int:
    """The chat an update belongs to; what has none waits for its person, or for nobody."""
    owner = update.effective_chat or update.effective_user
    return owner.id if owner else 0


def _keepable(body: Any) -> Any:
    """Replace what could not be kept or sent back, wherever it stands."""
    if isinstance(body, str):
        return NOT_TO_BE_KEPT.sub(MARK, body)
    if isinstance(body, dict):
        return {name: _keepable(value) for name, value in body.items()}
    return [_keepable(value) for value in body] if isinstance(body, list) else body
