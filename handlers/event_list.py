"""/events: what is coming; coordinators open one to change it or to call it off."""

from __future__ import annotations

from telegram import Update

from handlers.context import BotApplication, BotContext, answer, redraw, topic_of
from handlers.events import call_off, edit
from handlers.roles import BUTTONS, may, standing_of
from handlers.words import add_button, add_command
from plans.errors.words import StaleButton
from store import events, voices
from store.deadlines import Audience
from texts.catalogue import Texts
from texts.events import EVENT, render_event, render_events
from texts.reply import Reply


async def list_events(update: Update, context: BotContext) -> None:
    """/events: events to come, in a department's chat those that call it."""
    await answer(update, await _listing(update, context, 1))


async def press(update: Update, context: BotContext) -> None:
    """ev:EVENT:VERB: look at an event, change it, call it off; ev:0:PAGE turns the list."""
    query = update.callback_query
    _, number, verb = (*((query.data if query else "") or "").split(":"), "", "")[:3]
    if query is None or not number.isdecimal():
        raise StaleButton
    if number == "0":
        await query.answer()
        await redraw(update, await _listing(update, context, int(verb) if verb.isdecimal() else 1))
    elif verb == "edit":
        await query.answer()
        await edit(update, context, int(number))
    elif verb == "sure":
        row = await call_off(update, context, int(number))
        await query.answer()
        await redraw(update, Reply(context.texts.render("events/called_off", event=row)))
    else:
        reply = await _one(context, int(number), sure=verb == "off")
        await query.answer()
        await redraw(update, reply)


def register(application: BotApplication, texts: Texts) -> None:
    """Add the command that lists events and the buttons of those that stand."""
    add_command(application, texts, "events", list_events)
    add_button(application, EVENT, press)


async def _listing(update: Update, context: BotContext, page: int) -> Reply:
    chat = update.effective_chat
    where = await standing_of(update, context)
    async with context.services.database.begin() as session:
        department = chat and await voices.of_chat(
            session, telegram_id=chat.id, thread_id=topic_of(update)
        )
        audience = Audience(department.place, department.name) if department else None
        found = await events.coming(session, today=context.today, audience=audience)
    return render_events(
        found,
        page,
        department=department.name if department else None,
        may_change=may(BUTTONS[EVENT], where),
        today=context.today,
        texts=context.texts,
    )


async def _one(context: BotContext, number: int, *, sure: bool) -> Reply:
    async with context.services.database.begin() as session:
        row = await events.get(session, number)
        departments = [one.name for one in await events.departments_of(session, row.id)]
    return render_event(
        row,
        events.next_day(row, context.today),
        departments,
        sure=sure,
        today=context.today,
        texts=context.texts,
        workdays=context.services.reminding.workdays,
    )
