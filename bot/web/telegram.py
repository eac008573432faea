"""Updates that Telegram pushes: POST /telegram, with the secret that proves whose they are."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from secrets import compare_digest

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from telegram import Bot, Update

from config.settings import WEBHOOK_PATH

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name, not the secret
LARGEST = 1_000_000
"""bytes; an update is some kilobytes"""

Take = Callable[[Update], Awaitable[object]]
"""returns when the update is in safe hands"""


def telegram_routes(bot: Bot, take: Take, *, secret: str) -> list[BaseRoute]:
    """Return the one route that Telegram calls."""

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        update = read(await _body(request), bot)
        if update is None:
            return Response(status_code=400)
        await take(update)
        return Response()

    return [Route(WEBHOOK_PATH, receive, methods=["POST"])]


def read(body: bytes | None, bot: Bot) -> Update | None:
    """Return the update that is written there; None where nothing can be made of it."""
    try:
        update = Update.de_json(json.loads(body or b""), bot)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        log.warning("no update", error=type(error).__name__)
        return None
    return update if isinstance(update.update_id, int) else None


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)
