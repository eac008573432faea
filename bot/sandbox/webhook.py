"""Updates pushed to the bot's own address: chats side by side, each chat's in order.

As Telegram does: the next update of a chat comes when the one before it was accepted, and one that
was not is pushed again until it is.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from bot.sandbox.updates import UpdateQueue

MOST_AT_ONCE = 40
"""Telegram's max_connections where nothing else is asked for"""
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
"""seconds between attempts; the last one goes on"""


@dataclass(slots=True)
class Webhook:
    """Where updates go, and the secret that proves whose they are."""

    url: str
    secret: str | None
    last_error: str = ""


class Pusher:
    """Pushes what waits to the webhook that is set when it does."""

    def __init__(self, updates: UpdateQueue, client: httpx.AsyncClient) -> None:
        self._updates = updates
        self._client = client
        self._busy: dict[int, asyncio.Task[None]] = {}
        """by chat"""

    def push(self, hook: Webhook) -> None:
        """Begin to push to *hook* what can be pushed now."""
        for update in self._updates.waiting():
            chat = _chat_of(update)
            if len(self._busy) >= MOST_AT_ONCE:
                return
            if chat not in self._busy:
                self._busy[chat] = asyncio.create_task(self._push_one(hook, chat, update))

    async def stop(self) -> None:
        """Push nothing more."""
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _push_one(self, hook: Webhook, chat: int, update: dict[str, Any]) -> None:
        try:
            await self._until_accepted(hook, update)
        finally:
            del self._busy[chat]
            self._updates.wake()

    async def _until_accepted(self, hook: Webhook, update: dict[str, Any]) -> None:
        """Push one update again and again; not after the webhook was changed."""
        failures = 0
        while self._updates.holds(update):
            if await self._accepted(hook, update):
                self._updates.forget(update)
                return
            await asyncio.sleep(_PAUSES[min(failures, len(_PAUSES) - 1)])
            failures += 1
            if failures > len(_PAUSES):
                return  # whatever is set now is asked next

    async def _accepted(self, hook: Webhook, update: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            answer = await self._client.post(hook.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            hook.last_error = str(error) or type(error).__name__
            return False
        if answer.is_success:
            return True
        hook.last_error = f"Wrong response from the webhook: {answer.status_code}"
        return False


def _chat_of(update: dict[str, Any]) -> int:
    """The chat, or where there is none the person, whose updates keep their order."""
    (content,) = (value for name, value in update.items() if name != "update_id")
    owner = content.get("chat") or content.get("message", {}).get("chat") or content["from"]
    return int(owner["id"])
