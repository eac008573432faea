"""The bot, put together: PTB's Application with our context, handlers and error handler."""

from __future__ import annotations

from typing import Any

import structlog
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, BaseRateLimiter, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot.inbox import Letterbox
from handlers import register_all
from handlers.context import BotApplication, BotContext, BotData, Services
from handlers.menu import commands_for, publish_office_menus

log = structlog.get_logger(__name__)

API_URL = "https://api.telegram.org"


def build_application(
    services: Services,
    *,
    token: str,
    api_url: str = API_URL,
    rate_limiter: BaseRateLimiter[Any] | None = None,
    request: BaseRequest | None = None,
    updates_request: BaseRequest | None = None,
    letterbox: Letterbox | None = None,
) -> BotApplication:
    """Build the application; the requests are replaced in tests and by proxies, nothing else is.

    One scheduler is enough, so PTB's job queue stays out; facts stand in tables, so does its
    persistence (docs/telegram.md T21).
    """
    builder = _builder(token, api_url).update_queue(letterbox or Letterbox())
    if request is not None:
        builder = builder.request(request)
    if updates_request is not None:
        builder = builder.get_updates_request(updates_request)
    if rate_limiter is not None:
        builder = builder.rate_limiter(rate_limiter)
    application: BotApplication = builder.build()
    application.bot_data.services = services
    register_all(application, services.texts)
    return application


def _builder(token: str, api_url: str) -> Any:
    """Begin to build; its type tells of each call, and nothing more."""
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .defaults(Defaults(allow_sending_without_reply=True))  # a question may be deleted meanwhile
        .context_types(ContextTypes(context=BotContext, bot_data=BotData))
        .job_queue(None)
    )


async def publish_menu(application: BotApplication, services: Services) -> None:
    """Show the commands in Telegram's menu; a server without that method does no harm."""
    try:
        for commands, scope in commands_for(services.texts):
            await application.bot.set_my_commands(commands, scope=scope)
    except TelegramError as error:
        log.warning("the command menu was not published", error=str(error))
        return
    await publish_office_menus(application.bot, services.database, services.texts)
