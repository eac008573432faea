"""/letter: a 督办通知单 as a Word file, to be signed and filed; offered where one is issued."""

from __future__ import annotations

import re
from collections.abc import Sequence

from telegram import Update

from handlers.context import BotApplication, BotContext, topic_of
from handlers.words import add_button, add_command
from plans.errors.words import BadArguments, LetterNotFound, StaleButton
from store import letters, receipts
from store.letters import Letter
from texts.catalogue import Texts, plain
from texts.notices import LETTER

SAID = re.compile(
    r"(?P<code>[^\W\d_]*)\s*(?:[\u3014\[(](?P<year>\d{4})[\u3015\])])?\s*(?P<n>\d{1,6})\D?"
)
"""as it is cited, 督办〔2017〕12号, or the number alone"""


async def letter(update: Update, context: BotContext) -> None:
    """/letter NUMBER: the paper of that number, this year's and of the last stage by default."""
    said = SAID.fullmatch(context.words.strip())
    if said is None:
        raise BadArguments(usage="letter")
    async with context.services.database.begin() as session:
        found = await letters.numbered(
            session,
            code=said["code"] or _last_code(context),
            year=int(said["year"] or context.today.year),
            number=int(said["n"]),
        )
    await _hand_over(update, context, [found])


async def press(update: Update, context: BotContext) -> None:
    """letter:NOTICE: all papers of the list whose button was pressed, in one file."""
    query, chat = update.callback_query, update.effective_chat
    number = (query.data or "").partition(":")[2] if query else ""
    if query is None or chat is None or not number.isdecimal():
        raise StaleButton
    async with context.services.database.begin() as session:
        notice = await receipts.notice_in(session, notice_id=int(number), telegram_id=chat.id)
        roots = list((notice.details or {}).get("notices", ()))
        found = await letters.about(session, roots, code=_last_code(context))
    if not found:
        raise StaleButton
    await query.answer()
    await _hand_over(update, context, found)


def register(application: BotApplication, texts: Texts) -> None:
    """Add the command and the button."""
    add_command(application, texts, "letter", letter)
    add_button(application, LETTER, press)


def _last_code(context: BotContext) -> str:
    """Return the word of the gravest papers' numbers; raises LetterNotFound without any."""
    codes = [stage.code for stage in context.services.reminding.ladder.stages.papers if stage.code]
    if not codes:
        raise LetterNotFound(code="", year=0, number=0)
    return codes[-1]


async def _hand_over(update: Update, context: BotContext, found: Sequence[Letter]) -> None:
    from texts.letter_sheet import letters_file  # python-docx: 9 MB that most starts do without

    message, paper = update.effective_message, found[0].paper
    if message is None:
        raise StaleButton
    cited = plain(context.texts.render("letters/number", paper=paper))
    which = cited if len(found) == 1 else f"{paper.day}"
    await message.reply_document(
        letters_file(
            found,
            texts=context.texts,
            answer_by=context.services.reminding.ladder.stages.answer_by,
        ),
        filename=context.texts.label("letter_file", name=paper.name, which=which),
        message_thread_id=topic_of(update) or None,
    )
