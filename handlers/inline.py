"""Inline mode: `@bot 市商务局` in any chat offers answers to post there (docs/telegram.md T24).

For people with a role only, and for each of them alone: what one may see is not cached for another.
A message posted so has no buttons, because nobody knows the chat it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator

from telegram import (
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import InlineQueryHandler

from handlers.asked import FREE, Asked
from handlers.context import BotApplication, BotContext
from handlers.hearing import Hearing, look_up, understood
from handlers.outcomes import narrower
from handlers.roles import WORDS, Guarded
from handlers.timing import timed
from plans.commands import query_of
from plans.query import Kind, Query
from store.replies import Answer
from texts.answers import Surroundings, render_answer
from texts.catalogue import plain
from texts.views import View

INLINE = "inline"
CACHE_SECONDS = 10
"""as long as it takes to choose; the plans or the roles may be others soon after"""
LINE = 60
"""characters of the line below a result's title"""


async def offer(update: Update, context: BotContext) -> None:
    """Offer the answer, and the narrower ones that follow from it."""
    query = update.inline_query
    if query is None:
        return
    async with context.services.database.begin() as session:
        hearing = await Hearing.of(session, update, context)
        found = [one for one in await _found(hearing, query.query) if one.kind is not Kind.NONE]
    articles = [_article(hearing, number, answer) for number, answer in enumerate(found)]
    await query.answer(articles, cache_time=CACHE_SECONDS, is_personal=True)


def register(application: BotApplication) -> None:
    """Add inline mode."""
    application.add_handler(InlineQueryHandler(Guarded(INLINE, WORDS[INLINE], timed(offer))))


async def _found(hearing: Hearing, words: str) -> list[Answer]:
    """Answer the words, without any the asker's own tasks; and what narrows the answer."""
    first = await look_up(hearing, await _meant(hearing, words))
    narrow = narrower(hearing, first).values()
    return [first, *[await look_up(hearing, query) for query in narrow]]


async def _meant(hearing: Hearing, words: str) -> Query:
    if words.strip():
        return await understood(hearing, Asked.of(FREE, words))
    return query_of("tasks", "", hearing.knowledge, today=hearing.today, asker=hearing.asker)


def _article(hearing: Hearing, number: int, found: Answer) -> InlineQueryResultArticle:
    around = Surroundings(marks=hearing.knowledge.marks)
    text = render_answer(
        found,
        texts=hearing.services.texts,
        view=View(0),
        refinements={},
        suggestions={},
        around=around,
    ).text
    title, *rest = _lines(text)
    return InlineQueryResultArticle(
        id=str(number),
        title=title,
        description=" ".join(rest)[:LINE],
        input_message_content=InputTextMessageContent(text, parse_mode=ParseMode.HTML),
    )


def _lines(html: str) -> Iterator[str]:
    return (line for line in plain(html).splitlines() if line.strip())
