"""The command menu, per scope: private chats, groups, and what coordinators see where they are.

Telegram shows the narrowest list it has for a chat, so a coordinator's list is the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from handlers.context import BotContext
from handlers.roles import COMMANDS, may
from store import chats, contacts
from store.database import Database
from store.standing import Place, Standing
from store.tables.people import Access
from texts.catalogue import Texts

log = structlog.get_logger(__name__)


def commands_for(texts: Texts) -> Iterator[tuple[list[BotCommand], BotCommandScope]]:
    """Yield the menu of private chats and of groups, in the order of commands.toml."""
    scopes = (
        (BotCommandScopeAllPrivateChats(), {"everyone", "private"}),
        (BotCommandScopeAllGroupChats(), {"everyone", "group"}),
    )
    for scope, wanted in scopes:
        yield [BotCommand(c.name, c.menu) for c in texts.commands if c.scope in wanted], scope


def office_menu(texts: Texts, place: Place) -> list[BotCommand]:
    """Return everything a coordinator may do there."""
    coordinator = Standing(place, is_coordinator=True)
    return [
        BotCommand(command.name, command.menu)
        for command in texts.commands
        if may(COMMANDS[command.name], coordinator)
    ]


async def publish_office_menus(bot: Bot, database: Database, texts: Texts) -> None:
    """Show the whole menu to every coordinator and in every group of theirs."""
    async with database.begin() as session:
        rooms = [chat.telegram_id for chat in await chats.coordinators_chats(session)]
        people = [person.telegram_id for person in await contacts.coordinators(session)]
    for telegram_id in (*rooms, *people):
        await _publish(bot, texts, telegram_id, is_office=True)


async def refresh_menu(context: BotContext, *telegram_ids: int) -> None:
    """Show or take back the coordinators' menu, after a change of roles in those chats."""
    for telegram_id in telegram_ids:
        async with context.services.database.begin() as session:
            is_office = (
                await contacts.has(session, telegram_id=telegram_id, access=Access.COORDINATOR)
                if telegram_id > 0
                else any(
                    chat.is_coordinators
                    for chat, _ in await chats.spoken_for(session, telegram_id=telegram_id)
                )
            )
        await _publish(context.bot, context.texts, telegram_id, is_office=is_office)


async def _publish(bot: Bot, texts: Texts, telegram_id: int, *, is_office: bool) -> None:
    """Set or clear one chat's own menu; a server without that method does no harm."""
    scope = BotCommandScopeChat(telegram_id)
    place = Place.PRIVATE if telegram_id > 0 else Place.COORDINATORS
    try:
        if is_office:
            await bot.set_my_commands(office_menu(texts, place), scope=scope)
        else:
            await bot.delete_my_commands(scope=scope)
    except TelegramError as error:
        log.warning("the menu of a chat was not changed", telegram_id=telegram_id, error=str(error))
