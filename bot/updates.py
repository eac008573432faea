"""Updates in order within a chat, side by side between chats.

A large document in one chat must not keep the others waiting; two messages of one chat are answered
in the order in which they came.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.acquaintances import names_in
from bot.logs import redact

AT_ONCE = 32
"""chats that are answered side by side; SQLite writes one at a time anyway"""


class InOrderByChat(BaseUpdateProcessor):
    """One update of a chat at a time."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        super().__init__(at_once)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to take down."""

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Wait for the chat's turn, then process; who is in it is named in no log."""
        redact.meet(names_in(update))
        turn = self._turns.setdefault(_chat(update), asyncio.Lock())
        async with turn:
            await coroutine


def _chat(update: object) -> int:
    """The chat an update belongs to; what has none waits for its person, or for nobody."""
    if not isinstance(update, Update):
        return 0
    owner = update.effective_chat or update.effective_user
    return owner.id if owner else 0
