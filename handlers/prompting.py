"""Questions that want a reply: a message asks, the reply to it is taken for what was asked.

What a question waits for stands in a table, so it outlives a restart. Replies are looked at before
other words are; one that answers no question of ours goes on as whatever else it may be. 取消 ends
a question, and so does time: a day here, or when its draft is gone (docs/telegram.md T22).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import ForceReply, Message, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from handlers.context import BotApplication, BotContext, answer, topic_of
from handlers.errors import tell
from handlers.roles import BUTTONS, admit
from handlers.speakers import is_private
from plans.errors.base import DubanError
from plans.errors.words import StaleButton, StaleQuestion
from store import cards, shown
from texts.reply import Reply

BEFORE_ANSWERS = -5
"""PTB's handler group: after manners, before everything that would take a reply for a question"""


WAITS = timedelta(days=1)
UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the reply to a question is about, and until when one is taken."""

    value: Any
    until: datetime


class Find(Protocol):
    """Looks up what a question waits for; None where that message asked nothing of the kind."""

    async def __call__(
        self, session: AsyncSession, *, telegram_id: int, message_id: int
    ) -> Any | None:
        """Find it by the question's chat and number."""
        ...


@dataclass(frozen=True, slots=True)
class Prompt:
    """One kind of question."""

    button: str
    """whose rule of `handlers.roles` holds for the reply, too"""
    find: Find
    take: Callable[[Update, BotContext, Message, Any], Awaitable[None]]
    """is given what *find* found"""
    takes_files: bool = False
    too_late: Callable[[Update, BotContext], Awaitable[None]] | None = None
    """what is done about a reply that is not taken any more"""


@dataclass
class Prompts:
    """All kinds of questions, and the ear for replies to them."""

    kinds: list[Prompt] = field(default_factory=list)

    async def hear(self, update: Update, context: BotContext) -> None:
        """Take a reply where a question waits for it."""
        message = update.message
        question = message.reply_to_message if message else None
        if message is None or question is None:
            return
        async with context.services.database.look() as session:
            prompt, awaited = await self._awaited(session, message, question)
        if prompt is None:
            return
        try:
            await admit(BUTTONS[prompt.button], update, context)
            await _answered(prompt, awaited, update, context, message)
        except DubanError as error:
            await tell(update, context.texts.sentence(error))
        raise ApplicationHandlerStop

    async def _awaited(
        self, session: AsyncSession, message: Message, question: Message
    ) -> tuple[Prompt | None, Any]:
        where = {"telegram_id": question.chat_id, "message_id": question.message_id}
        for prompt in self.kinds:
            if message.text or prompt.takes_files:
                awaited = await prompt.find(session, **where)
                if awaited is not None:
                    return prompt, awaited
        return None, None


async def _answered(
    prompt: Prompt, awaited: Any, update: Update, context: BotContext, message: Message
) -> None:
    if (message.text or "").strip() == context.texts.label("cancel_word"):
        await answer(update, Reply(context.texts.render("people/dropped")))
        return
    if isinstance(awaited, Remembered):
        if context.now > awaited.until:
            if prompt.too_late is not None:
                await prompt.too_late(update, context)
            raise StaleQuestion
        awaited = awaited.value
    await prompt.take(update, context, message, awaited)


def about(key: str) -> Find:
    """Return what finds questions that were asked about *key* (`ask_about`)."""

    async def find(
        session: AsyncSession, *, telegram_id: int, message_id: int
    ) -> Remembered | None:
        card = await shown.find(session, telegram_id=telegram_id, message_id=message_id)
        body = await cards.body(session, card) if card else {}
        return Remembered(body[key], datetime.fromisoformat(body[UNTIL])) if key in body else None

    return find


async def ask_about(update: Update, context: BotContext, text: str, key: str, value: Any) -> None:
    """Ask, and note that the reply will be about *value*."""
    until = context.texts.label("asked_until")
    asked = await ask_for_reply(update, f"{text}\n<i>{until}</i>")
    async with context.services.database.begin() as session:
        body = {key: value, UNTIL: (context.now + WAITS).isoformat()}
        card = await cards.keep(session, body)
    await shown.remember(
        context.services.database,
        telegram_id=asked.chat_id,
        message_id=asked.message_id,
        card=card,
        now=context.now,
    )


def addressee(update: Update) -> tuple[int, str] | None:
    """Return whom a question has to name so that only they are asked; None in private."""
    user = update.effective_user
    return None if user is None or is_private(update) else (user.id, user.full_name)


async def ask_for_reply(update: Update, text: str, *, hint: str | None = None) -> Message:
    """Ask where it was said; *hint* stands in the empty field. The named person alone is asked."""
    chat = update.effective_chat
    if chat is None:
        raise StaleButton
    return await chat.send_message(
        text,
        parse_mode=ParseMode.HTML,
        reply_markup=ForceReply(
            selective=addressee(update) is not None, input_field_placeholder=hint
        ),
        message_thread_id=topic_of(update) or None,
    )


def register(application: BotApplication, *kinds: Prompt) -> None:
    """Listen for replies to questions of those kinds."""
    prompts = Prompts([*kinds])
    wanted = filters.REPLY & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(wanted, prompts.hear), group=BEFORE_ANSWERS)
