"""Questions: a command, its Chinese word or free words become a Query, its answer one card."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date

from telegram import Message, Update

from handlers.addressed import COMMAND, Addressed, UnknownCommand, answered, is_private, mentions_us
from handlers.asked import FREE, Asked
from handlers.context import BotApplication, BotContext, Callback, answer, redraw
from handlers.desk import said
from handlers.examples import offered_with_plans
from handlers.hearing import Hearing, asker_of
from handlers.outcomes import Outcome, hear, show
from handlers.pace import Pace, asker_id
from handlers.timing import timed
from handlers.words import add_button, add_command, add_words
from plans.commands import Asker
from plans.errors.words import BadArguments, StaleButton, UnknownWord
from plans.knowledge import Knowledge
from plans.query import Reason
from store import shown
from texts.catalogue import Texts
from texts.reply import Reply
from texts.views import ANSWER, View

COMMANDS = (
    "tasks",
    "task",
    "targets",
    "due",
    "observances",
    "departments",
    "plans",
    "search",
    "who",
    FREE,
)
QUESTION = "question"
"""free words, in the table of roles"""


def asking(name: str) -> Callback:
    """Return the callback of one command."""

    async def asked(update: Update, context: BotContext) -> None:
        if _is_said_of_an_answer(update, context):
            await free(update, context)
            return
        if name == FREE and not context.words:
            raise BadArguments(usage=FREE)
        await respond(update, context, name, context.words)

    return asked


async def free(update: Update, context: BotContext) -> None:
    """Take words without a command for a question."""
    if update.message is not None:
        await respond(update, context, FREE, said(update.message))


async def refuse(update: Update, context: BotContext) -> None:
    """Say that a command is none of ours."""
    if await _in_time(update, context) and update.message is not None:
        words = update.message.text or update.message.caption or ""
        raise UnknownWord(word=words.split()[0][:32])


async def respond(update: Update, context: BotContext, command: str, words: str) -> None:
    """Understand, answer, reply, and note which message shows the card."""
    if not await _in_time(update, context):
        return
    after = await _answered_card(update, context) if command == FREE else None
    knowledge, outcome = await _heard(update, context, Asked.of(command, words, after=after))
    if _is_talk(update, outcome, after):
        return
    reply = outcome.reply
    if command == "plans":
        loaded = [plan.key for plan in knowledge.plans]
        offered = await offered_with_plans(update, context, loaded)
        reply = replace(reply, buttons=(*reply.buttons, *offered))
    await _remember(context, await answer(update, reply), outcome.card)


async def turn(update: Update, context: BotContext) -> None:
    """q:CARD:PAGE:UNFOLDED:TASK: show that part of a card, on the same message."""
    query = update.callback_query
    if query is None:
        return
    try:
        view = View.read(query.data or "")
    except ValueError:
        raise StaleButton from None
    _, outcome = await _heard(update, context, view)
    await query.answer()
    await redraw(update, outcome.reply)
    await _remember(context, update.effective_message, outcome.card)


def register(application: BotApplication, texts: Texts) -> None:
    """Add the commands, the button that turns pages, and at last what is no command."""
    for name in COMMANDS:
        add_command(application, texts, name, timed(asking(name)))
    add_button(application, ANSWER, timed(turn))
    add_words(application, QUESTION, Addressed(), timed(free))
    add_words(application, QUESTION, UnknownCommand(), refuse)


def _is_said_of_an_answer(update: Update, context: BotContext) -> bool:
    """Whether a command's bare word is a reply: 指标 below a list means that list's numbers."""
    message = update.message
    if message is None or context.words or answered(message) is None:
        return False
    return COMMAND.match(said(message)) is None


async def _in_time(update: Update, context: BotContext) -> bool:
    """Count what is asked; the first question too many is told to wait, the rest nothing."""
    if update.callback_query is not None:
        return True
    paces, person = context.bot_data.paces, asker_id(update)
    pace = paces.count(person, now=context.now)
    if pace is Pace.SLOW_DOWN:
        seconds = paces.left(person, now=context.now)
        await answer(update, Reply(context.texts.render("answers/slow_down", seconds=seconds)))
    return pace is Pace.ANSWER


async def _answered_card(update: Update, context: BotContext) -> int | None:
    """Return the card shown by the message that this one answers."""
    message = update.message
    before = answered(message) if message else None
    if before is None:
        return None
    async with context.services.database.look() as session:
        return await shown.find(session, telegram_id=before.chat_id, message_id=before.message_id)


async def _heard(
    update: Update, context: BotContext, question: Asked | View
) -> tuple[Knowledge, Outcome]:
    """Say again what came of the same question while no plan has changed, else look it up."""
    before = await _recalled(update, context, question)
    if before is not None:
        return before
    async with context.services.database.begin() as session:  # cards are kept of what is found
        hearing = await Hearing.of(session, update, context)
        found = await (
            show(hearing, question) if isinstance(question, View) else hear(hearing, question)
        )
    about = _about(question, hearing.asker, hearing.today)
    context.bot_data.outcomes.keep(hearing.knowledge, about, found)
    return hearing.knowledge, found


async def _recalled(
    update: Update, context: BotContext, question: Asked | View
) -> tuple[Knowledge, Outcome] | None:
    async with context.services.database.glance() as session:
        knowledge = await context.services.knowing.kept(session)
        asker = await asker_of(session, update)
    about = _about(question, asker, context.today)
    found = context.bot_data.outcomes.find(knowledge, about)
    return (knowledge, found) if knowledge and found else None


def _about(question: Asked | View, asker: Asker, today: date) -> Hashable:
    """Return all that the answer depends on besides the plans."""
    return question, asker, today


async def _remember(context: BotContext, message: Message | None, card: int) -> None:
    if message is None:
        return
    await shown.remember(
        context.services.database,
        telegram_id=message.chat_id,
        message_id=message.message_id,
        card=card,
        now=context.now,
    )


def _is_talk(update: Update, outcome: Outcome, after: int | None) -> bool:
    """Whether a reply in a group is no question: thanks, or an explanation below a reminder."""
    message = update.message
    if message is None or is_private(message) or mentions_us(message):
        return False
    if answered(message) is None or outcome.reason is None:
        return False
    return after is None or outcome.reason is Reason.COURTESY
