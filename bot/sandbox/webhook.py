"""Updates pushed to the bot's own address, in order, each again until it is accepted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx

from bot.sandbox.updates import UpdateQueue

_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
"""seconds between attempts; the last one goes on"""


@dataclass(slots=True)
class Webhook:
    """Where updates go, and the secret that proves whose they are."""

    url: str
    secret: str | None
    last_error: str = ""
    failures: int = 0


async def push_one(hook: Webhook, updates: UpdateQueue, client: httpx.AsyncClient) -> None:
    """Deliver the oldest update to *hook* and forget it, or wait a little after a refusal."""
    for update in await updates.take(limit=1, seconds=1):
        if await _accepted(hook, update, client):
            updates.confirm(update["update_id"] + 1)
            hook.failures = 0
        else:
            await asyncio.sleep(_PAUSES[min(hook.failures, len(_PAUSES) - 1)])
            hook.failures += 1


async def _accepted(hook: Webhook, update: dict[str, object], client: httpx.AsyncClient) -> bool:
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
    try:
        answer = await client.post(hook.url, json=update, headers=headers)
    except httpx.HTTPError as error:
        hook.last_error = str(error) or type(error).__name__
        return False
    if answer.is_success:
        return True
    hook.last_error = f"Wrong response from the webhook: {answer.status_code}"
    return False
