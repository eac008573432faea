"""What happens to the bot in chats: added, muted, removed, a group that becomes a supergroup.

Nothing is deleted when a chat is lost: it is frozen, coordinators are told, and it goes on when the
bot returns (docs/telegram.md T3, T4).
"""

from __future__ import annotations

from enum import Enum

from telegram import Chat as TelegramChat
from telegram import ChatMember, Message, Update
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from handlers.context import BotApplication, BotContext
from handlers.notify import say, tell_coordinators
from handlers.speakers import speaker
from store import audit, chats
from store.tables.people import ChatKind
from texts.reply import Reply

GROUPS = frozenset({TelegramChat.GROUP, TelegramChat.SUPERGROUP})


class Presence(Enum):
    """Whether the bot can speak in a chat."""

    AWAY = "removed"
    MUTE = "muted"
    HERE = "here"


def presence(member: ChatMember) -> Presence:
    """Read one of Telegram's six statuses."""
    if member.status in {ChatMember.LEFT, ChatMember.BANNED}:
        return Presence.AWAY
    if member.status == ChatMember.RESTRICTED:
        if not getattr(member, "is_member", False):
            return Presence.AWAY
        return Presence.HERE if getattr(member, "can_send_messages", False) else Presence.MUTE
    return Presence.HERE


async def on_membership(update: Update, context: BotContext) -> None:
    """The bot was added, removed, muted or given its voice back."""
    change = update.my_chat_member
    if change is None or change.chat.type == TelegramChat.CHANNEL:
        return
    before, after = presence(change.old_chat_member), presence(change.new_chat_member)
    if before is after:
        return
    if after is Presence.HERE:
        await _arrive(update, context, change.chat)
    else:
        await _lose(update, context, change.chat, reason=after.value)


async def on_migration(update: Update, context: BotContext) -> None:
    """A group became a supergroup: everything it has moves to the new id, in one transaction."""
    message = update.effective_message
    if message is None:
        return
    old, new = _ids(message)
    async with context.services.database.begin() as session:
        moved = await chats.move(session, old=old, new=new)
        await chats.thaw(session, telegram_id=new)
        if moved:
            await audit.record(
                session,
                actor="telegram",
                action="migrate",
                subject=f"group:{new}",
                at=context.now,
                old=old,
            )


async def on_new_title(update: Update, context: BotContext) -> None:
    """A group was renamed: /chats shows the name people see."""
    message = update.effective_message
    if message is None or not message.new_chat_title:
        return
    async with context.services.database.begin() as session:
        await chats.rename(session, telegram_id=message.chat.id, title=message.new_chat_title)


def register(application: BotApplication) -> None:
    """Add this module's handlers."""
    application.add_handler(ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, on_migration))
    application.add_handler(MessageHandler(filters.StatusUpdate.NEW_CHAT_TITLE, on_new_title))


async def _arrive(update: Update, context: BotContext, chat: TelegramChat) -> None:
    """Greet a new group in one message; a bound one goes on, and gets what it missed."""
    async with context.services.database.begin() as session:
        returned = await chats.thaw(session, telegram_id=chat.id)
        if chat.type in GROUPS:
            await chats.enter(
                session, telegram_id=chat.id, kind=ChatKind.GROUP, title=chat.title or ""
            )
        spoken_for = await chats.spoken_for(session, telegram_id=chat.id)
        if returned and spoken_for:
            await audit.record(
                session,
                actor=await speaker(session, update, now=context.now),
                action="thaw",
                subject=returned[0],
                at=context.now,
            )
    if chat.type not in GROUPS:
        return
    template = "people/returned" if spoken_for else "people/greeting"
    await say(context, chat.id, Reply(context.texts.render(template, spoken_for=spoken_for)))
    if spoken_for:
        await context.services.tick()


async def _lose(update: Update, context: BotContext, chat: TelegramChat, *, reason: str) -> None:
    """Stop writing there; coordinators learn of it where the chat spoke for somebody."""
    async with context.services.database.begin() as session:
        spoken_for = await chats.spoken_for(session, telegram_id=chat.id)
        await chats.freeze(session, telegram_id=chat.id, reason=reason)
        if spoken_for:
            await audit.record(
                session,
                actor=await speaker(session, update, now=context.now),
                action="freeze",
                subject=spoken_for[0][0],
                at=context.now,
                reason=reason,
            )
    if spoken_for:
        text = context.texts.render("people/lost", spoken_for=spoken_for, reason=reason)
        await tell_coordinators(context, Reply(text), but_not=chat.id)


def _ids(message: Message) -> tuple[int, int]:
    """Both sides of the change are told of it; read either."""
    if message.migrate_to_chat_id is not None:
        return message.chat.id, message.migrate_to_chat_id
    return message.migrate_from_chat_id or message.chat.id, message.chat.id
