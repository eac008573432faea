"""/rehearse: what would go out on a day, to whom, in which words; /calendar: what lies ahead."""

from __future__ import annotations

import re
from datetime import date

from telegram import Update

from handlers.context import BotApplication, BotContext, answer, redraw, topic_of
from handlers.words import add_button, add_command
from plans.dates import iso_day, month_end
from plans.errors.words import BadArguments, NoMoment, StaleButton
from plans.moments import day_in
from plans.questions.windows import window_in
from store import voices
from store.agenda import agenda
from store.deadlines import Audience
from texts.agenda import CALENDAR, render_month, render_year
from texts.catalogue import Texts
from texts.rehearsals import REHEARSAL, Rehearsal, render_list, render_one
from texts.reply import Reply

_MONTH = re.compile(r"(20\d{2})-(0?[1-9]|1[0-2])")
_YEAR = re.compile(r"(20\d{2})")
LONGEST_MONTH = 31


async def rehearse(update: Update, context: BotContext) -> None:
    """/rehearse [DATE]: who would be told on that day; without one, on the next working day."""
    workdays, words = context.services.reminding.workdays, context.words
    day = day_in(words, context.today) if words else workdays.on_or_after(context.today)
    if day is None:
        raise NoMoment(words=words)
    await answer(update, _list(context, await _rehearsed(context, day), 1))


async def turn(update: Update, context: BotContext) -> None:
    """rh:DATE:pN or rh:DATE:N: a page of the list, or one message as it would be."""
    query = update.callback_query
    parts = (query.data or "").split(":") if query else []
    try:
        _, written, where = parts
        day, number = iso_day(written), int(where.removeprefix("p"))
    except ValueError:
        raise StaleButton from None
    rehearsal = await _rehearsed(context, day)
    if query is not None:
        await query.answer()
    if where.startswith("p") or not rehearsal.performances:
        await redraw(update, _list(context, rehearsal, number))
    else:
        await redraw(update, render_one(rehearsal, number, texts=context.texts))


async def show_calendar(update: Update, context: BotContext) -> None:
    """/calendar [MONTH or YEAR]: this month where none is named."""
    await answer(update, await _calendar(update, context, *_asked(context.words, context.today)))


async def turn_calendar(update: Update, context: BotContext) -> None:
    """cal:2017-12:PAGE or cal:2017: another month, page or year, on the same message."""
    query = update.callback_query
    if query is None:
        return
    when, _, page = (query.data or "").partition(":")[2].partition(":")
    month, year = _MONTH.fullmatch(when), _YEAR.fullmatch(when)
    if (month is None and year is None) or not (page or "1").isdecimal():
        raise StaleButton
    await query.answer()
    if month:
        reply = await _calendar(update, context, int(month[1]), int(month[2]), int(page or 1))
    else:
        reply = await _calendar(update, context, int(when), None)
    await redraw(update, reply)


def register(application: BotApplication, texts: Texts) -> None:
    """Add this module's commands and buttons."""
    add_command(application, texts, "rehearse", rehearse)
    add_button(application, REHEARSAL, turn)
    add_command(application, texts, "calendar", show_calendar)
    add_button(application, CALENDAR, turn_calendar)


async def _rehearsed(context: BotContext, day: date) -> Rehearsal:
    performances = await context.services.reminding.performances(day)
    return Rehearsal(day, context.today, performances, context.services.zone)


def _list(context: BotContext, rehearsal: Rehearsal, page: int) -> Reply:
    workdays = context.services.reminding.workdays
    return render_list(rehearsal, page, texts=context.texts, workdays=workdays)


def _asked(words: str, today: date) -> tuple[int, int | None]:
    """Read 2017-12, 12月, 下个月, 2017 or 明年: a month of a year, or the whole year."""
    if not words:
        return today.year, today.month
    if month := _MONTH.fullmatch(words):
        return int(month[1]), int(month[2])
    if _YEAR.fullmatch(words):
        return int(words), None
    found = window_in(words, today)
    if found is None or found.window.end is None:
        raise BadArguments(usage="calendar")
    start, end = found.window.start or found.window.end, found.window.end
    return end.year, end.month if (end - start).days < LONGEST_MONTH else None


async def _calendar(
    update: Update, context: BotContext, year: int, month: int | None, page: int = 1
) -> Reply:
    """Write a month or a year: in a department's chat, what concerns it."""
    chat = update.effective_chat
    first = date(year, month or 1, 1)
    last = month_end(year, month or 12)
    async with context.services.database.begin() as session:
        department = chat and await voices.of_chat(
            session, telegram_id=chat.id, thread_id=topic_of(update)
        )
        audience = Audience(department.place, department.name) if department else None
        days = await agenda(session, first, last, audience=audience)
    name = department.name if department else None
    if month is None:
        return render_year(year, days, department=name, texts=context.texts)
    return render_month(
        year,
        month,
        days,
        page,
        department=name,
        today=context.today,
        texts=context.texts,
        workdays=context.services.reminding.workdays,
    )
