"""The one place where an exception becomes a reply.

1. DubanError: a person's mistake; its sentence is the answer, logged at INFO. A button that leads
   nowhere any more is taken off as well.
2. A network error: Telegram could not be reached, or asks for patience, or the chat has gone or
   moved meanwhile, of which an update tells; or the bot may not write there any more, or the topic
   is closed. Logged; whoever asked where the bot is muted is told in private.
   Not any other BadRequest, its subclass, which is a mistake of ours.
3. The database is away: the update is put off until it is back (handlers/postponing.py).
4. Anything else: logged with its traceback under an incident number, which the person can quote.
"""

from __future__ import annotations

import secrets

import structlog
from telegram import InlineQueryResultsButton, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from handlers.context import BotContext, answer
from handlers.notify import say
from handlers.postponing import postpone
from handlers.refusals import MUTED, NOWHERE, says
from handlers.stale import take_off
from plans.errors.base import DubanError
from plans.errors.words import StaleButton
from store.away import AWAY
from texts.reply import Reply

log = structlog.get_logger(__name__)

UNREACHED = (NetworkError, RetryAfter, Forbidden, ChatMigrated)
FROM_INLINE = "inline"
"""what /start is called with by the button above the results of inline mode"""
INCIDENT_ALPHABET = "3479ACEFHJKMNPRTWXY"
"""what cannot be misread when it is told by telephone"""


async def on_error(update: object, context: BotContext) -> None:
    """Turn what a handler raised into an answer and a line in the log."""
    try:
        if context.error is not None:
            await _meet(update, context, context.error)
    except AWAY as error:  # an answer's turn is agreed upon there (scheduler.shared_limiter)
        if not postpone():
            raise
        log.warning("put off", error=str(error))


async def _meet(update: object, context: BotContext, error: Exception) -> None:
    if isinstance(error, DubanError):
        log.info("refused", error=type(error).__name__)
        label = context.texts.label("inline_refused")
        button = InlineQueryResultsButton(label, start_parameter=FROM_INLINE)
        await tell(update, context.texts.sentence(error), button=button)
        if isinstance(error, StaleButton) and isinstance(update, Update):
            await take_off(update)
    elif _is_unreached(error):
        log.warning("network", error=str(error))
        if isinstance(error, BadRequest) and says(error, MUTED) and isinstance(update, Update):
            await _tell_in_private(update, context)
    elif isinstance(error, AWAY) and postpone():
        log.warning("put off", error=str(error))
    else:
        incident = "".join(secrets.choice(INCIDENT_ALPHABET) for _ in range(4))
        log.error("fault", incident=incident, exc_info=error)
        await tell(update, context.texts.fault(incident))


async def _tell_in_private(update: Update, context: BotContext) -> None:
    """Tell whoever asked in a group in which the bot may not speak (docs/telegram.md T5)."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.id == user.id or user.is_bot:
        return
    text = context.texts.render("people/voiceless", title=chat.title or "")
    await say(context, user.id, Reply(text))


def _is_unreached(error: Exception) -> bool:
    """Whether words of ours cannot arrive, whatever they say."""
    if isinstance(error, BadRequest):
        return says(error, NOWHERE)
    return isinstance(error, UNREACHED)


async def tell(
    update: object, text: str, *, button: InlineQueryResultsButton | None = None
) -> None:
    """Say *text* where it will be seen: as an alert after a button, as a reply otherwise.

    Above the results of inline mode there is room for a *button* alone.
    """
    if not isinstance(update, Update):
        return
    try:
        if update.inline_query is not None:
            await update.inline_query.answer((), cache_time=0, is_personal=True, button=button)
        elif update.callback_query is not None:
            await update.callback_query.answer(text[:200], show_alert=True)
        else:
            await answer(update, Reply(text))
    except TelegramError as error:
        log.warning("could not tell", error=str(error))
