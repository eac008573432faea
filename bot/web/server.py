"""The web endpoint: one ASGI app in the bot's own loop, made of lists of routes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.listening import Listener, bind
from plans.errors.operation import PortTaken


class WebServer:
    """Serves *routes* from `start` to `stop`."""

    def __init__(self, routes: Sequence[BaseRoute], *, host: str, port: int) -> None:
        self.app = Starlette(routes=routes)
        self.host = host
        self.port = port
        self._listener: Listener | None = None
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; with port 0 `port` is the one that was free."""
        try:
            listening = bind(self.host, self.port)
        except OSError as error:
            raise PortTaken(port=self.port) from error
        self.port = listening.getsockname()[1]
        self._listener = Listener(self.app)
        self._serving = asyncio.create_task(self._listener.serve(sockets=[listening]))
        await self._listener.ready.wait()

    async def stop(self) -> None:
        """Let answers that are under way end, and close."""
        if self._listener is None or self._serving is None:
            return
        self._listener.should_exit = True
        await self._serving
