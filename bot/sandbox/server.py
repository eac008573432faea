"""The sandbox: a small Bot API server with a page, on loopback."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from starlette.applications import Starlette
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.clock import MovableClock
from bot.listening import Listener, bind
from bot.sandbox.api import BotApi
from bot.sandbox.control.desk import Desk
from bot.sandbox.control.routes import control_routes
from bot.sandbox.guard import Guard
from bot.sandbox.people import Person
from bot.sandbox.stage import bot_account
from bot.sandbox.timemachine import (
    NextReminder,
    NextWorkingDay,
    OnMoved,
    TimeMachine,
    next_weekday,
)
from bot.sandbox.tour import TourStep
from bot.sandbox.webhook import Pusher
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
_BOT_ID = 710_000_000
_SHANGHAI = ZoneInfo("Asia/Shanghai")


class Sandbox:
    """One sandbox: `world` is its state, `api` its Bot API, `desk` what the page works on."""

    def __init__(
        self,
        clock: MovableClock,
        *,
        on_moved: OnMoved,
        next_reminder: NextReminder | None = None,
        next_working_day: NextWorkingDay = next_weekday,
        zone: ZoneInfo = _SHANGHAI,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str | None = None,
        bot: Person | None = None,
        tour: Sequence[TourStep] = (),
    ) -> None:
        if not ip_address(host).is_loopback:
            raise ValueError("the sandbox listens on loopback only")
        self.host = host
        self.port = port
        account = bot or bot_account(_BOT_ID)
        self.token = token or f"{account.id}:{secrets.token_urlsafe(26)}"
        self.world = World(account, clock)
        self.api = BotApi(self.world, token=self.token, drop=self._drop)
        machine = TimeMachine(
            clock,
            zone=zone,
            on_moved=on_moved,
            next_reminder=next_reminder,
            next_working_day=next_working_day,
        )
        self.desk = Desk(self.world, self.api, machine, tour)
        self._server: _Server | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def url(self) -> str:
        """The page's address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    @property
    def api_url(self) -> str:
        """The Bot API's address; a library adds /bot<token>/<method>."""
        return self.url.rstrip("/")

    async def start(self) -> str:
        """Listen, and return the page's address."""
        listening = bind(self.host, self.port)
        self.port = listening.getsockname()[1]
        self._server = _Server(Guard(self._application(), port=self.port))
        self._tasks = [
            asyncio.create_task(self._server.serve(sockets=[listening])),
            asyncio.create_task(self._push()),
        ]
        await self._server.ready.wait()
        return self.url

    async def stop(self) -> None:
        """Let everyone who waits go, and close."""
        if self._server is None:
            return
        self.api.stopping.set()
        self.world.updates.close()
        self.world.queries.close()
        self.world.hub.close()
        serving, pushing = self._tasks
        pushing.cancel()
        with suppress(asyncio.CancelledError):
            await pushing
        self._server.should_exit = True
        await serving

    def _application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", _page),
                Route("/bot{token}/{method}", self.api.endpoint, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self.api.download),
                *control_routes(self.desk),
                Mount("/page", StaticFiles(directory=PAGE)),
            ]
        )

    async def _push(self) -> None:
        """Push updates to the bot's webhook while it has one."""
        updates = self.world.updates
        async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
            pusher = Pusher(updates, client)
            try:
                while not self.api.stopping.is_set():
                    if self.world.webhook is not None:
                        pusher.push(self.world.webhook)
                    await updates.changed()
            finally:
                await pusher.stop()

    def _drop(self, client: object) -> None:
        """Break the connection of *client* without a word."""
        if self._server is not None and client is not None:
            self._server.drop(tuple(client))  # type: ignore[arg-type]


class _Server(Listener):
    """A server whose connections can be broken."""

    def drop(self, client: tuple[str, int]) -> None:
        """Break the connection of *client*."""
        for connection in tuple(self.server_state.connections):
            if isinstance(connection, H11Protocol) and connection.client == client:
                connection.transport.abort()


async def _page(_: object) -> Response:
    return FileResponse(PAGE / "index.html")
