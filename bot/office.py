"""What only one process may do, while this one is it: receive, keep the timetable, send notices."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bot.perpetual import again_and_again
from store.baton import BEAT, Baton

log = structlog.get_logger(__name__)

Duty = Callable[[asyncio.Event], Awaitable[None]]
"""is in office until the event is set; what it began it ends itself"""


class Office:
    """Takes office when the baton is here, and leaves it when it is gone."""

    def __init__(self, baton: Baton, duty: Duty, *, beat: float = BEAT) -> None:
        self._baton = baton
        self._duty = duty
        self._beat = beat
        self._beating: asyncio.Task[None] | None = None
        self._serving: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    @property
    def is_held(self) -> bool:
        """Whether this process is in office."""
        return self._baton.holds()

    async def start(self) -> None:
        """Take office if nobody else is in it, and go on asking."""
        await self._look()
        self._beating = asyncio.create_task(again_and_again(self._look, every=self._beat))

    async def stop(self) -> None:
        """Leave office, everything ended, and let another take it."""
        if self._beating is not None:
            self._beating.cancel()
            with suppress(asyncio.CancelledError):
                await self._beating
        self._over.set()
        if self._serving is not None:
            await asyncio.wait({self._serving})
        await self._baton.drop()

    async def _look(self) -> None:
        holds = await self._baton.beat()
        is_serving = self._serving is not None and not self._serving.done()
        if holds and not is_serving:
            self._over = asyncio.Event()
            self._serving = asyncio.create_task(self._serve(self._over))
        elif not holds and is_serving:
            self._over.set()

    async def _serve(self, over: asyncio.Event) -> None:
        """Do the duty; one that fails is taken up again at the next beat."""
        log.info("in office")
        try:
            await self._duty(over)
        except Exception:
            log.exception("the office fell vacant")
        else:
            log.info("out of office")
