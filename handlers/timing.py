"""How long people wait for an answer."""

from __future__ import annotations

from time import monotonic

from telegram import Update

from handlers.context import BotContext, Callback


def timed(callback: Callback) -> Callback:
    """Tell the services how long each call takes, from the question to the answer's departure."""

    async def answering(update: Update, context: BotContext) -> None:
        begun = monotonic()
        await callback(update, context)
        context.services.answered(monotonic() - begun)

    return answering
