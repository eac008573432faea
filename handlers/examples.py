"""Published plans that ship with Duban, offered to coordinators to try."""

from __future__ import annotations

from collections.abc import Collection

from telegram import Update

from handlers.context import BotContext
from handlers.roles import COMMANDS, may, standing_of
from handlers.words import run_button
from plans import library
from texts.reply import Button

IMPORT = "import"

Rows = tuple[tuple[Button, ...], ...]


async def example_buttons(context: BotContext, loaded: Collection[str] = ()) -> Rows:
    """Return a button for each plan of the library that is not among the *loaded* keys."""
    rows = []
    for facts in library.plans():
        if facts.key not in loaded:
            label = context.texts.label("example_plan", title=facts.title or facts.key)
            rows.append((await run_button(context, label, IMPORT, facts.key),))
    return tuple(rows)


async def offered_with_plans(update: Update, context: BotContext, loaded: Collection[str]) -> Rows:
    """Return what /plans adds for who may import: the examples, or where plans are, a way there."""
    if not may(COMMANDS[IMPORT], await standing_of(update, context)):
        return ()
    if not loaded:
        return await example_buttons(context)
    return ((await run_button(context, context.texts.label("examples"), IMPORT),),)
