"""A Bot API server nobody here has seen, with six methods: the bot works and takes no harm."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.building import build
from bot.clock import utc_now
from bot.opening import open_database
from bot.running import Duban, running
from config.settings import Settings
from plans.reader import read_plan
from store.imports import save_plan

TOKEN = "42:AAAA-foreign-server-token-000000000000"
ME = {"id": 42, "is_bot": True, "first_name": "D", "username": "duban_bot"}
ROOM = {"id": 7, "type": "private", "first_name": "王敏"}
PERSON = {"id": 7, "is_bot": False, "first_name": "王敏"}
PLAN = """临江市质量强市2030年行动计划
一、提升质量
(一)提升服务质量。到2030年,顾客满意度达到85%以上。(市商务局牵头,市水务局配合)
(二)提升产品质量。到2030年,合格率达到95%以上。(市市场监管局牵头,市商务局配合)
"""


class SixMethods:
    """getMe, getUpdates, sendMessage, editMessageText, answerCallbackQuery, deleteWebhook."""

    def __init__(self) -> None:
        self.updates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.called = asyncio.Condition()

    async def endpoint(self, request: Request) -> JSONResponse:
        method = request.path_params["method"]
        form = dict(await request.form())
        result = await getattr(self, method, self.unknown)(form)
        if method != "getUpdates":
            async with self.called:
                self.calls.append((method, form))
                self.called.notify_all()
        if result is None:
            body = {"ok": False, "error_code": 404, "description": "Not Found"}
            return JSONResponse(body, status_code=404)
        return JSONResponse({"ok": True, "result": result})

    async def unknown(self, _: dict[str, Any]) -> None:
        return None

    async def getMe(self, _: dict[str, Any]) -> Any:  # noqa: N802 - the API's names
        return ME

    async def deleteWebhook(self, _: dict[str, Any]) -> Any:  # noqa: N802
        return True

    async def answerCallbackQuery(self, _: dict[str, Any]) -> Any:  # noqa: N802
        return True

    async def getUpdates(self, _: dict[str, Any]) -> Any:  # noqa: N802
        try:
            return [await asyncio.wait_for(self.updates.get(), 0.2)]
        except TimeoutError:
            return []

    async def sendMessage(self, form: dict[str, Any]) -> Any:  # noqa: N802
        return {"message_id": 900, "date": 1, "chat": ROOM, "from": ME, "text": form["text"]}

    async def editMessageText(self, form: dict[str, Any]) -> Any:  # noqa: N802
        return await self.sendMessage(form)

    async def wait_for(self, method: str) -> dict[str, Any]:
        """Return the next call of that method, taking it off the list."""

        def position() -> int | None:
            return next((i for i, (name, _) in enumerate(self.calls) if name == method), None)

        async with self.called:
            await asyncio.wait_for(self.called.wait_for(lambda: position() is not None), 10)
            return self.calls.pop(position() or 0)[1]


@pytest.fixture
async def server() -> AsyncIterator[tuple[SixMethods, str]]:
    six = SixMethods()
    app = Starlette(routes=[Route("/bot{token}/{method}", six.endpoint, methods=["POST"])])
    listening = socket.create_server(("127.0.0.1", 0))  # connections wait until it serves
    uvicorn_server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
    task = asyncio.create_task(uvicorn_server.serve(sockets=[listening]))
    yield six, f"http://127.0.0.1:{listening.getsockname()[1]}"
    uvicorn_server.should_exit = True
    await task


@pytest.fixture
async def duban(server: tuple[SixMethods, str], tmp_path: Path) -> AsyncIterator[Duban]:
    settings = Settings(_env_file=None)
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    built = build(settings, database, token=TOKEN, api_url=server[1], clock=utc_now)
    async with database.begin() as session:
        facts = read_plan(PLAN, source="linjiang-2030.txt")
        await save_plan(session, facts, directory=built.services.directory, now=utc_now())
    yield built
    await database.close()


def said(text: str, update_id: int) -> dict[str, Any]:
    command = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": int(utc_now().timestamp()),
            "chat": ROOM,
            "from": PERSON,
            "text": text,
            "entities": [command],
        },
    }


async def test_questions_pages_and_buttons_work_with_six_methods(
    server: tuple[SixMethods, str], duban: Duban
) -> None:
    six, _ = server
    async with running(duban):
        six.updates.put_nowait(said("/tasks 市商务局", 1))
        listed = await six.wait_for("sendMessage")
        assert "提升服务质量" in listed["text"]
        assert "提升产品质量" in listed["text"]
        button = json.loads(listed["reply_markup"])["inline_keyboard"][0][0]
        press = {
            "id": "1",
            "from": PERSON,
            "chat_instance": "1",
            "data": button["callback_data"],
            "message": {"message_id": 900, "date": 1, "chat": ROOM, "from": ME, "text": "x"},
        }
        six.updates.put_nowait({"update_id": 2, "callback_query": press})
        await six.wait_for("answerCallbackQuery")
        narrowed = await six.wait_for("editMessageText")
        assert "提升服务质量" in narrowed["text"]
        assert "提升产品质量" not in narrowed["text"]


async def test_what_the_server_lacks_is_logged_once(
    server: tuple[SixMethods, str], duban: Duban
) -> None:
    six, _ = server
    with capture_logs() as lines:
        async with running(duban):
            six.updates.put_nowait(said("/help", 1))
            await six.wait_for("sendMessage")
    told = [line for line in lines if line["log_level"] in {"warning", "error"}]
    assert [line["event"] for line in told] == ["the command menu was not published"]
