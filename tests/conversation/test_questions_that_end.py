"""What the bot asks can be left at that and does not wait for ever (docs/telegram.md T10, T22)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from store.tables.people import Access
from tests.conversation.conftest import LI_QIANG, START, Sent, Talk, later
from tests.conversation.town import ZHANG_SAN, appoint, grants_of, settle


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    await appoint(talk.database, ZHANG_SAN, Access.READER)
    return talk


def keyboard(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """The buttons that stand below the message a press comes from."""
    return {
        "reply_markup": {
            "inline_keyboard": [
                [{"text": label, "callback_data": data} for label, data in row] for row in rows
            ]
        }
    }


def left(town: Talk) -> list[list[dict[str, Any]]]:
    """The buttons that were left by the last change of them."""
    name, parameters = town.wire.calls[-1]
    assert name == "editMessageReplyMarkup"
    return json.loads(parameters.get("reply_markup", "{}")).get("inline_keyboard", [])


class TestStaleButtons:
    async def test_one_that_leads_nowhere_is_taken_off_and_the_others_stay(
        self, town: Talk
    ) -> None:
        [card] = await town.say("/start")
        below = keyboard([("看看", "q:99999:1:"), ("帮助", "run:1")], [("旧", "old:1")])
        await town.press(card, "", data="q:99999:1:", **below)
        assert town.alerts() == ["这个按钮已经失效。请重新发送命令。"]
        assert [[button["text"] for button in row] for row in left(town)] == [["帮助"], ["旧"]]

    async def test_the_last_one_takes_the_keyboard_with_it(self, town: Talk) -> None:
        [card] = await town.say("/start")
        await town.press(card, "", data="old:1", **keyboard([("旧", "old:1")]))
        assert left(town) == []

    async def test_a_forged_press_takes_nothing_off(self, town: Talk) -> None:
        [card] = await town.say("/start")
        await town.press(card, "", data="forged:1", **keyboard([("签收", "s:1")]))
        assert town.wire.calls[-1][0] == "answerCallbackQuery"

    async def test_on_a_message_that_is_gone_it_is_left_at_the_alert(self, town: Talk) -> None:
        [card] = await town.say("/start")
        town.wire.refusals["editMessageReplyMarkup"] = (400, "Bad Request: MESSAGE_ID_INVALID")
        await town.press(card, "", data="old:1", **keyboard([("旧", "old:1")]))
        assert town.alerts() == ["这个按钮已经失效。请重新发送命令。"]


class TestForgetting:
    async def test_it_can_be_left_at_that(self, town: Talk) -> None:
        [question] = await town.say("/forgetme", user=ZHANG_SAN)
        [dropped] = await town.press(question, "取消", user=ZHANG_SAN)
        assert (dropped.method, dropped.text) == ("editMessageText", "已取消，没有改动。")
        assert await grants_of(town.database, ZHANG_SAN) == {("reader", None)}

    async def test_an_hour_later_nothing_is_forgotten(self, town: Talk) -> None:
        [question] = await town.say("/forgetme", user=ZHANG_SAN)
        later(town, hours=2)
        assert await town.press(question, "确认", user=ZHANG_SAN) == []
        assert town.alerts() == ["这个按钮已经失效。请重新发送命令。"]
        assert await grants_of(town.database, ZHANG_SAN) == {("reader", None)}


async def test_who_hides_may_take_back_what_was_to_be_confirmed(town: Talk) -> None:
    room = {"id": -1002, "type": "supergroup", "title": "市水务局工作群"}
    hidden = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    command = {
        "message_id": 50,
        "date": int(START.timestamp()),
        "chat": room,
        "sender_chat": room,
        "from": hidden,
        "text": "/invite 市水务局",
        "entities": [{"type": "bot_command", "offset": 0, "length": 7}],
    }
    [question] = await town.deliver({"message": command})
    assert question.labels == ["确认由本人发出", "取消"]
    [dropped] = await town.press(question, "取消", user=LI_QIANG)
    assert dropped.text == "已取消，没有改动。"


class TestQuestionsThatWantAReply:
    async def ask(self, town: Talk) -> Sent:
        [listed] = await town.say("/templates", user=LI_QIANG)
        [question] = await town.press(listed, "新建", user=LI_QIANG)
        assert question.text.endswith("1天内有效；不办请回复 取消。")
        return question

    async def test_the_word_cancel_ends_them(self, town: Talk) -> None:
        [dropped] = await town.reply_to(await self.ask(town), "取消", user=LI_QIANG)
        assert dropped.text == "已取消，没有改动。"

    async def test_after_a_day_nothing_is_kept(self, town: Talk) -> None:
        question = await self.ask(town)
        later(town, hours=25)
        [late] = await town.reply_to(question, "月报\n请报送月报。", user=LI_QIANG)
        assert late.text == "这个问题已过时限，没有保存。请重新发送命令。"
        [listed] = await town.say("/templates", user=LI_QIANG)
        assert "月报" not in listed.text

    async def test_within_the_day_they_are_taken(self, town: Talk) -> None:
        question = await self.ask(town)
        later(town, hours=23)
        [kept] = await town.reply_to(question, "月报\n请报送月报。", user=LI_QIANG)
        assert "月报" in kept.text
