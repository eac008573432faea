"""/receipts, and what coordinators do about what is not signed: 再催, 已电话联系."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from handlers.context import BotApplication, BotContext, answer, redraw, topic_of
from handlers.roles import standing_of
from handlers.speakers import speaker
from handlers.words import add_button, add_command
from plans.dates import iso_day
from plans.errors.words import BadArguments, StaleButton
from store import audit, follow_up, papers, receipts
from store.follow_up import Unsigned
from store.receipts import Account
from store.standing import Place
from store.tables.notices import Notice, NoticeKind
from texts.catalogue import Texts
from texts.dates import clock
from texts.notices import CHASE, FILE, LIST, PHONED, from_rows
from texts.receipt_sheet import sheet
from texts.reply import Reply

NEWEST = 5
"""digests of one chat that are shown"""
MOST = 200
"""digests of one day that are shown"""


async def list_receipts(update: Update, context: BotContext) -> None:
    """/receipts [DATE]: in a bound group its own; for coordinators, everybody's of a day."""
    where = await standing_of(update, context)
    chat = update.effective_chat
    async with context.services.database.begin() as session:
        if where.place is Place.BOUND and chat is not None:
            day = None
            found = await receipts.accounts(session, limit=NEWEST, telegram_id=chat.id)
        elif where.is_coordinator:
            day = _day(context) or await follow_up.last_day(session, context.today)
            found = await receipts.accounts(session, limit=MOST, day=day) if day else []
        else:  # somebody who speaks for no department has nothing to see
            day, found = None, []
    await answer(update, _listing(found, day, context))


async def press(update: Update, context: BotContext) -> None:
    """chase:NOTICE[:list or :file]: what a list's buttons do, by their last word."""
    query = update.callback_query
    word = (query.data or "").split(":")[2:] if query else []
    await {LIST: show, FILE: export}.get("".join(word), chase)(update, context)


async def show(update: Update, context: BotContext) -> None:
    """List each digest of the day that was accounted for, and who has signed it."""
    day, found = await _accounts(update, context)
    if update.callback_query is not None:
        await update.callback_query.answer()
    await answer(update, _listing(found, day, context))


async def export(update: Update, context: BotContext) -> None:
    """Send the same as a file that Excel and WPS open."""
    day, found = await _accounts(update, context)
    message = update.effective_message
    if update.callback_query is None or message is None:
        raise StaleButton
    await update.callback_query.answer()
    await message.reply_document(
        sheet(found, texts=context.texts, zone=context.services.zone),
        filename=context.texts.label("receipt_file", day=day.isoformat()),
        message_thread_id=topic_of(update) or None,
    )


async def _accounts(update: Update, context: BotContext) -> tuple[date, list[Account]]:
    async with context.services.database.begin() as session:
        notice = await _pressed(session, update)
        return notice.day, await receipts.accounts(session, limit=MOST, day=notice.day)


def _listing(found: Sequence[Account], day: date | None, context: BotContext) -> Reply:
    text = context.texts.render(
        "notices/receipts",
        day=day,
        today=context.today,
        accounts=found,
        signed=sum(bool(account.signers) for account in found),
        zone=context.services.zone,
    )
    return Reply(text)


async def chase(update: Update, context: BotContext) -> None:
    """chase:NOTICE: post a 催办 for everything on that list that is still not signed."""
    async with context.services.database.begin() as session:
        notice = await _pressed(session, update)
        made = await _send_papers(session, await _listed(session, notice), context)
        if made:
            await audit.record(
                session,
                actor=await speaker(session, update, now=context.now),
                action="chase",
                subject=notice,
                at=context.now,
                count=made,
            )
    label = "chased" if made else "nothing_to_chase"
    if update.callback_query is not None:
        await update.callback_query.answer(context.texts.label(label, count=made))
    await context.services.tick()


async def phoned(update: Update, context: BotContext) -> None:
    """phoned:NOTICE: note on the list, and on record, that somebody has called."""
    async with context.services.database.begin() as session:
        notice = await _pressed(session, update)
        person = await speaker(session, update, now=context.now)
        await audit.record(session, actor=person, action="phoned", subject=notice, at=context.now)
        line = context.texts.render(
            "notices/phoned", name=person.name, at=clock(context.now, context.services.zone)
        )
        notice.text = f"{notice.text}\n{line}"
        notice.buttons = [[b for b in row if not b[1].startswith(PHONED)] for row in notice.buttons]
        session.add(notice)
    if update.callback_query is not None:
        await update.callback_query.answer(context.texts.label("noted"))
    await redraw(update, Reply(notice.text, from_rows(notice.buttons)))


def register(application: BotApplication, texts: Texts) -> None:
    """Add the command and the buttons."""
    add_command(application, texts, "receipts", list_receipts)
    add_button(application, CHASE, press)
    add_button(application, PHONED, phoned)


async def _pressed(session: AsyncSession, update: Update) -> Notice:
    """Find the list whose button was pressed."""
    query, chat = update.callback_query, update.effective_chat
    number = (query.data or "").partition(":")[2].partition(":")[0] if query else ""
    if chat is None or not number.isdecimal():
        raise StaleButton
    return await receipts.notice_in(session, notice_id=int(number), telegram_id=chat.id)


async def _listed(session: AsyncSession, notice: Notice) -> list[Unsigned]:
    """What a list names that nobody has signed meanwhile."""
    if notice.kind is NoticeKind.REPORT:
        return await follow_up.unsigned(session, first=notice.day, last=notice.day)
    ids = list((notice.details or {}).get("notices", ()))
    first = notice.day - follow_up.LOOK_BACK
    return await follow_up.unsigned(session, first=first, last=notice.day, ids=ids)


async def _send_papers(
    session: AsyncSession, waiting: Sequence[Unsigned], context: BotContext
) -> int:
    """Post the first paper anew about what has had none today, at once; return how many."""
    stages = context.services.reminding.ladder.stages
    first = stages.by_hand
    due = [one for one in waiting if one.reached is None or one.reached.day != context.today]
    if first is None or not due:
        return 0
    await papers.send_out(
        session,
        [(one, first) for one in due],
        stages,
        day=context.today,
        carriers={one.chat_id: None for one in due},
        due_at=lambda _: context.now,
    )
    return len(due)


def _day(context: BotContext) -> date | None:
    if not context.words:
        return None
    try:
        return iso_day(context.words)
    except ValueError:
        raise BadArguments(usage="receipts") from None
