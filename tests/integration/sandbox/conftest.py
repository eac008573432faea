from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.clock import MovableClock
from bot.sandbox.server import Sandbox
from bot.sandbox.stage import Cast, seed_world

MORNING = datetime(2017, 11, 28, 1, 0, tzinfo=UTC)


@dataclass
class Stage:
    """A running sandbox with a cast, and a client for its control API."""

    sandbox: Sandbox
    cast: Cast
    client: httpx.AsyncClient
    halts: list[datetime] = field(default_factory=list)

    @property
    def group(self) -> int:
        return self.cast.groups["市商务局"].id

    @property
    def contact(self) -> int:
        return self.cast.contacts["市商务局"].id

    async def post(self, path: str, **values: Any) -> Any:
        answer = await self.client.post(f"/sandbox/{path}", json=values)
        return answer.json()

    async def get(self, path: str, **values: Any) -> Any:
        answer = await self.client.get(f"/sandbox/{path}", params=values)
        return answer.json()

    async def say(self, text: str, *, chat: int | None = None, **values: Any) -> Any:
        chat = chat or self.group
        values = {"user_id": self.contact, **values}
        return await self.post("say", chat_id=chat, text=text, **values)

    async def heard(self) -> list[dict[str, Any]]:
        """Return the updates that wait for the bot."""
        answer = await self.client.get(f"/bot{self.sandbox.token}/getUpdates")
        updates: list[dict[str, Any]] = answer.json()["result"]
        return updates


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    halts: list[datetime] = []

    async def halt(now: datetime) -> None:
        halts.append(now)

    sandbox = Sandbox(MovableClock(MORNING), on_moved=halt)
    cast = seed_world(sandbox.world, ["市商务局", "市水务局"])
    async with httpx.AsyncClient(base_url=await sandbox.start(), trust_env=False) as client:
        yield Stage(sandbox, cast, client, halts)
    await sandbox.stop()


@pytest.fixture
async def bot(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """The real library against the sandbox; reading times out after a second."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it every RetryAfter warns
    api = stage.sandbox.api_url
    request = HTTPXRequest(read_timeout=1, httpx_kwargs={"trust_env": False})
    bot = Bot(stage.sandbox.token, f"{api}/bot", f"{api}/file/bot", request=request)
    async with bot:
        yield bot
