"""发送: a draft becomes a broadcast, a series of them, or the correction of one."""

from __future__ import annotations

from contextlib import suppress

from telegram import Update
from telegram.error import BadRequest

from handlers.broadcast_cards import amended
from handlers.broadcast_views import moment_of, ready, repeat_written
from handlers.context import redraw
from handlers.pressed import Pressed
from handlers.speakers import speaker
from store import broadcast_changes, broadcast_series, broadcasts
from store.broadcast_models import BroadcastDraft
from store.broadcasts import Desk
from store.models import Contact
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
    context, said = pressed.context, pressed.said
    async with context.services.database.begin() as session:
        draft = await session.get_one(BroadcastDraft, pressed.draft.id)
        found = await ready(session, context, said)
        order = found.order
        desk = desk_of(
            pressed.update, draft, await speaker(session, pressed.update, now=context.now)
        )
        if said.sending.repeat is not None:
            series = await broadcast_series.begin(
                session,
                title=order.title,
                body=draft.body,
                next_at=order.send_at,
                desk=desk,
                now=context.now,
            )
            data = f"{BROADCAST}:{series.id}:end"
        else:
            row = await broadcasts.order(session, order, desk, now=context.now)
            data = f"{BROADCAST}:{row.id}:cancel"
        await session.delete(draft)
    later = not said.sending.is_now
    text = context.texts.render(
        "broadcasts/ordered",
        series=said.sending.repeat is not None,
        when=repeat_written(said.sending.repeat, context.texts) if said.sending.repeat else "",
        title=order.title,
        number=data.split(":")[1],
        at=moment_of(context).written(found.goes_at) if later else "",
    )
    key = "bc_end" if said.sending.repeat is not None else "bc_cancel"
    buttons = ((Button(context.texts.label(key), data=data),),) if later else ()
    await redraw(pressed.update, Reply(text, buttons))


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
