"""Updates pushed to a webhook, and pollers that get into each other's way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from telegram import Bot
from telegram.error import Conflict


@dataclass
class Ear:
    """A small server that hears what is pushed, and refuses the first one."""

    port: int = 0
    heard: list[str] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
        self.heard.append(head + (await reader.readexactly(length)).decode())
        status = "500 No" if len(self.heard) == 1 else "200 OK"
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    ear = Ear()
    server = await asyncio.start_server(ear.answer, "127.0.0.1", 0)
    ear.port = server.sockets[0].getsockname()[1]
    async with server:
        yield ear


async def test_an_update_is_pushed_with_its_secret_until_it_is_accepted(
    stage, bot: Bot, ear: Ear
) -> None:
    await bot.set_webhook(f"http://127.0.0.1:{ear.port}/telegram", secret_token="geheim")
    await stage.say("/first")
    await stage.say("/second")
    async with asyncio.timeout(5):
        while (await stage.get("report"))["pending_updates"] or len(ear.heard) < 3:
            continue
    assert ["/first" in one for one in ear.heard] == [True, True, False]
    assert all("x-telegram-bot-api-secret-token: geheim" in one.lower() for one in ear.heard)
    assert "500" in (await bot.get_webhook_info()).last_error_message


async def test_a_second_poller_ends_the_first(stage, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5, read_timeout=8))
    async with asyncio.timeout(5):
        while not first.done():
            await stage.heard()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
