"""发送: a draft becomes a broadcast, a series of them, or the correction of one."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.error import BadRequest

from handlers.broadcast_cards import amended
from handlers.broadcast_views import moment_of, ready, repeat_written
from handlers.context import redraw
from handlers.pressed import Pressed
from handlers.speakers import speaker
from store import broadcast_changes, broadcast_series, broadcasts
from store.broadcast_drafts import said_in
from store.broadcasts import Desk, Order
from store.tables.broadcasts import BroadcastDraft
from store.tables.people import Contact
from texts.broadcast_cards import BROADCAST
from texts.broadcasts import check
from texts.reply import Button, Reply


async def send(pressed: Pressed) -> None:
    """Do what was previewed; a draft is sent once, whoever presses how often."""
    if pressed.draft.amends_id is not None:
        await _amend(pressed)
    else:
        await _order(pressed)
    await bare(pressed)
    pressed.context.services.tick_soon()


async def bare(pressed: Pressed) -> None:
    """Take the buttons off a draft's card once it is none any more."""
    draft = pressed.draft
    if draft.card_id is not None:
        with suppress(BadRequest):  # deleted, or bare already
            await pressed.context.bot.edit_message_reply_markup(draft.telegram_id, draft.card_id)


async def _order(pressed: Pressed) -> None:
    """Order it, once or again and again, and say so in the place of the control."""
    context, said = pressed.context, pressed.said
    async with context.services.database.begin() as session:
        draft = await session.get_one(BroadcastDraft, pressed.draft.id)
        found = await ready(session, context, said)
        person = await speaker(session, pressed.update, now=context.now)
        number = await _ordered(
            session, found.order, draft, desk_of(pressed.update, draft, person), now=context.now
        )
        await session.delete(draft)
    repeat, texts = said.sending.repeat, context.texts
    text = texts.render(
        "broadcasts/ordered",
        series=repeat is not None,
        when=repeat_written(repeat, texts) if repeat else "",
        title=found.order.title,
        number=number,
        at="" if said.sending.is_now else moment_of(context).written(found.goes_at),
    )
    label, verb = ("bc_end", "end") if repeat else ("bc_cancel", "cancel")
    button = Button(texts.label(label), data=f"{BROADCAST}:{number}:{verb}")
    await redraw(pressed.update, Reply(text, () if said.sending.is_now else ((button,),)))


async def _ordered(
    session: AsyncSession, order: Order, draft: BroadcastDraft, desk: Desk, *, now: datetime
) -> int:
    """Return the number of the broadcast, or of the series, that a draft becomes."""
    if said_in(draft.body).sending.repeat is None:
        return (await broadcasts.order(session, order, desk, now=now)).id
    series = await broadcast_series.begin(
        session, title=order.title, body=draft.body, next_at=order.send_at, desk=desk, now=now
    )
    return series.id


async def _amend(pressed: Pressed) -> None:
    context = pressed.context
    async with context.services.database.begin() as session:
        draft = await session.get_one(BroadcastDraft, pressed.draft.id)
        row = await broadcasts.get(session, draft.amends_id or 0)
        content = check(amended(row.content, check(pressed.said.content)))
        await broadcast_changes.amend(
            session,
            row,
            content.html,
            actor=await speaker(session, pressed.update, now=context.now),
            now=context.now,
        )
        await session.delete(draft)
    await redraw(pressed.update, Reply(context.texts.render("broadcasts/changing", row=row)))


def desk_of(update: Update, draft: BroadcastDraft, contact: Contact) -> Desk:
    """Return where the card of what is ordered will stand."""
    chat = update.effective_chat
    title = (chat.title if chat else None) or contact.name
    return Desk(contact, draft.telegram_id, draft.thread_id, title)
