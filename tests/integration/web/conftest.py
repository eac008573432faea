"""The real bot behind its web endpoint, with the sandbox as Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.building import build
from bot.clock import MovableClock, utc_now
from bot.listening import bind
from bot.opening import open_database
from bot.running import Duban, running
from bot.sandbox.server import Sandbox
from bot.sandbox.stage import Cast, seed_world
from config.settings import Settings
from store.database import Database

SECRET = "a-secret-of-a-webhook"


@dataclass
class Endpoint:
    """A running bot, its database, its sandbox, and a client of its web endpoint."""

    duban: Duban
    database: Database
    sandbox: Sandbox
    cast: Cast
    client: httpx.AsyncClient


def free_port() -> int:
    with bind("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture
async def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Endpoint]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)

    async def halt(_: object) -> None: ...

    clock, port = MovableClock(utc_now()), free_port()
    sandbox = Sandbox(clock, on_moved=halt)
    cast = seed_world(sandbox.world, ["市商务局"])
    await sandbox.start()
    settings = Settings(
        _env_file=None,
        web_port=port,
        public_url=f"http://127.0.0.1:{port}",
        webhook_secret=SECRET,
    )
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path}/web.db")
    duban = build(settings, database, token=sandbox.token, api_url=sandbox.api_url, clock=clock)
    client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)
    async with client, running(duban):
        yield Endpoint(duban, database, sandbox, cast, client)
    await database.close()
    await sandbox.stop()
