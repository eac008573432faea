"""/broadcast: a coordinator writes to many chats; nothing goes out before the preview and 发送.

What is said is kept in the draft in the database, so a restart loses nothing; a fault is told and
leaves the draft as it was.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from handlers import broadcast_panels as panels
from handlers.broadcast_answers import PARTS
from handlers.broadcast_cards import ask, draft_of, preview, show
from handlers.broadcast_content import content_of_call
from handlers.broadcast_sending import bare, send
from handlers.context import BotApplication, BotContext, redraw, topic_of
from handlers.pressed import Pressed
from handlers.speakers import speaker
from handlers.words import add_button, add_command
from plans.errors.words import StaleButton
from store import broadcast_drafts
from store.broadcast_drafts import Said
from store.tables.broadcasts import BroadcastDraft
from texts.broadcast_cards import DRAFT
from texts.catalogue import Texts
from texts.reply import Reply

COMMAND = "broadcast"


async def broadcast(update: Update, context: BotContext) -> None:
    """/broadcast [TEXT], or in reply to what is to be sent: begin a draft and show its card."""
    chat = update.effective_chat
    async with context.services.database.begin() as session:
        content = await content_of_call(update, context, session, command=COMMAND)
        draft = await broadcast_drafts.open_one(
            session,
            Said(content=content, album=_album(update)),
            contact=await speaker(session, update, now=context.now),
            telegram_id=chat.id if chat else 0,
            thread_id=topic_of(update),
            now=context.now,
        )
    if content is None:
        await ask(update, context, draft.id, "content")
    else:
        await show(update, context, draft.id)


def _album(update: Update) -> str:
    """Return the album of which the command's own file is one; more of it may come."""
    message = update.message
    if message is None or message.reply_to_message is not None:
        return ""
    return message.media_group_id or ""


async def press(update: Update, context: BotContext) -> None:
    """bd:DRAFT:VERB[:WORD ...]: one of the buttons of a draft."""
    pressed = await _pressed(update, context)
    await VERBS[pressed.verb](pressed)
    if update.callback_query is not None and not pressed.is_answered:
        await update.callback_query.answer()


async def _pressed(update: Update, context: BotContext) -> Pressed:
    query = update.callback_query
    data = (query.data if query else None) or ""
    _, number, verb, *words = (*data.split(":"), "", "")
    if not number.isdecimal() or verb not in VERBS:
        raise StaleButton
    draft = await draft_of(update, context, int(number))
    return Pressed(update, context, draft, verb, tuple(filter(None, words)))


async def _card(pressed: Pressed) -> None:
    await show(pressed.update, pressed.context, pressed.draft.id, redrawn=True)


async def _ask(pressed: Pressed) -> None:
    if pressed.word() not in PARTS:
        raise StaleButton
    await ask(pressed.update, pressed.context, pressed.draft.id, pressed.word())


async def _look(pressed: Pressed) -> None:
    await preview(pressed.update, pressed.context, pressed.draft)


async def _drop(pressed: Pressed) -> None:
    context = pressed.context
    async with context.services.database.begin() as session:
        await session.delete(await session.get_one(BroadcastDraft, pressed.draft.id))
    await bare(pressed)
    await redraw(pressed.update, Reply(context.texts.render("broadcasts/dropped")))


async def _sample(pressed: Pressed) -> None:
    await pressed.say("bd_sample")


VERBS: Mapping[str, Callable[[Pressed], Awaitable[None]]] = {
    "card": _card,
    "ask": _ask,
    "look": _look,
    "send": send,
    "drop": _drop,
    "sample": _sample,
    "who": panels.who,
    "all": panels.choose_all,
    "districts": panels.choose_districts,
    "deps": panels.departments,
    "tick": panels.tick,
    "groups": panels.groups,
    "group": panels.choose_group,
    "ungroup": panels.drop_group,
    "unsigned": panels.unsigned,
    "of": panels.choose_unsigned,
    "when": panels.when,
    "at": panels.at,
    "sign": panels.sign,
    "by": panels.by,
    "urgency": panels.urgency,
}


def register(application: BotApplication, texts: Texts) -> None:
    """Add /broadcast and the buttons of drafts."""
    add_command(application, texts, COMMAND, broadcast)
    add_button(application, DRAFT, press)
