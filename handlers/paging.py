"""Long lists, a page at a time: the same card is edited (docs/telegram.md T11)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from telegram import Update

from handlers.context import BotContext, answer, redraw
from handlers.words import run_button
from texts.reply import Button, Reply

Row = TypeVar("Row")

LINES = 20
"""rows on a page"""
_PAGE = re.compile(r"(?:^|\s)p(\d{1,4})$")
"""how a button says which page: `/contacts 商务 p2`"""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list."""

    rows: Sequence[Row]
    number: int
    pages: int


def asked_page(words: str) -> tuple[str, int | None]:
    """Split a command's words into what is listed and the page that was turned to."""
    found = _PAGE.search(words)
    return (words[: found.start()].strip(), int(found[1])) if found else (words, None)


def page_of(rows: Sequence[Row], number: int | None) -> Page[Row]:
    """Return that page; one past the end is the last."""
    pages = max(1, -(-len(rows) // LINES))
    current = min(max(number or 1, 1), pages)
    return Page(rows[(current - 1) * LINES : current * LINES], current, pages)


async def turning(
    context: BotContext, command: str, words: str, page: Page[Row]
) -> tuple[Button, ...]:
    """Return the buttons that turn the page."""
    label, buttons = context.texts.label, []
    if page.number > 1:
        back = f"{words} p{page.number - 1}".strip()
        buttons.append(await run_button(context, label("previous_page"), command, back))
    if page.number < page.pages:
        words_on = label("next_page", page=page.number, pages=page.pages)
        on = f"{words} p{page.number + 1}".strip()
        buttons.append(await run_button(context, words_on, command, on))
    return tuple(buttons)


async def show(update: Update, reply: Reply, *, turned: bool) -> None:
    """Redraw the card whose page was turned, or answer anew."""
    await (redraw if turned and update.callback_query else answer)(update, reply)
