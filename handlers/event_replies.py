"""The parts of an event: asked for by a message, given by a reply to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Message, Update

from config.reminders import RungKind
from handlers.context import BotContext, answer, redraw
from handlers.event_words import Ears, departments_in
from handlers.prompting import Prompt, addressee, ask_for_reply
from plans.moments import moment_in
from store import binding, drafts, event_drafts
from store.event_drafts import Said, said_of
from store.tables.events import EventDraft
from store.tables.plans import Department
from texts.events import DRAFT, DraftView, render_draft, render_question

LONGEST = 100
"""characters of a name or a place"""


async def ask(
    update: Update, context: BotContext, number: int, part: str, *, fault: bool = False
) -> None:
    """Ask for one part."""
    whom = addressee(update)
    text = render_question(part, number, fault=fault, whom=whom, texts=context.texts)
    asked = await ask_for_reply(update, text)
    async with context.services.database.begin() as session:
        draft = await drafts.get(
            session, EventDraft, number, telegram_id=asked.chat_id, now=context.now
        )
        draft.asking, draft.question_id = part, asked.message_id
        session.add(draft)


async def show_draft(
    update: Update, context: BotContext, number: int, *, redrawn: bool = False
) -> None:
    """Show the card that is to be confirmed."""
    chat = update.effective_chat
    async with context.services.database.begin() as session:
        draft = await drafts.get(
            session, EventDraft, number, telegram_id=chat.id if chat else 0, now=context.now
        )
        said = said_of(draft)
        rows = [await session.get(Department, row) for row in said.departments or ()]
    view = _view(context, draft, said, [row.name for row in rows if row])
    reply = render_draft(
        view,
        today=context.today,
        texts=context.texts,
        workdays=context.services.reminding.workdays,
    )
    await (redraw if redrawn else answer)(update, reply)


async def ears_of(session: AsyncSession, context: BotContext) -> Ears:
    """Return what is needed to understand an answer."""
    known = await binding.candidates(session)
    return Ears(known, context.services.directory, context.texts, context.today)


async def _take(update: Update, context: BotContext, message: Message, draft: EventDraft) -> None:
    """Keep an answer and go on to what is missing; ask again where it was not understood."""
    part, words = draft.asking or "", (message.text or "").strip()
    async with context.services.database.begin() as session:
        parts = _parts(part, words, await ears_of(session, context))
        row = await drafts.get(
            session, EventDraft, draft.id, telegram_id=draft.telegram_id, now=context.now
        )
        said = await event_drafts.say(session, row, **parts) if parts else said_of(row)
        if parts:
            row.asking = row.question_id = None
    if not parts:
        await ask(update, context, draft.id, part, fault=True)
    elif said.missing:
        await ask(update, context, draft.id, said.missing)
    else:
        await show_draft(update, context, draft.id)


PROMPT = Prompt(DRAFT, partial(drafts.asked_by, kind=EventDraft), _take)
"""for a part of an event"""


def _parts(part: str, words: str, ears: Ears) -> dict[str, Any]:
    """Read an answer; nothing where it is no answer to the question."""
    if part == "moment":
        moment = moment_in(words, ears.today)
        ahead = moment is not None and moment.day >= ears.today
        return {"day": moment.day, "at": moment.at} if moment and ahead else {}
    if part == "departments":
        named = departments_in(words, ears)
        return {"departments": named.rows} if named.found and not named.unsure else {}
    if part == "venue" and words == ears.texts.label("nothing_word"):
        return {"venue": ""}
    return {part: words} if 0 < len(words) <= LONGEST else {}


def _view(
    context: BotContext, draft: EventDraft, said: Said, departments: Sequence[str]
) -> DraftView:
    return DraftView(
        number=draft.id,
        name=said.name,
        day=said.day,
        at=said.at,
        venue=said.venue,
        departments=departments,
        yearly=said.yearly,
        reminded=_reminded(context, said.day) if said.day else (),
        changes=draft.event_id is not None,
    )


def _reminded(context: BotContext, day: date) -> list[date]:
    """Return the days on which chats will be told, from today on."""
    reminding = context.services.reminding
    days = {
        reminding.workdays.on_or_before(day - timedelta(days=rung))
        for rung in reminding.ladder.rungs[RungKind.EVENT]
    }
    return sorted(one for one in days if one >= context.today)
