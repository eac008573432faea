"""/undo and 撤销: the latest import is taken back, within a day."""

from __future__ import annotations

from telegram import Update

from handlers.context import BotApplication, BotContext, answer, redraw
from handlers.speakers import speaker
from handlers.words import add_button, add_command
from plans.errors.words import StaleButton
from store import revisions
from texts.catalogue import Texts
from texts.intake import UNDO
from texts.reply import Reply


async def undo_latest(update: Update, context: BotContext) -> None:
    """/undo: take back the latest import."""
    await answer(update, await _undone(update, context, None))


async def undo_this(update: Update, context: BotContext) -> None:
    """undo:REVISION: take back the import below which the button stands."""
    query = update.callback_query
    if query is None:
        return
    number = (query.data or "").partition(":")[2]
    if not number.isdecimal():
        raise StaleButton
    reply = await _undone(update, context, int(number))
    await query.answer()
    await redraw(update, reply)


def register(application: BotApplication, texts: Texts) -> None:
    """Add the command and the button."""
    add_command(application, texts, UNDO, undo_latest)
    add_button(application, UNDO, undo_this)


async def _undone(update: Update, context: BotContext, number: int | None) -> Reply:
    async with context.services.database.begin() as session:
        undone = await revisions.undo(
            session,
            number,
            directory=context.services.directory,
            actor=await speaker(session, update, now=context.now),
            now=context.now,
            today=context.today,
        )
    return Reply(context.texts.render("intake/undone", undone=undone))
