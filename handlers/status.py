"""/status: whether all is well, what waits, and what an operator should see to."""

from __future__ import annotations

from telegram import Update

from handlers.context import BotApplication, BotContext
from handlers.paging import show
from handlers.words import add_command, run_button
from store.state import state
from texts.calendar import is_provisional
from texts.catalogue import Texts
from texts.reply import Reply

AGAIN = "again"
"""the words of the button that looks once more"""


async def status(update: Update, context: BotContext) -> None:
    """/status: the answer first, then what it rests on; the button looks once more."""
    services, today = context.services, context.today
    async with services.database.look() as session:
        found = await state(session, now=context.now)
    year = today.year
    text = context.texts.render(
        "operation/status",
        state=found,
        late=found.waits_too_long(context.now),
        no_backup=found.needs_backup(today),
        unsure=[y for y in (year, year + 1) if is_provisional(y, services.reminding.workdays)],
        version=services.version,
        started_at=services.started_at,
        now=context.now,
        today=today,
        zone=services.zone,
    )
    label = context.texts.label
    buttons = (
        await run_button(context, label("look_again"), "status", AGAIN),
        await run_button(context, label("look_at_chats"), "chats"),
    )
    await show(update, Reply(text, (buttons,)), turned=context.words == AGAIN)


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's command."""
    add_command(application, texts, "status", status)
