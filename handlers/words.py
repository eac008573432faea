"""How a command is called: by its Latin name, by its Chinese word, by a button.

All three meet in the same callback with the same `context.args`; its rule of `handlers.roles` is
checked before. In groups with privacy mode on, Telegram hands over a Chinese word where it mentions
the bot or replies to it; the mention is dropped here.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers.context import BotApplication, BotContext, Callback, redraw
from handlers.roles import BUTTONS, COMMANDS, WORDS, Guarded
from plans.errors import StaleButton
from store import cards
from texts.catalogue import Texts
from texts.reply import Button, Reply

SLASH = "[/\uff0f]"
"""also full width, as Chinese keyboards type it"""
RUN = "run"
"""the button that carries out a command"""


def add_command(application: BotApplication, texts: Texts, name: str, callback: Callback) -> None:
    """Let *callback* answer /name and its Chinese words of commands.toml."""
    checked = Guarded(name, COMMANDS[name], callback)
    application.bot_data.commands[name] = checked
    application.add_handler(CommandHandler(name, checked))
    called = CalledBy(name, texts.command(name).words)
    application.add_handler(MessageHandler(called, checked))


def add_button(application: BotApplication, prefix: str, callback: Callback) -> None:
    """Let *callback* answer presses whose data is *prefix*, or begins with it and a colon."""
    checked = Guarded(prefix, BUTTONS[prefix], callback)
    pattern = rf"^{re.escape(prefix)}(?::|$)"
    application.add_handler(CallbackQueryHandler(checked, pattern=pattern))


def add_words(
    application: BotApplication, kind: str, wanted: filters.BaseFilter, callback: Callback
) -> None:
    """Let *callback* answer *wanted* messages that are no command (`kind`: a row of WORDS)."""
    application.add_handler(MessageHandler(wanted, Guarded(kind, WORDS[kind], callback)))


def said(message: Message) -> str:
    """Return what a message says without a mention of the bot, wherever Telegram lets it stand."""
    return _without_mention(message.text or message.caption or "", message.get_bot().username)


@lru_cache(maxsize=64)
def _without_mention(text: str, username: str) -> str:
    """Kept for a moment: each command in turn looks whether a message calls it."""
    words = unicodedata.normalize("NFKC", text).strip()
    mention = re.escape(f"@{username}")
    bare = re.sub(
        rf"^{mention}(?![A-Za-z0-9_])[\s,:]*|\s*{mention}$", "", words, flags=re.IGNORECASE
    ).strip()
    return re.sub(rf"^({SLASH}\w+){mention}(?!\w)", r"\1", bare, flags=re.IGNORECASE | re.ASCII)


class CalledBy(filters.MessageFilter):
    """Finds a command's word at the start of a message, and what stands after it."""

    def __init__(self, name: str, words: tuple[str, ...]) -> None:
        super().__init__(name=f"CalledBy({name})", data_filter=True)
        spoken = "|".join(map(re.escape, words)) or r"(?!)"
        self._call = re.compile(
            rf"(?:{SLASH}{name}|{SLASH}?(?:{spoken}))(?:[\s:]+(?P<rest>.*))?"
            rf"|{SLASH}?(?:{spoken})(?P<word>[A-Za-z0-9]+)",
            re.DOTALL | re.IGNORECASE,
        )

    def filter(self, message: Message) -> dict[str, list[str]] | None:
        """Return the arguments, or None where the message says something else."""
        if not message.text:
            return None
        call = self._call.fullmatch(said(message))
        if call is None:
            return None
        return {"args": (call["rest"] or call["word"] or "").split()}


async def run_button(context: BotContext, label: str, command: str, words: str = "") -> Button:
    """Make a button that carries out a command, for whoever presses it and may."""
    async with context.services.database.begin() as session:
        card = await cards.keep(session, {"do": command, "words": words})
    return Button(label, data=f"{RUN}:{card}")


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
    if "until" in body:
        who = update.effective_user.full_name if update.effective_user else ""
        await redraw(update, Reply(context.texts.render("people/confirmed", who=who)))


def register(application: BotApplication) -> None:
    """Add the button that carries out commands."""
    add_button(application, RUN, run)


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
