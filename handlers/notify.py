"""Messages that answer nobody: to a group that changed, to the coordinators."""

from __future__ import annotations

import structlog
from telegram.constants import ParseMode
from telegram.error import TelegramError

from handlers.context import BotContext
from handlers.keyboards import keyboard
from store import chats, contacts
from texts.reply import Reply

log = structlog.get_logger(__name__)


async def say(context: BotContext, telegram_id: int, reply: Reply, *, thread_id: int = 0) -> bool:
    """Send to that chat; False where it cannot be written to (yet)."""
    try:
        await context.bot.send_message(
            telegram_id,
            reply.text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(reply),
            message_thread_id=thread_id or None,
        )
    except TelegramError as error:
        log.warning("could not say", telegram_id=telegram_id, error=str(error))
        return False
    return True


async def tell_coordinators(context: BotContext, reply: Reply, *, but_not: int = 0) -> None:
    """Tell the coordinators' groups; where there is none, each coordinator in private."""
    async with context.services.database.begin() as session:
        rooms = await chats.coordinators_chats(session)
        people = await contacts.coordinators(session)
    told = [
        await say(context, room.telegram_id, reply, thread_id=room.thread_id)
        for room in rooms
        if room.telegram_id != but_not
    ]
    if not any(told):
        for person in people:
            await say(context, person.telegram_id, reply)
