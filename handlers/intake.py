"""/import and files sent to the bot: read, and shown before anything is stored (issue 3)."""

from __future__ import annotations

from telegram import Message, Update

from handlers import intake_card, undo
from handlers.context import BotApplication, BotContext, answer, edit_card
from handlers.documents import HandedOver, Handover, fetch, file_of, pasted
from handlers.examples import IMPORT, example_buttons
from handlers.speakers import speaker
from handlers.words import add_command, add_words
from plans import library
from plans.documents import read_document
from plans.errors.base import DubanError
from plans.model import PlanFacts
from store import aliases, intakes, revisions
from texts.catalogue import Texts
from texts.intake import render_card
from texts.reply import Reply

DOCUMENT = "document"
"""the kind of words that a file is"""
PASTED_WHOLE = 4000
"""characters from which a pasted text may have been cut: clients split at 4096"""


async def take_in(update: Update, context: BotContext) -> None:
    """/import, or a file: read what was handed over and show what was read."""
    if context.words in library.available():
        await _show_example(update, context, context.words)
        return
    file = file_of(update)
    text = "" if file else pasted(update, context)
    if not file and not text:
        await _explain(update, context)
        return
    name = file.file_name if file else None
    progress = await answer(update, Reply(context.texts.render("intake/reading", name=name)))
    try:
        data = await fetch(file) if file else text.encode()
        handed = Handover(name or context.texts.label("intake_pasted"), data)
        reply = await _shown(update, context, handed, await _read(context, handed))
    except DubanError as error:
        reply = Reply(context.texts.sentence(error))
    await _finish(update, context, progress, reply)
    if len(text) >= PASTED_WHOLE:
        await answer(update, Reply(context.texts.render("intake/cut_off")))


def register(application: BotApplication, texts: Texts) -> None:
    """Add /import, files, the card's buttons, replies to its questions, and /undo."""
    add_command(application, texts, IMPORT, take_in)
    add_words(application, DOCUMENT, HandedOver(texts.command(IMPORT).words), take_in)
    # an administrator who sends a file anonymously confirms by a button that calls it by its kind
    application.bot_data.commands[DOCUMENT] = application.bot_data.commands[IMPORT]
    intake_card.register(application)
    undo.register(application, texts)


async def _explain(update: Update, context: BotContext) -> None:
    """Say how a plan is handed over, and offer the examples that are not loaded yet."""
    async with context.services.database.begin() as session:
        loaded = await revisions.keys(session)
    examples = await example_buttons(context, loaded)
    text = context.texts.render("intake/how", examples=bool(examples))
    await answer(update, Reply(text, examples))


async def _show_example(update: Update, context: BotContext, key: str) -> None:
    facts = library.plan(key)
    await answer(update, await _shown(update, context, Handover(facts.source, b""), facts))


async def _read(context: BotContext, handed: Handover) -> PlanFacts:
    async with context.services.database.begin() as session:
        directory = await aliases.current(session, context.services.directory)
    return await read_document(handed.data, name=handed.name, known=directory.known)


async def _shown(update: Update, context: BotContext, handed: Handover, facts: PlanFacts) -> Reply:
    """Keep the reading and write its card; what is stored already is only said to be so."""
    services = context.services
    async with services.database.begin() as session:
        contact = await speaker(session, update, now=context.now)
        intake = await intakes.open_intake(
            session,
            facts,
            file_name=handed.name,
            document=handed.data or None,
            contact=contact,
            now=context.now,
        )
        directory = services.directory
        sheet = await intakes.sheet(session, intake.id, directory=directory, now=context.now)
        if sheet.is_nothing:
            await intakes.cancel(session, intake.id, now=context.now)
            return Reply(services.texts.render("intake/same", plan=sheet.facts))
    return render_card(sheet, 1, texts=services.texts, today=context.today)


async def _finish(
    update: Update, context: BotContext, progress: Message | None, reply: Reply
) -> None:
    """Put the card in the place of the progress message; where that is deleted, below the file."""
    if progress is None:
        return
    where = {"chat_id": progress.chat_id, "message_id": progress.message_id}
    if not await edit_card(context.bot, reply, **where):
        await answer(update, reply)
