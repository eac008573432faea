"""Telegram: the token and what it allows, the way there, the clock, the webhook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.building import requests
from bot.doctor.findings import Finding, error, ok, warning
from config.settings import Settings

CLOCK_MAY_DIFFER = timedelta(seconds=30)
CLOCK_IS_WRONG = timedelta(minutes=5)
RECENT = timedelta(hours=1)
MANY = 100
"""updates that wait at Telegram"""
PATIENCE = 10
"""seconds"""


async def look_at_telegram(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """Ask Telegram who the bot is, what it may do, and where updates go."""
    if settings.token is None:
        yield warning("token_missing")
        return
    calls, updates = requests(settings)
    bot = Bot(
        settings.token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        request=calls,
        get_updates_request=updates,
    )
    try:
        async with bot:
            me, webhook = await bot.get_me(), await bot.get_webhook_info()
    except InvalidToken:
        yield error("token_refused")
    except TelegramError:
        yield error("telegram_down", settings.api_url)
    else:
        for finding in (*_rights(me), *_webhook(webhook, settings, now)):
            yield finding
        yield await _clock(settings, now)


def _rights(me: User) -> tuple[Finding, ...]:
    """What BotFather has set: groups must be open, privacy mode is better on."""
    return (
        ok("token", f"@{me.username}"),
        ok("groups") if me.can_join_groups else error("groups"),
        warning("privacy") if me.can_read_all_group_messages else ok("privacy"),
    )


def _webhook(info: WebhookInfo, settings: Settings, now: datetime) -> tuple[Finding, ...]:
    """Where Telegram sends updates, how that goes, and how many wait."""
    wanted = settings.webhook_url or ""
    if info.url != wanted:
        found = warning("webhook_other" if info.url else "webhook_missing", info.url)
    elif info.last_error_date and now - info.last_error_date.astimezone(UTC) < RECENT:
        found = warning("webhook_failing", info.last_error_message or "")
    else:
        found = ok("webhook" if wanted else "polling", wanted)
    waiting = info.pending_update_count
    return (found, warning("updates_waiting", waiting)) if waiting > MANY else (found,)


async def _clock(settings: Settings, now: datetime) -> Finding:
    """Compare the machine's clock with that of the server, which says the time in each answer."""
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    try:
        async with httpx.AsyncClient(proxy=proxy, timeout=PATIENCE) as client:
            answer = await client.head(settings.api_url)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, KeyError, ValueError):
        return warning("clock_unknown")
    apart = abs(theirs - now)
    seconds = round(apart.total_seconds())
    if apart > CLOCK_IS_WRONG:
        return error("clock_apart", seconds)
    return warning("clock_apart", seconds) if apart > CLOCK_MAY_DIFFER else ok("clock_right")
