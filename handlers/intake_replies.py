"""The right words for a doubt: asked for by a message, given by a reply to it.

What is waited for stands in the table IntakePrompt, so it outlives a restart. Replies are looked at
before other words are; one that answers nothing of ours goes on as a question.
"""

from __future__ import annotations

from telegram import ForceReply, Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from handlers.context import BotApplication, BotContext, answer
from handlers.errors import tell
from handlers.keyboards import keyboard
from handlers.refusals import CARD_GONE, UNCHANGED, says
from handlers.roles import BUTTONS, admit
from handlers.speakers import is_private
from plans.corrections import Verdict
from plans.errors import DubanError, StaleButton
from store import intake_prompts, intakes
from store.intakes import Sheet
from store.tables.intakes import IntakePrompt
from texts.intake import INTAKE, page_of, render_card, render_noted, render_prompt
from texts.reply import Reply

BEFORE_ANSWERS = -5
"""PTB's handler group, between manners and everything else"""


async def ask(update: Update, context: BotContext, sheet: Sheet, doubt: int) -> None:
    """Ask for the right words of a doubt by a message that wants a reply."""
    card, user = update.effective_message, update.effective_user
    if card is None or user is None:
        raise StaleButton
    intakes.doubt_of(sheet.reading, doubt)
    whom = None if is_private(update) else (user.id, user.full_name)
    asked = await card.reply_text(
        render_prompt(sheet, doubt, texts=context.texts, whom=whom),
        parse_mode=ParseMode.HTML,
        reply_markup=ForceReply(
            selective=whom is not None,
            input_field_placeholder=context.texts.label("intake_placeholder"),
        ),
    )
    async with context.services.database.begin() as session:
        session.add(
            IntakePrompt(
                telegram_id=asked.chat_id,
                message_id=asked.message_id,
                card_id=card.message_id,
                intake_id=sheet.intake_id,
                doubt=doubt,
            )
        )


async def take_reply(update: Update, context: BotContext) -> None:
    """Take the words of a reply where one of our questions waits for them."""
    prompt = await _prompt(update, context)
    if prompt is None or update.message is None:
        return
    try:
        await admit(BUTTONS[INTAKE], update, context)
        await _note(update, context, prompt, update.message.text or "")
    except DubanError as error:
        await tell(update, context.texts.sentence(error))
    raise ApplicationHandlerStop


def register(application: BotApplication) -> None:
    """Look at replies before anything else takes them for questions."""
    replies = filters.REPLY & filters.TEXT & ~filters.COMMAND
    application.add_handler(MessageHandler(replies, take_reply), group=BEFORE_ANSWERS)


async def _prompt(update: Update, context: BotContext) -> IntakePrompt | None:
    message = update.message
    question = message.reply_to_message if message else None
    author = question.from_user if question else None
    if question is None or author is None or author.id != context.bot.id:
        return None
    async with context.services.database.begin() as session:
        return await intake_prompts.find(
            session, telegram_id=question.chat_id, message_id=question.message_id
        )


async def _note(update: Update, context: BotContext, prompt: IntakePrompt, words: str) -> None:
    """Keep the words, say how they were understood, and bring the card up to date."""
    services, number, doubt = context.services, prompt.intake_id, prompt.doubt
    async with services.database.begin() as session:
        await intakes.say(session, number, doubt, Verdict.CORRECT, words, now=context.now)
        sheet = await intakes.sheet(session, number, directory=services.directory, now=context.now)
    await answer(update, Reply(render_noted(sheet, doubt, texts=services.texts)))
    card = render_card(sheet, page_of(doubt), texts=services.texts, today=context.today)
    await _redraw(update.message, context, prompt, card)


async def _redraw(
    message: Message | None, context: BotContext, prompt: IntakePrompt, card: Reply
) -> None:
    """Edit the card; where it has been deleted meanwhile, show it anew."""
    try:
        await context.bot.edit_message_text(
            card.text,
            chat_id=prompt.telegram_id,
            message_id=prompt.card_id,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(card),
        )
    except BadRequest as error:
        if says(error, CARD_GONE) and message is not None:
            await message.reply_text(
                card.text, parse_mode=ParseMode.HTML, reply_markup=keyboard(card)
            )
        elif not says(error, UNCHANGED):
            raise
