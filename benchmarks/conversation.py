"""Updates through an Application, the network instant: what is measured is all but Telegram."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any, TypeAlias

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CommandHandler, ContextTypes
from telegram.request import BaseRequest, RequestData

from benchmarks.material import THEN
from bot.app import build_application
from bot.building import build
from bot.clock import MovableClock
from config.settings import Settings
from handlers.context import Services
from store.database import Database

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
TOKEN = "100001:AAAA-benchmark-token-00000000000000"
BOT = {"id": 100001, "is_bot": True, "first_name": "督办", "username": "duban_bot"}
PEOPLE = 500
"""so many ask in turn, four questions a second: nobody asks often enough to be slowed down"""
PAUSE = timedelta(seconds=0.25)


class Instant(BaseRequest):
    """Telegram's side of the wire, without any distance."""

    def __init__(self) -> None:
        self.messages = 0
        self.text = ""
        """of the last message"""
        self.buttons: list[dict[str, Any]] = []

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002
        request_data: RequestData | None = None,
        **_: Any,
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        result: Any = BOT if name == "getMe" else True
        if name in {"sendMessage", "editMessageText"} and request_data:
            result = self._message(request_data.parameters)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _message(self, parameters: dict[str, Any]) -> dict[str, Any]:
        self.messages += 1
        self.text = parameters["text"]
        markup = parameters.get("reply_markup") or {}
        self.buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
        return {
            "message_id": self.messages,
            "date": int(THEN.timestamp()),
            "chat": {"id": int(parameters["chat_id"]), "type": "private"},
            "from": BOT,
            "text": self.text,
        }


class Conversation:
    """An application that is talked to by many people in private."""

    def __init__(self, application: AnyApplication, wire: Instant, clock: MovableClock) -> None:
        self.application = application
        self.wire = wire
        self.clock = clock
        self._numbers = count(1)

    async def ask(self, words: str) -> float:
        """Say *words* as the next person; return the seconds until all is done."""
        return await self._process(lambda number: {"message": _message(number, words)})

    async def press(self, data: str) -> float:
        """Press a button as the next person."""
        return await self._process(lambda number: _press(number, data))

    async def all(self, questions: Iterable[str]) -> list[float]:
        """Ask one after the other; raises RuntimeError where one had no answer."""
        taken = []
        for words in questions:
            before = self.wire.messages
            taken.append(await self.ask(words))
            if self.wire.messages == before:
                raise RuntimeError(f"nobody answered {words}")
        return taken

    async def _process(self, update: Any) -> float:
        number = next(self._numbers)
        self.clock.move_to(THEN + number * PAUSE)
        body = json.dumps({"update_id": number} | update(number)).encode()
        begun = time.perf_counter()
        parsed = Update.de_json(json.loads(body), self.application.bot)
        await self.application.process_update(parsed)
        return time.perf_counter() - begun


def ours(database: Database) -> Conversation:
    """Duban as it is shipped, but for the network and the pace that Telegram asks for."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    clock = MovableClock(THEN)
    services: Services = build(
        settings, database, token=TOKEN, api_url="http://127.0.0.1:9", clock=clock
    ).services
    wire = Instant()
    application = build_application(services, token=TOKEN, request=wire, updates_request=wire)
    return Conversation(application, wire, clock)


def bare(text: str) -> Conversation:
    """The least that python-telegram-bot can do: one handler, one constant text."""

    async def reply(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.effective_message:
            await update.effective_message.reply_text(text, parse_mode="HTML")

    wire = Instant()
    builder = ApplicationBuilder().token(TOKEN).request(wire).get_updates_request(wire)
    application = builder.job_queue(None).build()
    application.add_handler(CommandHandler("tasks", reply))
    return Conversation(application, wire, MovableClock(THEN))


def _message(number: int, words: str) -> dict[str, Any]:
    person = _person(number)
    command = words.split()[0] if words.startswith("/") else ""
    entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command else []
    return {
        "message_id": number,
        "date": int(THEN.timestamp()),
        "chat": {"id": person["id"], "type": "private", "first_name": person["first_name"]},
        "from": person,
        "text": words,
        "entities": entities,
    }


def _press(number: int, data: str) -> dict[str, Any]:
    below = _message(number, "") | {"from": BOT, "text": "…"}
    query = {
        "id": str(number),
        "from": _person(number),
        "chat_instance": "1",
        "data": data,
        "message": below,
    }
    return {"callback_query": query}


def _person(number: int) -> dict[str, Any]:
    who = 1000 + number % PEOPLE
    return {"id": who, "is_bot": False, "first_name": f"联系人{who}", "language_code": "zh"}
