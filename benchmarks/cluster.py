"""Real processes on one PostgreSQL, with a load balancer, wires that can be cut, and a sandbox."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.breakable import Postgres, Wire
from bot.clock import MovableClock, utc_now
from bot.listening import bind
from bot.sandbox.server import Sandbox
from bot.web.server import WebServer
from store import schema
from store.database import Database

ROOT = Path(__file__).parents[1]
SECRET = "secret-of-the-cluster"
START = 180.0
"""seconds for a process to be ready, on a machine that is busy"""
MINE = "DUBAN_"


@dataclass
class Process:
    """One `duban run`, its wire to the database, and what it logs."""

    number: int
    wire: Wire
    wire_port: int
    folder: Path
    settings: dict[str, str]
    port: int = 0
    running: asyncio.subprocess.Process | None = None
    watching: asyncio.Task[None] | None = None
    client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(trust_env=False))

    def run(self) -> None:
        """Start it, and again when it ends by itself, as a container would be."""
        if not self.port:
            with bind("127.0.0.1", 0) as listening:
                self.port = listening.getsockname()[1]
        self.watching = asyncio.create_task(self._run_again())

    async def start(self) -> None:
        """Start it, and wait until it works."""
        self.run()
        async with asyncio.timeout(START):
            while not await self._says("/readyz", ""):  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(0.1)

    async def _run_again(self) -> None:
        """Run it until somebody kills it."""
        code: int | None = 1
        while code is not None and code >= 0:
            self.running = await self._spawn()
            code = await self.running.wait()
            await asyncio.sleep(1)

    async def _spawn(self) -> asyncio.subprocess.Process:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(MINE)}
        mine = {
            "DUBAN_DATABASE_URL": f"postgresql+asyncpg://postgres@127.0.0.1:{self.wire_port}/postgres",
            "DUBAN_WEB_PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
            "NO_PROXY": "127.0.0.1",
        }
        with (self.folder / f"process-{self.number}.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self.folder,
                env=inherited | self.settings | mine,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,  # else a shell that ends wakes who is stopped in its group
            )

    async def is_in_office(self) -> bool:
        """Whether it keeps the timetable, as its figures say."""
        return await self._says("/metrics", "duban_in_office 1.0")

    def kill(self) -> None:
        """End it as kill -9 does."""
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """Let it do nothing at all, its connections open."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on as if nothing had happened."""
        self._signal(signal.SIGCONT)

    async def close(self) -> None:
        """End it, gently if it listens."""
        if self.watching is not None:
            self.watching.cancel()
        if self.running is not None and self.running.returncode is None:
            self.thaw()
            self.running.terminate()
            try:
                async with asyncio.timeout(15):
                    await self.running.wait()
            except TimeoutError:
                self.running.kill()
                await self.running.wait()
        await self.client.aclose()
        await self.wire.close()

    def _signal(self, number: int) -> None:
        if self.running is not None:
            os.kill(self.running.pid, number)

    async def _says(self, path: str, words: str) -> bool:
        try:
            answer = await self.client.get(f"http://127.0.0.1:{self.port}{path}", timeout=3)
        except httpx.HTTPError:
            return False
        return answer.is_success and words in answer.text


class Balancer:
    """Hands each update to the next process that takes it."""

    REST = 3.0
    """seconds for which one that failed is left alone"""

    def __init__(self, processes: Sequence[Process]) -> None:
        self._processes = list(processes)
        self._resting: dict[int, float] = {}
        self._client = httpx.AsyncClient(trust_env=False, timeout=4)
        route = Route("/{path:path}", self._pass_on, methods=["POST"])
        self.server = WebServer([route], host="127.0.0.1", port=0)

    async def close(self) -> None:
        """Stop."""
        await self.server.stop()
        await self._client.aclose()

    async def _pass_on(self, request: Request) -> Response:
        body = await request.body()
        headers = {k: v for k, v in request.headers.items() if k.startswith(("x-", "content-type"))}
        for process in list(self._processes):
            self._processes.append(self._processes.pop(0))
            if time.monotonic() < self._resting.get(process.number, 0):
                continue
            url = f"http://127.0.0.1:{process.port}{request.url.path}"
            try:
                answer = await self._client.post(url, content=body, headers=headers)
            except httpx.HTTPError:
                answer = httpx.Response(502)
            if answer.status_code < 500:
                return Response(status_code=answer.status_code)
            self._resting[process.number] = time.monotonic() + self.REST
        return Response(status_code=503)


class Cluster:
    """Everything, opened and closed together."""

    def __init__(self, folder: Path, processes: int, *, pushed: bool = True) -> None:
        self._folder = folder
        self._count = processes
        self._pushed = pushed
        """whether updates come by webhook; else who is in office polls"""
        self.processes: list[Process] = []

    async def __aenter__(self) -> Cluster:
        async def halt(_: object) -> None: ...

        self.postgres = await asyncio.to_thread(Postgres)
        self.database = Database(self.postgres.url)
        await schema.upgrade(self.database)
        self.sandbox = Sandbox(MovableClock(utc_now()), on_moved=halt)
        await self.sandbox.start()
        self.sandbox.api.limits.enforce = True
        settings = {
            "DUBAN_TOKEN": self.sandbox.token,
            "DUBAN_API_URL": self.sandbox.api_url,
            "DUBAN_COORDINATORS": "[710000001]",
        }
        for number in range(self._count):
            wire = Wire(self.postgres.socket)
            port = await wire.start()
            self.processes.append(Process(number, wire, port, self._folder, settings))
        self.balancer = Balancer(self.processes)
        await self.balancer.server.start()
        if self._pushed:
            settings["DUBAN_WEBHOOK_SECRET"] = SECRET
        settings["DUBAN_PUBLIC_URL"] = f"http://127.0.0.1:{self.balancer.server.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(process.close() for process in self.processes))
        await self.balancer.close()
        await self.database.close()
        await self.sandbox.stop()
        await asyncio.to_thread(self.postgres.close)

    async def start_processes(self) -> None:
        """Start all at once."""
        await asyncio.gather(*(process.start() for process in self.processes))

    async def in_office(self) -> Process:
        """Return the one in office, waiting until there is one."""
        async with asyncio.timeout(START):
            while True:
                for process in self.processes:
                    if await process.is_in_office():
                        return process
                await asyncio.sleep(0.1)

    async def replaced(self, lost: Process) -> float:
        """Wait until another is in office; return the seconds that took."""
        begun = time.monotonic()
        others = [process for process in self.processes if process is not lost]
        async with asyncio.timeout(START):
            while not any([await process.is_in_office() for process in others]):  # noqa: ASYNC110 - another process changes it
                await asyncio.sleep(0.1)
        return time.monotonic() - begun
