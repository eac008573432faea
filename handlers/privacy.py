"""/mydata and /forgetme: what is kept about a person, and its end."""

from __future__ import annotations

from datetime import timedelta

from telegram import Update

from handlers.context import BotApplication, BotContext, answer
from handlers.speakers import speaker
from handlers.words import add_command, no_button, run_button
from store import access
from store.access import Kept
from texts.catalogue import Texts
from texts.reply import Button, Reply

SURE_WITHIN = timedelta(hours=1)
SURE = "yes"
"""what the button adds: forgetting cannot be undone"""


async def my_data(update: Update, context: BotContext) -> None:
    """/mydata: all that is kept about who asks."""
    kept = await _kept(update, context)
    text = context.texts.render(
        "people/my_data", kept=kept, today=context.today, zone=context.services.zone
    )
    await answer(update, Reply(text))


async def forget_me(update: Update, context: BotContext) -> None:
    """/forgetme: after one more press, name, Telegram id and roles are gone."""
    kept = await _kept(update, context)
    if kept is None or context.words != SURE:
        buttons: tuple[tuple[Button, ...], ...] = ()
        if kept is not None:
            until = context.now + SURE_WITHIN
            label = context.texts.label("forget")
            sure = await run_button(context, label, "forgetme", SURE, until=until)
            buttons = ((sure, no_button(context)),)
        await answer(update, Reply(context.texts.render("people/forget", kept=kept), buttons))
        return
    async with context.services.database.begin() as session:
        me = await speaker(session, update, now=context.now)
        name = context.texts.label("forgotten")
        await access.forget(session, me, name=name, actor=me, now=context.now)
    await answer(update, Reply(context.texts.render("people/forgotten", signed=kept.signed)))


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's commands."""
    add_command(application, texts, "mydata", my_data)
    add_command(application, texts, "forgetme", forget_me)


async def _kept(update: Update, context: BotContext) -> Kept | None:
    user = update.effective_user
    async with context.services.database.begin() as session:
        return await access.kept_about(session, telegram_id=user.id if user else 0)
