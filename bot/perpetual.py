"""What is done again and again while the process lives, whatever happens to one of its rounds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger(__name__)


async def again_and_again(act: Callable[[], Awaitable[object]], *, every: float) -> None:
    """Do *act* after each pause of *every* seconds, until the task is cancelled.

    A round that fails is a fault, and logged as one; were it the last, nobody would notice that
    nothing is done any more. A round that turns its own cancellation into another error, as a
    database connection may when it is cut off within a statement, is the last all the same.
    """
    task = asyncio.current_task()
    while task is None or not task.cancelling():
        await asyncio.sleep(every)
        try:
            await act()
        except Exception:
            log.exception("a round failed", what=getattr(act, "__qualname__", repr(act)))
