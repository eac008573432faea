"""Updates that Telegram pushes: POST /telegram, with the secret that proves whose they are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from secrets import compare_digest

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from telegram import Bot, Update

from bot.updates import read_update
from bot.web.bodies import body_of
from config.settings import WEBHOOK_PATH
from store.away import AWAY

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name, not the secret
LARGEST = 1_000_000
"""bytes; an update is some kilobytes"""
PATIENCE = 8.0
"""seconds for the database to keep an update"""

Take = Callable[[Update], Awaitable[object]]
"""returns when the update is in safe hands"""


def telegram_routes(bot: Bot, take: Take, *, secret: str) -> list[BaseRoute]:
    """Return the one route that Telegram calls."""

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        update = read_update(_parsed(await body_of(request, most=LARGEST)), bot)
        if update is None:
            return Response(status_code=400)
        return Response(status_code=200 if await _is_taken(take, update) else 503)

    return [Route(WEBHOOK_PATH, receive, methods=["POST"])]


async def _is_taken(take: Take, update: Update) -> bool:
    """Hand an update over; Telegram brings it again where that fails."""
    try:
        async with asyncio.timeout(PATIENCE):
            await take(update)
    except (TimeoutError, *AWAY) as error:
        log.warning("an update is to come again", error=type(error).__name__)
        return False
    return True


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None
