"""Telling an outside watchdog that Duban is alive: a GET after each good beat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import structlog

log = structlog.get_logger(__name__)

PATIENCE = 5.0
"""seconds; reminders do not wait for a watchdog"""


def heartbeat(
    url: str, *, proxy: str | None = None, transport: httpx.AsyncBaseTransport | None = None
) -> Callable[[], Awaitable[None]]:
    """Return what calls *url*; a watchdog that does not answer does no harm."""

    async def beat() -> None:
        try:
            async with httpx.AsyncClient(
                proxy=proxy, transport=transport, timeout=PATIENCE
            ) as client:
                (await client.get(url)).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("the watchdog did not answer", error=type(error).__name__)

    return beat
