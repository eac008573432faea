"""Networks without direct access: everything that leaves goes through the proxy that is set."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Bot

from bot.building import build, requests
from bot.clock import MovableClock, utc_now
from bot.doctor.messenger import look_at_telegram
from bot.heartbeat import heartbeat
from bot.opening import open_database
from bot.sandbox.server import Sandbox
from bot.sandbox.stage import seed_world
from config.settings import Settings

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Proxy:
    """A forward proxy on loopback that remembers what went through it."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://duban:geheim@127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        request = re.match(r"(\w+) http://([\w.]+):(\d+)(\S*) HTTP/1.1\r\n", head)
        assert request is not None, head
        method, host, port, path = request.groups()
        assert "Proxy-Authorization: Basic" in head
        self.passed.append(path)
        there, away = await asyncio.open_connection(host, int(port))
        rest = re.sub(r"(?im)^(proxy-authorization|connection):.*\r\n", "", head[request.end() :])
        away.write(f"{method} {path} HTTP/1.1\r\nConnection: close\r\n{rest}".encode())
        back = asyncio.create_task(pour(there, writer))
        forth = asyncio.create_task(pour(reader, away))
        await back
        forth.cancel()
        away.close()
        writer.close()


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while some := await reader.read(65536):
        writer.write(some)
        await writer.drain()


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    proxy = Proxy()
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    async with server:
        yield proxy


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async def nothing(_: datetime) -> None: ...

    sandbox = Sandbox(MovableClock(NOW), on_moved=nothing)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


def settings(sandbox: Sandbox, proxy: Proxy) -> Settings:
    return Settings(token=sandbox.token, api_url=sandbox.api_url, proxy=proxy.url)


async def test_calls_updates_and_files_go_through_the_proxy(
    sandbox: Sandbox, proxy: Proxy, tmp_path: Path
) -> None:
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    wanted = settings(sandbox, proxy)
    duban = build(wanted, database, token=sandbox.token, api_url=sandbox.api_url, clock=lambda: NOW)
    group = seed_world(sandbox.world, ["市商务局"]).groups["市商务局"]
    bot: Bot = duban.application.bot
    async with duban.application:
        await bot.get_updates(timeout=0)
        sent = await bot.send_document(group.id, b"words", filename="words.txt")
        assert sent.document is not None
        file = await sent.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"words"
    await database.close()
    methods = [path.rsplit("/", 1)[1] for path in proxy.passed]
    assert {"getMe", "getUpdates", "sendDocument", "getFile"} <= set(methods)
    assert any(path.startswith("/file/") for path in proxy.passed)


async def test_the_heartbeat_goes_through_the_proxy(sandbox: Sandbox, proxy: Proxy) -> None:
    await heartbeat(f"{sandbox.api_url}/beat", proxy=proxy.url)()
    assert proxy.passed == ["/beat"]


async def test_the_doctor_goes_through_the_proxy(sandbox: Sandbox, proxy: Proxy) -> None:
    found = [finding async for finding in look_at_telegram(settings(sandbox, proxy), utc_now())]
    assert "token" in {finding.key for finding in found}
    assert len(proxy.passed) == 4  # who it is, again for the rights, the webhook, the time


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:1080", "socks5h://u:p@127.0.0.1:1080"])
async def test_socks_proxies_can_be_used_too(address: str) -> None:
    for request in requests(Settings(proxy=address)):
        await request.initialize()
        await request.shutdown()
