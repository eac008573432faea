"""三天后再提醒: a digest once more on a working day soon; the series stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers.context import BotApplication, BotContext, redraw
from handlers.speakers import speaker
from handlers.words import add_button
from plans.errors.words import StaleButton
from store import preferences, receipts, snoozes
from store.tables.notices import Notice
from store.tables.people import Contact
from texts.notices import SNOOZE, as_rows, from_rows, snooze_rows, with_signatures
from texts.reply import Reply

OFF = "off"
DAYS: Mapping[str, Callable[[date], date]] = {
    "": lambda today: today + timedelta(days=3),
    "1": lambda today: today + timedelta(days=1),
    "3": lambda today: today + timedelta(days=3),
    "mon": lambda today: today + timedelta(days=7 - today.weekday()),
}
"""what a button means, before any shift to a working day"""


async def snooze(update: Update, context: BotContext) -> None:
    """z:NOTICE[:WHEN]: owe this chat the digest once more, or no more; show it on the message."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or query.data is None or chat is None:
        return
    _, number, when, *_ = (*query.data.split(":"), "", "")
    if not number.isdecimal() or when not in {*DAYS, OFF}:
        raise StaleButton
    async with context.services.database.begin() as session:
        notice = await receipts.notice_in(session, notice_id=int(number), telegram_id=chat.id)
        root = await snoozes.root_of(session, notice)
        actor = await speaker(session, update, now=context.now)
        day = await _owe(session, context, root, when, actor=actor)
        rows = snooze_rows(from_rows(notice.buttons), int(number), day, texts=context.texts)
        notice.buttons = as_rows(rows)
        session.add(notice)
        signers = await receipts.signers(session, notice)
    said = context.texts.render("settings/snooze_set", day=day, today=context.today)
    await query.answer(said)
    text = with_signatures(
        notice.text or "",
        signers,
        day=notice.day,
        texts=context.texts,
        zone=context.services.zone,
    )
    await redraw(update, Reply(text, rows))


async def _owe(
    session: AsyncSession, context: BotContext, root: Notice, when: str, *, actor: Contact
) -> date | None:
    """Owe a digest once more, or no more; return the working day it will come."""
    if when == OFF:
        await snoozes.drop(session, root, actor=actor, now=context.now)
        return None
    day = context.services.reminding.workdays.on_or_after(DAYS[when](context.today))
    wish = await preferences.of_chat(session, root.chat_id)
    due_at = context.services.reminding.reminding_at(wish, day)
    await snoozes.snooze(session, root, day=day, due_at=due_at, actor=actor, now=context.now)
    return day


def register(application: BotApplication) -> None:
    """Add the button."""
    add_button(application, SNOOZE, snooze)
