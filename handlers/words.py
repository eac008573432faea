"""How a command is called: by its Latin name, by its Chinese word, by a button.

All three meet in the same callback with the same `context.args`; its rule of `handlers.roles` is
checked before. In groups with privacy mode on, Telegram hands over a Chinese word where it mentions
the bot or replies to it; the mention is dropped here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from telegram import Update
from telegram.ext import MessageHandler, TypeHandler, filters

from handlers.context import BotApplication, BotContext, Callback, redraw
from handlers.roles import BUTTONS, COMMANDS, WORDS, Guarded
from plans.errors.words import StaleButton
from store import cards
from texts.catalogue import Texts
from texts.reply import Button, Reply

RUN = "run"
"""the button that carries out a command"""
NO = "no"
"""the button that leaves it at that"""


def add_command(application: BotApplication, texts: Texts, name: str, callback: Callback) -> None:
    """Let *callback* answer /name and its Chinese words of commands.toml."""
    checked = Guarded(name, COMMANDS[name], callback)
    application.bot_data.commands[name] = checked
    application.bot_data.desk.add_command(name, texts.command(name).words, checked)


def add_button(application: BotApplication, prefix: str, callback: Callback) -> None:
    """Let *callback* answer presses whose data is *prefix*, or begins with it and a colon."""
    application.bot_data.desk.buttons[prefix] = Guarded(prefix, BUTTONS[prefix], callback)


def add_words(
    application: BotApplication, kind: str, wanted: filters.BaseFilter, callback: Callback
) -> None:
    """Let *callback* answer *wanted* messages that are no command (`kind`: a row of WORDS)."""
    application.add_handler(MessageHandler(wanted, Guarded(kind, WORDS[kind], callback)))


async def run_button(
    context: BotContext, label: str, command: str, words: str = "", *, until: datetime | None = None
) -> Button:
    """Make a button that carries out a command, for whoever presses it and may."""
    body = {"do": command, "words": words}
    if until is not None:
        body |= {"until": until.isoformat()}
    async with context.services.database.begin() as session:
        card = await cards.keep(session, body)
    return Button(label, data=f"{RUN}:{card}")


def no_button(context: BotContext) -> Button:
    """Make a button that takes a question back and changes nothing."""
    return Button(context.texts.label("drop_it"), data=NO)


async def drop(update: Update, context: BotContext) -> None:
    """Say in place of the question that nothing was done."""
    if update.callback_query is not None:
        await update.callback_query.answer()
    await redraw(update, Reply(context.texts.render("people/dropped")))


async def run(update: Update, context: BotContext) -> None:
    """run:CARD: carry out the command the card holds, by that command's own rule.

    A press without any data comes here too: the library gives it to the first button there is.
    """
    query = update.callback_query
    if query is None:
        return
    if query.data is None:
        raise StaleButton
    body = await _card(context, query.data.partition(":")[2])
    command = context.bot_data.commands.get(body.get("do", ""))
    if command is None or _is_over(body, context.now):
        raise StaleButton
    context.args = str(body["words"]).split()
    await command(update, context)
    await query.answer()
    if body.get("confirms"):
        who = update.effective_user.full_name if update.effective_user else ""
        await redraw(update, Reply(context.texts.render("people/confirmed", who=who)))


def register(application: BotApplication) -> None:
    """Add the desk, and the button that carries out commands."""
    application.add_handler(application.bot_data.desk)
    add_button(application, RUN, run)
    add_button(application, NO, drop)


async def refuse_press(update: Update, _: BotContext) -> None:
    """Answer a press that no handler took: an old version's button, or none of ours."""
    if update.callback_query is not None:
        raise StaleButton


def register_last(application: BotApplication) -> None:
    """Stand behind everything else."""
    application.add_handler(TypeHandler(Update, refuse_press))


async def _card(context: BotContext, number: str) -> dict[str, Any]:
    if not number.isdecimal():
        raise StaleButton
    async with context.services.database.begin() as session:
        return await cards.body(session, int(number))


def _is_over(body: dict[str, Any], now: datetime) -> bool:
    until = body.get("until")
    return until is not None and now > datetime.fromisoformat(until)
