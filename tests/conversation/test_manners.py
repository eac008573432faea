"""What Duban does not take for a command, and what it does not carry out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from store import invites
from store.tables.people import Access
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, START, Person, Talk, later
from tests.conversation.town import (
    NOBODY,
    WATER_ROOM,
    chat_rows,
    department_id,
    grants_of,
    settle,
)

ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
FORWARDED = {
    "forward_origin": {
        "type": "user",
        "date": int(START.timestamp()),
        "sender_user": NOBODY.json(),
    }
}


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    return talk


async def water_code(talk: Talk) -> str:
    of = await department_id(talk.database, "市水务局")
    async with talk.database.begin() as session:
        return (
            await invites.create(session, access=Access.CONTACT, now=talk.now, department_id=of)
        ).code


def message(text: str, **extra: Any) -> dict[str, Any]:
    length = len(text.split()[0])
    return {
        "message_id": 50,
        "date": int(START.timestamp()),
        "chat": WATER_ROOM.json(),
        "from": LI_QIANG.json(),
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": length}],
    } | extra


@pytest.mark.parametrize("text", ["/help", "/bind ABCDEFGH", "帮助"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(lambda m: {"edited_message": m | {"edit_date": m["date"]}}, id="edited"),
        pytest.param(lambda m: {"channel_post": m}, id="channel post"),
        pytest.param(lambda m: {"edited_channel_post": m}, id="edited channel post"),
        pytest.param(
            lambda m: {"message": m | {"from": {"id": 7, "is_bot": True, "first_name": "x"}}},
            id="another bot",
        ),
        pytest.param(
            lambda m: {"message": m | {"via_bot": {"id": 7, "is_bot": True, "first_name": "x"}}},
            id="through an inline bot",
        ),
        pytest.param(
            lambda m: {"message": m | {"is_automatic_forward": True}}, id="a channel's post"
        ),
    ],
)
async def test_what_nobody_says_to_the_bot_is_not_answered(
    town: Talk, text: str, body: Any
) -> None:
    assert await town.deliver(body(message(text))) == []
    assert await chat_rows(town.database, WATER_ROOM) == []


async def test_a_command_behind_a_mention_is_carried_out(town: Talk) -> None:
    for words in ("@duban_bot /departments", "@duban_bot /departments@duban_bot"):
        [shown] = await town.say(words, room=COMMERCE_ROOM)
        assert "市商务局" in shown.text
    [refused] = await town.say("@duban_bot /frobnicate", room=COMMERCE_ROOM)
    assert "/help" in refused.text


async def test_a_command_for_another_bot_is_not_answered(town: Talk) -> None:
    assert await town.say("/help@other_bot", room=WATER_ROOM) == []
    assert await town.say("@other_bot 帮助", room=WATER_ROOM) == []


@pytest.mark.parametrize("text", ["我要帮助", "绑定工作已经完成", "/helpme", "帮助一下"])
async def test_a_word_inside_a_sentence_is_no_command(town: Talk, text: str) -> None:
    assert not any("督办能做什么" in sent.text for sent in await town.say(text, room=WATER_ROOM))
    assert await chat_rows(town.database, WATER_ROOM) == []


async def test_a_forwarded_command_changes_nothing(town: Talk) -> None:
    code = await water_code(town)
    [reply] = await town.say(f"/bind {code}", room=WATER_ROOM, **FORWARDED)
    assert reply.text == "转发来的命令不会执行。如需办理，请直接发送。"
    [reply] = await town.say(f"/start {code}", **FORWARDED)
    assert "不会执行" in reply.text
    assert await chat_rows(town.database, WATER_ROOM) == []


async def test_a_forwarded_question_is_answered(town: Talk) -> None:
    [reply] = await town.say("/help", **FORWARDED)
    assert reply.text.startswith("督办能做什么")


async def test_a_change_that_waited_over_a_day_is_not_carried_out(town: Talk) -> None:
    code = await water_code(town)
    sent_at = int(town.now.timestamp())
    later(town, hours=25)
    [reply] = await town.say(f"/bind {code}", room=WATER_ROOM, date=sent_at)
    assert reply.text == "这条命令是24小时以前发出的，没有执行。如仍需办理，请重新发送。"
    assert await chat_rows(town.database, WATER_ROOM) == []


async def test_a_question_that_waited_is_answered_all_the_same(town: Talk) -> None:
    sent_at = int(town.now.timestamp())
    later(town, days=3)
    [reply] = await town.say("/help", date=sent_at)
    assert reply.text.startswith("督办能做什么")


async def test_a_change_that_waited_an_hour_is_carried_out(town: Talk) -> None:
    code = await water_code(town)
    sent_at = int(town.now.timestamp())
    later(town, hours=1)
    [reply] = await town.say(f"/bind {code}", room=WATER_ROOM, date=sent_at)
    assert reply.text.startswith("本群已绑定市水务局")


class TestAnonymousAdministrators:
    def says(self, town: Talk, text: str, **extra: Any) -> Any:
        hidden = {"from": ANONYMOUS, "sender_chat": WATER_ROOM.json()}
        return town.deliver({"message": message(text, **hidden) | extra})

    async def test_they_may_ask_as_they_are(self, town: Talk) -> None:
        [reply] = await self.says(town, "/help")
        assert reply.text.startswith("督办能做什么")

    async def test_a_change_is_confirmed_by_whoever_presses(self, town: Talk) -> None:
        code = await water_code(town)
        [question] = await self.says(town, f"/bind {code}")
        assert question.text == "匿名发言无法核对权限。请本人按一下确认，1小时内有效。"
        assert await chat_rows(town.database, WATER_ROOM) == []
        [reply, done] = await town.press(question, "确认", user=LI_QIANG)
        assert reply.text.startswith("本群已绑定市水务局")
        assert (done.method, done.text, done.labels) == ("editMessageText", "已由 李强 确认。", [])

    async def test_the_presser_needs_the_role_not_the_admin_hat(self, town: Talk) -> None:
        [question] = await self.says(town, "/invite 市水务局")
        assert await town.press(question, "确认", user=NOBODY) == []
        assert town.alerts() == ["这项操作需要协调员。协调员：李强"]
        [reply, _] = await town.press(question, "确认", user=LI_QIANG)
        assert reply.text.startswith("市水务局 · 绑定口令")

    async def test_an_hour_later_the_button_is_dead(self, town: Talk) -> None:
        code = await water_code(town)
        [question] = await self.says(town, f"/bind {code}")
        later(town, hours=2)
        assert await town.press(question, "确认", user=LI_QIANG) == []
        assert town.alerts() == ["这个按钮已经失效。请重新发送命令。"]
        assert await chat_rows(town.database, WATER_ROOM) == []

    async def test_a_user_called_like_an_administrator_is_nobody(self, town: Talk) -> None:
        [reply] = await town.say("/invite 市水务局", user=Person(20, "李强"))
        assert reply.text == "这项操作需要协调员。协调员：李强"
        assert await grants_of(town.database, Person(20, "李强")) == set()


@pytest.mark.parametrize(
    "data", ["run:", "run:999", "run:x", "run:-1", "run:²", f"run:{'9' * 40}", "run"]
)
async def test_a_button_that_leads_nowhere_says_so(town: Talk, data: str) -> None:
    [reply] = await town.say("/start")
    assert await town.press(reply, "", data=data) == []
    assert town.alerts() == ["这个按钮已经失效。请重新发送命令。"]


async def test_every_press_is_answered_so_that_the_clock_on_the_button_stops(town: Talk) -> None:
    [reply] = await town.say("/start")
    await town.press(reply, "能做什么")
    assert [name for name, _ in town.wire.calls].count("answerCallbackQuery") == 1


async def test_buttons_work_months_later(town: Talk) -> None:
    [reply] = await town.say("/start", room=COMMERCE_ROOM)
    town.now += timedelta(days=200)
    [again] = await town.press(reply, "能做什么")
    assert again.text.startswith("督办能做什么")
