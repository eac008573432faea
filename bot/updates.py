"""Updates as values: read from what came in, and the chat in whose order they are handled."""

from __future__ import annotations

import structlog
from telegram import Bot, Update

log = structlog.get_logger(__name__)


def read_update(body: object, bot: Bot) -> Update | None:
    """Return the update that *body* holds; None where nothing can be made of it."""
    try:
        update = Update.de_json(body, bot)  # type: ignore[arg-type]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        log.warning("no update", error=type(error).__name__)
        return None
    return update if isinstance(update.update_id, int) else None


def chat_of(update: Update) -> int:
    """The chat an update belongs to; what has none waits for its person, or for nobody."""
    owner = update.effective_chat or update.effective_user
    return owner.id if owner else 0
