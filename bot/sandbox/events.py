"""What changes, as a stream for every open page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

BACKLOG = 2_000
"""how far a page may fall behind before it has to load afresh"""

Event = tuple[str, dict[str, Any]]


class Hub:
    """Hands every change to every listener; a listener that falls behind is let go."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Event | None]] = set()

    def publish(self, kind: str, make: Callable[[], dict[str, Any]]) -> None:
        """Tell all listeners; *make* is not called when nobody listens."""
        if not self._listeners:
            return
        event = (kind, make())
        for queue in tuple(self._listeners):
            try:
                queue.put_nowait(event)
            except asyncio.QueueFull:
                self._let_go(queue)

    async def listen(self, first: Callable[[], Event]) -> AsyncIterator[Event]:
        """Yield *first*, then every change from that moment on, until `close`."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue(BACKLOG)
        self._listeners.add(queue)
        try:
            yield first()
            while (event := await queue.get()) is not None:
                yield event
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """End every stream."""
        for queue in tuple(self._listeners):
            self._let_go(queue)

    def _let_go(self, queue: asyncio.Queue[Event | None]) -> None:
        self._listeners.discard(queue)
        while queue.full():
            queue.get_nowait()
        queue.put_nowait(None)
