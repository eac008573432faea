"""The right words for a doubt: asked for by a message, given by a reply to it (IntakePrompt)."""

from __future__ import annotations

from telegram import Message, Update

from handlers.context import BotContext, answer, edit_card
from handlers.prompting import Prompt, addressee, ask_for_reply
from plans.corrections import Verdict
from plans.errors.words import StaleButton
from store import intake_prompts, intakes
from store.intakes import Sheet
from store.tables.intakes import IntakePrompt
from texts.intake import INTAKE, page_of, render_card, render_noted, render_prompt
from texts.reply import Reply


async def ask(update: Update, context: BotContext, sheet: Sheet, doubt: int) -> None:
    """Ask for the right words of a doubt."""
    card = update.effective_message
    if card is None:
        raise StaleButton
    intakes.doubt_of(sheet.reading, doubt)
    text = render_prompt(sheet, doubt, texts=context.texts, whom=addressee(update))
    hint = context.texts.label("intake_placeholder")
    asked = await ask_for_reply(update, text, hint=hint)
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


async def _take(
    update: Update, context: BotContext, message: Message, prompt: IntakePrompt
) -> None:
    """Keep the words, say how they were understood, and bring the card up to date."""
    services, number, doubt = context.services, prompt.intake_id, prompt.doubt
    async with services.database.begin() as session:
        words = message.text or ""
        await intakes.say(session, number, doubt, Verdict.CORRECT, words, now=context.now)
        sheet = await intakes.sheet(session, number, directory=services.directory, now=context.now)
    await answer(update, Reply(render_noted(sheet, doubt, texts=services.texts)))
    card = render_card(sheet, page_of(doubt), texts=services.texts, today=context.today)
    where = {"chat_id": prompt.telegram_id, "message_id": prompt.card_id}
    if not await edit_card(context.bot, card, **where):
        await answer(update, card)


PROMPT = Prompt(INTAKE, intake_prompts.find, _take)
"""for the right words of a doubt"""
