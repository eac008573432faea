"""The same limits kept by several processes together: each turn is agreed upon in the database.

Within this process answers go before notices as ever; between processes nobody can reserve more
than a quarter of a second ahead, so that is what an answer waits for others at most.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Protocol

import structlog

from scheduler.limiter import Lane, Limiter, Limits
from store.away import AWAY
from store.robots import is_robot
from store.turns import Answer, Pace

log = structlog.get_logger(__name__)


class Ledger(Protocol):
    """Where all processes ask (store.turns.Turns)."""

    async def take(self, chat: int) -> Answer:
        """Ask for the next turn of a message to *chat*."""
        ...

    async def hold(self, chat: int, seconds: float) -> None:
        """Leave *chat* alone for so long."""
        ...


def pace_of(limits: Limits) -> Pace:
    """Return the limits as the ledger counts them."""
    return Pace(limits.spacing, limits.chat_spacing, limits.group, limits.group_span, limits.ahead)


class SharedLimiter(Limiter):
    """Lines up here, then asks the ledger."""

    def __init__(self, ledger: Ledger, **options: Any) -> None:
        super().__init__(**options)
        self._ledger = ledger
        self._telling: set[asyncio.Task[None]] = set()

    async def _line_up(self, chat: int, lane: Lane) -> float:
        """Wait until the turn of a message to *chat* is near in every process."""
        while True:
            moment = await super()._line_up(chat, lane)
            answer = await self._ledger.take(chat)
            if answer.given:
                if is_robot(chat):
                    return self._seconds() + answer.seconds
                return self._agree(answer.seconds)
            with suppress(ValueError, KeyError):
                self._by_chat[chat].remove(moment)
            if answer.of_chat:
                super().pause(chat, answer.seconds)
            else:
                await self._sleep(answer.seconds - self._limits.ahead)

    def pause(self, chat: int, seconds: float) -> None:
        """Leave *chat* alone for so long, and tell the others."""
        super().pause(chat, seconds)
        task = asyncio.create_task(self._tell(chat, seconds))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _another(self) -> float:
        while not (answer := await self._ledger.take(0)).given:
            await self._sleep(answer.seconds - self._limits.ahead)
        return self._agree(answer.seconds)

    def _agree(self, seconds: float) -> float:
        """Keep this process's own pace behind what all have agreed upon."""
        moment = self._seconds() + seconds
        self._next = max(self._next, moment + self._limits.spacing)
        return moment

    async def _tell(self, chat: int, seconds: float) -> None:
        try:
            await self._ledger.hold(chat, seconds)
        except AWAY as error:
            log.warning("a pause is known here only", error=type(error).__name__)
