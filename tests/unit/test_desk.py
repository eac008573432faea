from __future__ import annotations

from typing import Any, cast

import pytest
from telegram import Bot, Update

from handlers.desk import Desk

BOT = Bot("100001:AAAA-a-token-of-no-bot-00000000000000")
BOT._bot_user = cast(  # who it is, without asking Telegram
    Any, type("Me", (), {"username": "duban_bot", "id": 100001})()
)


async def tasks(_: Update, __: Any) -> None: ...


async def due(_: Update, __: Any) -> None: ...


async def page(_: Update, __: Any) -> None: ...


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.add_command("tasks", ("任务",), tasks)
    desk.add_command("task", ("任务", "事项"), due)
    desk.buttons["q"] = page
    return desk


def said(text: str) -> Update:
    message = {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "text": text}
    return Update.de_json({"update_id": 1, "message": message}, BOT)


def pressed(data: str) -> Update:
    who = {"id": 5, "is_bot": False, "first_name": "李强"}
    query = {"id": "1", "from": who, "chat_instance": "1", "data": data}
    return Update.de_json({"update_id": 1, "callback_query": query}, BOT)


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("/tasks 市商务局", ["市商务局"]),
        ("/TASKS", []),
        ("/tasks@duban_bot 市商务局 牵头", ["市商务局", "牵头"]),
        ("/tasks：市商务局", ["市商务局"]),
        ("任务 市商务局", ["市商务局"]),
        ("／任务：市商务局", ["市商务局"]),
        ("@duban_bot 任务 市商务局", ["市商务局"]),
        ("任务 市商务局 @duban_bot", ["市商务局"]),
        ("任务3", ["3"]),
    ],
)
def test_a_command_is_heard_however_it_is_written(desk: Desk, text: str, args: list[str]) -> None:
    assert desk.check_update(said(text)) == (tasks, args)


@pytest.mark.parametrize(
    "text", ["/tasks@other_bot 市商务局", "任务书", "说说任务", "/taskss", "/unknown", " ", "　"]
)
def test_what_only_looks_like_one_is_left_to_others(desk: Desk, text: str) -> None:
    assert desk.check_update(said(text)) is None


def test_of_two_commands_with_one_word_the_first_has_it(desk: Desk) -> None:
    assert desk.check_update(said("任务 3")) == (tasks, ["3"])
    assert desk.check_update(said("事项 3")) == (due, ["3"])


@pytest.mark.parametrize(("data", "callback"), [("q:7:1", page), ("q", page), ("qq:7", None)])
def test_a_button_is_known_by_what_stands_before_the_colon(
    desk: Desk, data: str, callback: Any
) -> None:
    assert desk.check_update(pressed(data)) == (callback and (callback, None))
