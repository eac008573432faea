"""/event: departments are called to something; /events: what is coming, changed or called off.

Every answer is put into the draft in the database, so a restart loses nothing; 确认 makes it an
event. Those who were told of an event are told when it changes.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers.context import BotApplication, BotContext, redraw
from handlers.event_replies import ask, ears_of, show_draft
from handlers.event_words import sort_words
from handlers.picking import pick_department
from handlers.speakers import speaker
from handlers.words import add_button, add_command
from plans.errors.words import NoMoment, StaleButton
from store import drafts, event_drafts, events, marks, notices
from store.deadlines import Audience
from store.event_drafts import Said, from_facts, said_of
from store.events import EventFacts
from store.tables.events import Event, EventDraft
from texts.catalogue import Texts
from texts.events import DRAFT, PARTS, as_details
from texts.reply import Reply


async def event(update: Update, context: BotContext) -> None:
    """/event NAME MOMENT PLACE DEPARTMENTS: show it to be confirmed; ask for what is missing."""
    async with context.services.database.begin() as session:
        ears = await ears_of(session, context)
    said, unsure = sort_words(context.words, ears)
    if said.day is not None and said.day < context.today and not said.yearly:
        raise NoMoment(words=context.words)
    if unsure is not None:
        kept = context.words.replace("{", "").replace("}", "").replace(unsure, "{}", 1)
        await pick_department(update, context, unsure, command="event", words=kept)
        return
    await _open(update, context, said)


async def press(update: Update, context: BotContext) -> None:
    """draft:NUMBER:VERB: confirm, drop, ask for a part anew, or let it come each year."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or query.data is None or chat is None:
        return
    _, number, verb, *_ = (*query.data.split(":"), "", "")
    async with context.services.database.begin() as session:
        draft = await drafts.get(
            session,
            EventDraft,
            int(number) if number.isdecimal() else 0,
            telegram_id=chat.id,
            now=context.now,
        )
        if verb == "yearly":
            await event_drafts.say(session, draft, yearly=not said_of(draft).yearly)
        elif verb == "drop":
            await session.delete(draft)
    await _go_on(update, context, draft.id or 0, verb)


async def _go_on(update: Update, context: BotContext, number: int, verb: str) -> None:
    """Show what a press has made of the draft."""
    if verb == "ok":
        await _confirm(update, context, number)  # answers the press itself
        return
    if verb not in {"yearly", "drop", *PARTS}:
        raise StaleButton
    if update.callback_query is not None:
        await update.callback_query.answer()
    if verb == "yearly":
        await show_draft(update, context, number, redrawn=True)
    elif verb == "drop":
        await redraw(update, Reply(context.texts.render("events/dropped")))
    else:
        await ask(update, context, number, verb)


def register(application: BotApplication, texts: Texts) -> None:
    """Add the command that makes events and the buttons of what is not confirmed yet."""
    add_command(application, texts, "event", event)
    add_button(application, DRAFT, press)


async def edit(update: Update, context: BotContext, event_id: int) -> None:
    """Open an event that stands on a card of its own."""
    async with context.services.database.begin() as session:
        row = await events.get(session, event_id)
        said = from_facts(await events.facts_of(session, row))
    await _open(update, context, said, event_id=event_id)


async def call_off(update: Update, context: BotContext, event_id: int) -> Event:
    """Cancel an event and owe word of it to those who were told."""
    async with context.services.database.begin() as session:
        row = await events.get(session, event_id)
        facts = await events.facts_of(session, row)
        actor = await speaker(session, update, now=context.now)
        await events.cancel(session, row, actor=actor, now=context.now)
        told = await events.told(session, row.id, since=context.today)
        day = events.next_day(row, context.today)
        await events.correct(
            session,
            row,
            {"was": as_details(facts, day), "now": None},
            chats=told,
            today=context.today,
            urgent=_is_near(context, day),
            now=context.now,
        )
    await context.services.tick()
    return row


async def _open(
    update: Update, context: BotContext, said: Said, *, event_id: int | None = None
) -> None:
    chat = update.effective_chat
    async with context.services.database.begin() as session:
        draft = await event_drafts.open_one(
            session,
            said,
            contact=await speaker(session, update, now=context.now),
            telegram_id=chat.id if chat else 0,
            now=context.now,
            event_id=event_id,
        )
    if said.missing:
        await ask(update, context, draft.id, said.missing)
    else:
        await show_draft(update, context, draft.id)


async def _confirm(update: Update, context: BotContext, number: int) -> None:
    """Make the draft an event, or the event what the draft says; tell those who were told."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or chat is None:
        return
    async with context.services.database.begin() as session:
        draft = await drafts.get(session, EventDraft, number, telegram_id=chat.id, now=context.now)
        facts = said_of(draft).facts()
        if facts.day < context.today and not facts.yearly:
            raise NoMoment(words=f"{facts.day}")
        actor = await speaker(session, update, now=context.now)
        told = 0
        if draft.event_id is None:
            row = await events.add(session, facts, actor=actor, now=context.now)
        else:
            row = await events.get(session, draft.event_id)
            before, was = await events.facts_of(session, row), events.next_day(row, context.today)
            await events.change(session, row, facts, actor=actor, now=context.now)
            told = await _tell(session, context, row, before, was, facts)
        await marks.reopen(session, marks.PLANNED, context.today)  # today's rungs of it
        await session.delete(draft)
        day = events.next_day(row, context.today)
    await query.answer()
    text = context.texts.render("events/stored", event=row, day=day, today=context.today, told=told)
    await redraw(update, Reply(text))
    await context.services.tick()


async def _tell(
    session: AsyncSession,
    context: BotContext,
    row: Event,
    before: EventFacts,
    was: date,
    after: EventFacts,
) -> int:
    """Owe a correction to each chat that was told what is no longer so; return how many."""
    day = events.next_day(row, context.today)
    old, new = as_details(before, was), as_details(after, day)
    called = {
        Audience(department.place, department.name)
        for department in await events.departments_of(session, row.id)
    }
    told = set(await events.told(session, row.id, since=context.today))
    audiences = {one.chat_id: one.audiences for one in await notices.recipients(session)}
    invited = {chat for chat in told if _is_called(audiences.get(chat, ()), called)}
    groups = ((invited if old != new else set(), True), (told - invited, False))
    for chats, is_invited in groups:
        await events.correct(
            session,
            row,
            {"was": old, "now": new, "invited": is_invited},
            chats=sorted(chats),
            today=context.today,
            urgent=_is_near(context, min(was, day)),
            now=context.now,
        )
    return sum(len(chats) for chats, _ in groups)


def _is_called(audiences: Collection[Audience | None], called: Collection[Audience]) -> bool:
    """Whether a chat is concerned; coordinators are told of every event."""
    return not called or None in audiences or any(one in called for one in audiences)


def _is_near(context: BotContext, day: date) -> bool:
    """Whether word would come too late on the next working day."""
    tomorrow = context.today + timedelta(days=1)
    return day <= context.services.reminding.workdays.on_or_after(tomorrow)
