"""Broadcasts that were ordered: 只催未签收, 更正, 撤回, 取消, their list and their answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from telegram import Update

from handlers.broadcast_cards import ask
from handlers.broadcast_views import moment_of, repeat_written
from handlers.context import BotApplication, BotContext, answer, redraw, topic_of
from handlers.posting import post
from handlers.speakers import speaker
from handlers.words import add_button, add_command
from plans.errors.broadcasts import BroadcastOver
from plans.errors.words import BadArguments, StaleButton
from store import (
    broadcast_changes,
    broadcast_drafts,
    broadcast_progress,
    broadcast_replies,
    broadcast_series,
    broadcasts,
)
from store.broadcast_drafts import Said, said_in
from store.contents import Content, File
from store.tables.broadcasts import BroadcastState
from texts.broadcast_cards import BROADCAST
from texts.broadcast_status import (
    Answered,
    render_list,
    render_replies,
    render_scheduled,
    render_sure,
)
from texts.broadcasts import file_name
from texts.catalogue import Texts
from texts.messages import Part
from texts.reply import Reply

LISTED = 10
"""broadcasts in the list"""
ON_PAGE = 8
"""answers on a page"""


@dataclass
class Order:
    """A pressed button of a broadcast, or of a series."""

    update: Update
    context: BotContext
    number: int
    word: str
    label: str | None = None
    """what is shown over the chat"""
    values: dict[str, object] = field(default_factory=dict)


async def list_broadcasts(update: Update, context: BotContext) -> None:
    """/broadcasts [N]: the latest ones and what comes again; with a number, that one's card."""
    if context.words:
        await _show(update, context, _number(context, "broadcasts"))
        return
    moment = moment_of(context)
    async with context.services.database.begin() as session:
        rows = await broadcasts.listing(session, limit=LISTED)
        series = await broadcast_series.running(session)
    listed = [(row, moment.written(row.begun_at or row.send_at)) for row in rows]
    coming = [
        (row, repeat_written(repeat, context.texts), moment.written(row.next_at))
        for row in series
        if (repeat := said_in(row.body).sending.repeat) is not None
    ]
    await answer(update, render_list(listed, coming, context.texts))


async def list_replies(update: Update, context: BotContext) -> None:
    """/replies N: what departments' chats answered to a broadcast."""
    number = _number(context, "replies")
    await answer(update, await _replies(context, number, 1))


async def press(update: Update, context: BotContext) -> None:
    """bc:NUMBER:VERB[:WORD]: one of the buttons of what was ordered."""
    query = update.callback_query
    data = (query.data if query else None) or ""
    _, number, verb, word, *_ = (*data.split(":"), "", "", "")
    if not number.isdecimal() or verb not in VERBS:
        raise StaleButton
    order = Order(update, context, int(number), word)
    await VERBS[verb](order)
    if query is not None:
        said = order.label and context.texts.label(order.label, **order.values)
        await query.answer(said)


async def _chase(order: Order) -> None:
    context = order.context
    async with context.services.database.begin() as session:
        count = await broadcast_changes.chase(
            session,
            await broadcasts.get(session, order.number),
            day=context.today,
            actor=await speaker(session, order.update, now=context.now),
            now=context.now,
        )
    order.label, order.values = ("bc_chased" if count else "bc_nothing"), {"count": count}
    context.services.tick_soon()


async def _withdraw(order: Order) -> None:
    """Ask first: what was taken back cannot be brought back."""
    async with order.context.services.database.begin() as session:
        row = await broadcasts.get(session, order.number)
        found = await broadcast_progress.progress(session, row.id, version=row.version)
    if row.state is not BroadcastState.GOING:
        raise BroadcastOver
    await answer(order.update, render_sure(row, found.sent, order.context.texts))


async def _sure(order: Order) -> None:
    context = order.context
    async with context.services.database.begin() as session:
        row = await broadcasts.get(session, order.number)
        actor = await speaker(session, order.update, now=context.now)
        await broadcast_changes.withdraw(session, row, actor=actor, now=context.now)
    await redraw(order.update, Reply(context.texts.render("broadcasts/changing", row=row)))
    context.services.tick_soon()


async def _keep(order: Order) -> None:
    await redraw(order.update, Reply(order.context.texts.render("broadcasts/kept")))


async def _amend(order: Order) -> None:
    """Begin the draft of a correction and ask for the words."""
    context, chat = order.context, order.update.effective_chat
    async with context.services.database.begin() as session:
        row = await broadcasts.get(session, order.number)
        if row.state is not BroadcastState.GOING:
            raise BroadcastOver
        draft = await broadcast_drafts.open_one(
            session,
            Said(content=Content.from_json(row.content)),
            contact=await speaker(session, order.update, now=context.now),
            telegram_id=chat.id if chat else 0,
            thread_id=topic_of(order.update),
            now=context.now,
            amends_id=row.id,
        )
    await ask(order.update, context, draft.id, "amend")


async def _unsigned(order: Order) -> None:
    context = order.context
    async with context.services.database.begin() as session:
        row = await broadcasts.get(session, order.number)
        found = await broadcast_progress.progress(session, row.id, version=row.version)
    names = [one.title for one in found.unsigned]
    await answer(
        order.update, Reply(context.texts.render("broadcasts/unsigned", row=row, names=names))
    )


async def _cancel(order: Order) -> None:
    context = order.context
    async with context.services.database.begin() as session:
        row = await broadcasts.get(session, order.number)
        actor = await speaker(session, order.update, now=context.now)
        await broadcast_changes.cancel(session, row, actor=actor, now=context.now)
    order.label = "bc_cancelled"
    await redraw(order.update, render_scheduled(row, moment_of(context), context.texts))


async def _end(order: Order) -> None:
    context = order.context
    async with context.services.database.begin() as session:
        actor = await speaker(session, order.update, now=context.now)
        ended = await broadcast_series.end(session, order.number, actor=actor, now=context.now)
    if not ended:
        raise StaleButton
    order.label = "bc_ended"
    await redraw(order.update, Reply(context.texts.render("broadcasts/ended")))


async def _open(order: Order) -> None:
    await _show(order.update, order.context, order.number)


async def _turn(order: Order) -> None:
    """Show answers: from the card below it, from a list in its place."""
    page = int(order.word) if order.word.isdecimal() else 1
    reply = await _replies(order.context, order.number, page)
    await (redraw if order.word else answer)(order.update, reply)


async def _files(order: Order) -> None:
    """Hand over the files of a page of answers."""
    context, chat = order.context, order.update.effective_chat
    page = int(order.word) if order.word.isdecimal() else 1
    async with context.services.database.begin() as session:
        found = await broadcast_replies.page(
            session, order.number, offset=(page - 1) * ON_PAGE, limit=ON_PAGE
        )
    for one in found:
        if one.row.file is not None and chat is not None:
            caption = context.texts.render("broadcasts/whose", one=one)
            part = Part(caption, (File.from_json(one.row.file),))
            thread = topic_of(order.update) or None
            await post(context.bot, part, (), chat_id=chat.id, message_thread_id=thread)
    order.label = "bc_files_sent"


VERBS: Mapping[str, Callable[[Order], Awaitable[None]]] = {
    "chase": _chase,
    "withdraw": _withdraw,
    "sure": _sure,
    "keep": _keep,
    "amend": _amend,
    "unsigned": _unsigned,
    "cancel": _cancel,
    "end": _end,
    "show": _open,
    "replies": _turn,
    "files": _files,
}


def register(application: BotApplication, texts: Texts) -> None:
    """Add the commands and the buttons of what was ordered."""
    add_command(application, texts, "broadcasts", list_broadcasts)
    add_command(application, texts, "replies", list_replies)
    add_button(application, BROADCAST, press)


async def _show(update: Update, context: BotContext, number: int) -> None:
    """Show one broadcast: a card that is kept up to date once it goes out."""
    async with context.services.database.begin() as session:
        row = await broadcasts.get(session, number)
        if row.begun_at is not None:
            await broadcasts.owe_card(session, row, day=context.today, now=context.now)
    if row.begun_at is None:
        await answer(update, render_scheduled(row, moment_of(context), context.texts))
    else:
        context.services.tick_soon()


async def _replies(context: BotContext, number: int, page: int) -> Reply:
    moment = moment_of(context)
    async with context.services.database.begin() as session:
        row = await broadcasts.get(session, number)
        count = await broadcast_replies.count(session, number)
        pages = max(-(-count // ON_PAGE), 1)
        page = min(max(page, 1), pages)
        found = await broadcast_replies.page(
            session, number, offset=(page - 1) * ON_PAGE, limit=ON_PAGE
        )
    shown = [
        Answered(
            one.title,
            one.name,
            moment.written(one.row.said_at),
            one.row.text,
            file_name(File.from_json(one.row.file), context.texts) if one.row.file else "",
        )
        for one in found
    ]
    return render_replies(row, shown, count=count, page=page, pages=pages, texts=context.texts)


def _number(context: BotContext, command: str) -> int:
    """Return the number behind a command; raises BadArguments."""
    if not context.words.isdecimal():
        raise BadArguments(usage=command)
    return int(context.words)
