"""Conversations: update JSON through the real Application; only the network is replaced.

`talk` says and presses as Telegram would deliver it, and returns what the bot sent in answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from telegram.request import BaseRequest, RequestData

from bot.app import build_application
from bot.rules import reminder_rules
from bot.updates import read_update
from config.settings import Settings
from handlers.context import BotApplication, Reminding, Services
from plans.departments import Directory
from scheduler import rehearsal
from scheduler.drafting import reminding_at
from scheduler.hours import opening
from store.database import Database
from store.knowing import Knowing
from texts.catalogue import Texts
from texts.rehearsals import Performance

TOKEN = "100001:AAAA-conversation-test-token-0000000"
BOT = {"id": 100001, "is_bot": True, "first_name": "督办", "username": "duban_bot"}
SHOWN = {
    "sendMessage",
    "editMessageText",
    "sendDocument",
    "sendPhoto",
    "editMessageCaption",
}
"""the methods that answer with one message"""
START = datetime(2017, 11, 28, 1, 0, tzinfo=UTC)
"""a Tuesday, 09:00 in Shanghai"""


class RecordingRequest(BaseRequest):
    """Telegram's side of the wire: remembers every call, answers as the Bot API would."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refusals: dict[str, tuple[int, str]] = {}
        """by method: the status and description to answer instead"""
        self.files: dict[str, bytes] = {}
        """by file id: what Telegram hands over for download"""
        self.documents: list[tuple[str, bytes]] = []
        """files that were sent, by name"""
        self._next_message = 5000

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        if "/file/bot" in url:
            return 200, self.files[name]
        parameters = dict(request_data.json_parameters) if request_data else {}
        files = request_data.multipart_data if request_data else None
        self.documents += [(name, data) for name, data, _ in (files or {}).values()]
        self.calls.append((name, parameters))
        if name in self.refusals:
            status, description = self.refusals[name]
            body = {"ok": False, "error_code": status, "description": description}
            return status, json.dumps(body).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, parameters)}).encode()

    def _result(self, name: str, parameters: dict[str, Any]) -> Any:
        if name == "getMe":
            return BOT | {"can_join_groups": True, "can_read_all_group_messages": False}
        if name == "getFile":
            file_id = str(parameters["file_id"])
            return {"file_id": file_id, "file_unique_id": file_id, "file_path": f"in/{file_id}"}
        if name in SHOWN:
            return self._message(parameters)
        if name == "sendMediaGroup":
            return [self._message(parameters | {"message_id": 0}) for _ in parameters["media"]]
        return True

    def _message(self, parameters: dict[str, Any]) -> dict[str, Any]:
        self._next_message += 1
        parameters["message_id"] = parameters.get("message_id") or self._next_message
        chat_id = int(parameters["chat_id"])
        return {
            "message_id": int(parameters["message_id"]),
            "date": int(START.timestamp()),
            "chat": {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"},
            "from": BOT,
            "text": parameters.get("text", ""),
        }


@dataclass
class Sent:
    """One message the bot sent or edited."""

    method: str
    chat: int
    html: str
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words without tags, as a person reads them."""
        return unescape(re.sub(r"<[^>]+>", "", self.html))

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.buttons for button in row]

    def data(self, label: str) -> str:
        """What comes back when the button with that label (or its start) is pressed."""
        for row in self.buttons:
            for button in row:
                if button["text"].startswith(label):
                    return str(button["callback_data"])
        raise AssertionError(f"no button {label!r} among {self.labels}")


@dataclass(frozen=True)
class Person:
    id: int
    name: str

    def json(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "zh"}


@dataclass(frozen=True)
class Room:
    id: int
    title: str = ""
    type: str = "supergroup"

    def json(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.type} | ({"title": self.title} if self.title else {})


LI_QIANG = Person(11, "李强")
WANG_MIN = Person(12, "王敏")
COMMERCE_ROOM = Room(-1001, "市商务局质量工作群")


@dataclass
class Talk:
    """Says things to the bot and hands back what it answers."""

    application: BotApplication
    wire: RecordingRequest
    database: Database
    now: datetime = START
    _update: int = 0
    _message: int = 100

    async def say(
        self,
        text: str,
        *,
        user: Person = WANG_MIN,
        room: Room | None = None,
        **extra: Any,
    ) -> list[Sent]:
        """Send *text* as *user*, in *room* or in private; keys of *extra* go into the message."""
        self._message += 1
        message: dict[str, Any] = {
            "message_id": self._message,
            "date": int(self.now.timestamp()),
            "chat": (room or Room(user.id, type="private")).json(),
            "from": user.json(),
        }
        if text:
            message |= {"text": text, "entities": entities(text)}
        return await self.deliver({"message": message | extra})

    async def hand_over(
        self,
        data: bytes,
        *,
        name: str,
        user: Person = WANG_MIN,
        room: Room | None = None,
        **extra: Any,
    ) -> list[Sent]:
        """Send a file as *user*; a `caption` may be among *extra*."""
        file_id = f"file{self._message}"
        self.wire.files[file_id] = data
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "file_size": len(data),
        }
        return await self.say("", user=user, room=room, document=document, **extra)

    async def reply_to(
        self, sent: Sent, text: str, *, user: Person = WANG_MIN, **extra: Any
    ) -> list[Sent]:
        """Answer a message of the bot's by a reply to it."""
        room = None if sent.chat > 0 else Room(sent.chat)
        question = {
            "message_id": int(sent.parameters["message_id"]),
            "date": int(self.now.timestamp()),
            "chat": (room or Room(user.id, type="private")).json(),
            "from": BOT,
            "text": sent.text,
        }
        return await self.say(text, user=user, room=room, reply_to_message=question, **extra)

    async def press(
        self,
        sent: Sent,
        label: str,
        *,
        user: Person = WANG_MIN,
        data: str | None = None,
        **extra: Any,
    ) -> list[Sent]:
        """Press the button of *sent* whose label starts so (or any *data*).

        Keys of *extra* go into the message the button stands under.
        """
        room = Room(sent.chat, type="private" if sent.chat > 0 else "supergroup")
        query = {
            "id": str(self._update + 1),
            "from": user.json(),
            "chat_instance": "1",
            "data": data if data is not None else sent.data(label),
            "message": {
                "message_id": int(sent.parameters.get("message_id", 5001)),
                "date": int(self.now.timestamp()),
                "chat": room.json(),
                "from": BOT,
                "text": sent.text,
            }
            | extra,
        }
        return await self.deliver({"callback_query": query})

    async def deliver(self, body: dict[str, Any]) -> list[Sent]:
        """Process one update and return what was sent meanwhile."""
        self._update += 1
        before = len(self.wire.calls)
        wired = json.loads(json.dumps({"update_id": self._update} | body))
        update = read_update(wired, self.application.bot)
        assert update is not None
        await self.application.process_update(update)
        fresh = self.wire.calls[before:]
        return [sent(n, p) for n, p in fresh if n in SHOWN and ("text" in p or "caption" in p)]

    def alerts(self) -> list[str]:
        """Every text shown over the chat after a button, in order."""
        calls = self.wire.calls
        return [p["text"] for name, p in calls if name == "answerCallbackQuery" and "text" in p]


def sent(method: str, parameters: dict[str, Any]) -> Sent:
    markup = json.loads(parameters.get("reply_markup", "{}") or "{}")
    return Sent(
        method=method,
        chat=int(parameters.get("chat_id", 0)),
        html=str(parameters.get("text", parameters.get("caption", ""))),
        buttons=markup.get("inline_keyboard", []),
        parameters=parameters,
    )


def entities(text: str) -> list[dict[str, Any]]:
    """The entities Telegram adds to what a person types: commands and mentions."""
    found = [("bot_command", m) for m in re.finditer(r"(?<!\S)/[A-Za-z0-9_]+(@\w+)?", text)]
    found += [("mention", m) for m in re.finditer(r"(?<![\w/])@[A-Za-z]\w{4,}", text)]
    return [
        {
            "type": kind,
            "offset": len(text[: m.start()].encode("utf-16-le")) // 2,
            "length": m.end() - m.start(),
        }
        for kind, m in found
    ]


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts()


@pytest.fixture(scope="session")
def directory() -> Directory:
    return Directory.load()


def reminding(database: Database, texts: Texts) -> Reminding:
    """The reminder road as it is shipped."""
    rules = reminder_rules(Settings())

    async def performances(day: date) -> Sequence[Performance]:
        return await rehearsal.performances(database, day, rules=rules, texts=texts)

    return Reminding(
        ladder=rules.ladder,
        workdays=rules.workdays,
        reminding_at=lambda wish, day: reminding_at(wish, day, rules),
        performances=performances,
        opening=partial(opening, rules=rules),
    )


@pytest.fixture
async def talk(
    database: Database,
    texts: Texts,
    directory: Directory,
    faults: list[Any],  # none may be left
) -> AsyncIterator[Talk]:
    wire = RecordingRequest()
    moment: list[Talk] = []

    async def tick() -> None: ...

    services = Services(
        database=database,
        texts=texts,
        directory=directory,
        knowing=Knowing(directory),
        clock=lambda: moment[0].now,
        zone=ZoneInfo("Asia/Shanghai"),
        tick=tick,
        reminding=reminding(database, texts),
    )
    application = build_application(services, token=TOKEN, request=wire, updates_request=wire)
    moment.append(Talk(application, wire, database))
    async with application:
        yield moment[0]


def later(talk: Talk, **delta: int) -> None:
    """Let time pass."""
    talk.now += timedelta(**delta)
