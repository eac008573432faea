"""A draft shown, asked about, and previewed as its chats will see it."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update

from handlers.broadcast_views import draft_view, moment_of, ready, sampled
from handlers.context import BotContext, answer, edit_card, redraw
from handlers.posting import post
from handlers.prompting import addressee, ask_for_reply
from store import broadcast_progress, broadcasts, drafts
from store.audiences import Choice
from store.broadcast_drafts import said_in
from store.contents import Content
from store.tables.broadcasts import BroadcastDraft
from texts.broadcast_cards import DRAFT, PACE, render_control, render_draft
from texts.broadcasts import Wording, check, parts_of
from texts.messages import Part
from texts.reply import Button, Reply


async def draft_of(update: Update, context: BotContext, number: int) -> BroadcastDraft:
    """Return a draft of this chat; raises StaleButton."""
    chat = update.effective_chat
    async with context.services.database.begin() as session:
        return await drafts.get(
            session, BroadcastDraft, number, telegram_id=chat.id if chat else 0, now=context.now
        )


async def show(update: Update, context: BotContext, number: int, *, redrawn: bool = False) -> None:
    """Show the card of a draft: in the place of the one that was pressed, or anew."""
    draft = await draft_of(update, context, number)
    async with context.services.database.begin() as session:
        card = render_draft(await draft_view(session, context, draft), context.texts)
    if redrawn:
        await redraw(update, card)
        return
    message = await answer(update, card)
    async with context.services.database.begin() as session:
        row = await session.get_one(BroadcastDraft, number)
        row.card_id = message.message_id if message else None


async def show_again(update: Update, context: BotContext, draft: BroadcastDraft) -> None:
    """Draw the card anew where it stands: an album's files come one after the other."""
    if draft.card_id is None:
        await show(update, context, draft.id)
        return
    async with context.services.database.begin() as session:
        card = render_draft(await draft_view(session, context, draft), context.texts)
    where = {"chat_id": draft.telegram_id, "message_id": draft.card_id}
    if not await edit_card(context.bot, card, **where):
        await show(update, context, draft.id)


async def ask(update: Update, context: BotContext, number: int, part: str) -> None:
    """Ask for one part."""
    text = context.texts.render("broadcasts/question", part=part, whom=addressee(update))
    hint = context.texts.label("bd_placeholder")
    asked = await ask_for_reply(update, text, hint=hint)
    async with context.services.database.begin() as session:
        draft = await session.get_one(BroadcastDraft, number)
        draft.asking, draft.question_id = part, asked.message_id


async def preview(update: Update, context: BotContext, draft: BroadcastDraft) -> None:
    """Post what chats will see, exactly, and below it 发送, 修改, 取消."""
    control = await (_control_of_amendment if draft.amends_id else _control)(context, draft)
    parts, receipt, reply = control
    sample = Button(context.texts.label("sign"), data=f"{DRAFT}:{draft.id}:sample")
    where = {
        "chat_id": draft.telegram_id,
        "message_thread_id": draft.thread_id or None,
    }
    for number, part in enumerate(parts, start=1):
        below = ((sample,),) if receipt and number == len(parts) else ()
        await post(context.bot, part, below, **where)
    await answer(update, reply)


async def _control(
    context: BotContext, draft: BroadcastDraft
) -> tuple[tuple[Part, ...], bool, Reply]:
    async with context.services.database.begin() as session:
        found = await ready(session, context, said_in(draft.body))
        view = await draft_view(session, context, draft)
        content = await sampled(session, context, found.order.content, found.order.choice)
    moment, order = moment_of(context), found.order
    later = replace(moment, today=found.goes_at.astimezone(moment.zone).date())
    wording = Wording(
        title=order.title,
        urgency=int(order.urgency),
        wants_receipt=order.wants_receipt,
        by=later.written(order.sign_by),
    )
    parts = parts_of(content, wording, context.texts)
    reply = render_control(
        view,
        seconds=found.chats * len(parts) / PACE,
        held=moment.written(found.goes_at) if found.goes_at > order.send_at else "",
        texts=context.texts,
    )
    return parts, order.wants_receipt, reply


async def _control_of_amendment(
    context: BotContext, draft: BroadcastDraft
) -> tuple[tuple[Part, ...], bool, Reply]:
    async with context.services.database.begin() as session:
        row = await broadcasts.get(session, draft.amends_id or 0)
        found = await broadcast_progress.progress(session, row.id, version=row.version)
        view = await draft_view(session, context, draft)
        content = check(amended(row.content, check(said_in(draft.body).content)))
        content = await sampled(session, context, content, Choice.from_json(row.audience))
    moment = moment_of(context)
    wording = Wording(
        title=row.title,
        urgency=row.urgency,
        wants_receipt=row.wants_receipt,
        by=moment.written(row.sign_by),
        amended=moment.written(context.now),
    )
    parts = parts_of(content, wording, context.texts)
    reply = render_control(view, seconds=0, held="", texts=context.texts, count=found.sent)
    return parts[:1], row.wants_receipt and not content.is_album, reply


def amended(before: dict[str, object], after: Content) -> Content:
    """Put new words to the files of a broadcast."""
    return Content(after.html, Content.from_json(before).files)
