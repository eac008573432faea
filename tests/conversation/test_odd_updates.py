"""Updates that come otherwise than usual: below pictures, to what is gone, for somebody else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from telegram import Update

from bot.receiving import Pushed
from handlers.roles import BUTTONS
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, START, WANG_MIN, Room, Talk
from tests.conversation.town import settle

PICTURE = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]}
TOPIC = {"is_topic_message": True, "message_thread_id": 7}
EDITED_AWAY = [
    "Bad Request: message to edit not found",
    "Bad Request: MESSAGE_ID_INVALID",
    "Bad Request: message is not modified: specified new message content is exactly the same",
]
"""what Telegram says of a card that cannot or need not be drawn again"""


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    return talk


class TestCaptions:
    @pytest.mark.parametrize(
        "words", ["/tasks 市商务局", "/tasks@duban_bot 市商务局", "@duban_bot 任务 市商务局"]
    )
    @pytest.mark.parametrize("room", [None, COMMERCE_ROOM], ids=["private", "group"])
    async def test_a_command_below_a_picture_is_a_command(
        self, town: Talk, words: str, room: Room | None
    ) -> None:
        [reply] = await town.say("", room=room, caption=words, **PICTURE)
        assert reply.text.startswith("市商务局")

    async def test_an_unknown_command_below_a_picture_is_named(self, town: Talk) -> None:
        [reply] = await town.say("", caption="/taskz 市商务局", **PICTURE)
        assert reply.text.startswith("没有「/taskz」这条命令")

    async def test_a_change_below_a_picture_asks_for_the_right_as_ever(self, town: Talk) -> None:
        [reply] = await town.say("", caption="/invite 市水务局", **PICTURE)
        assert reply.text.startswith("这项操作需要协调员")
        [reply] = await town.say("", user=LI_QIANG, caption="/invite 市水务局", **PICTURE)
        assert reply.text.startswith("市水务局 · 绑定口令")


class TestWhatIsGoneMeanwhile:
    """Nothing here is a fault: the fixture `faults` allows none."""

    async def test_a_question_that_was_deleted_is_answered_without_quoting_it(
        self, town: Talk
    ) -> None:
        await town.say("/tasks", room=COMMERCE_ROOM)
        replied = json.loads(town.wire.calls[-1][1]["reply_parameters"])
        assert replied["allow_sending_without_reply"] is True

    async def test_who_asks_where_the_bot_is_muted_is_told_in_private(self, town: Talk) -> None:
        refusal = "Bad Request: not enough rights to send text messages to the chat"
        town.wire.refusals["sendMessage"] = (400, refusal)
        said = await town.say("/tasks", room=COMMERCE_ROOM)
        assert [one.chat for one in said] == [COMMERCE_ROOM.id, WANG_MIN.id]
        assert said[-1].text == (
            "督办在「市商务局质量工作群」不能发言，没有答复。请群管理员允许它发言。"
        )

    @pytest.mark.parametrize(
        "refusal",
        [
            "Bad Request: message thread not found",
            "Bad Request: TOPIC_CLOSED",
        ],
    )
    async def test_where_nothing_can_be_said_it_is_left(self, town: Talk, refusal: str) -> None:
        town.wire.refusals["sendMessage"] = (400, refusal)
        before = len(town.wire.calls)
        await town.say("/tasks", room=COMMERCE_ROOM, **TOPIC)
        tried = [name for name, _ in town.wire.calls[before:]]
        assert tried == ["sendMessage"]

    @pytest.mark.parametrize("refusal", EDITED_AWAY)
    async def test_a_card_that_was_deleted_is_left(self, town: Talk, refusal: str) -> None:
        [card] = await town.say("/tasks", room=COMMERCE_ROOM)
        town.wire.refusals["editMessageText"] = (400, refusal)
        await town.press(card, "", data=f"q:{card_of(card.buttons)}:1:")
        assert town.alerts() == []
        assert town.wire.calls[-1][0] == "editMessageText"

    async def test_a_file_s_card_stands_alone_where_the_progress_was_deleted(
        self, town: Talk
    ) -> None:
        town.wire.refusals["editMessageText"] = (400, EDITED_AWAY[0])
        paper = "春城市2026年工作计划\n一、重点任务\n(一)提升质量。加强抽查。(市商务局牵头)\n"
        said = await town.hand_over(paper.encode(), name="计划.txt", user=LI_QIANG)
        assert said[-1].method == "sendMessage"
        assert "确认导入" in said[-1].labels

    async def test_a_draft_s_card_is_shown_anew(self, town: Talk) -> None:
        album = PICTURE | {"media_group_id": "8"}
        await town.say("", user=LI_QIANG, caption="/broadcast 见图", **album)
        town.wire.refusals["editMessageText"] = (400, EDITED_AWAY[0])
        said = await town.say("", user=LI_QIANG, **album)
        assert said[-1].method == "sendMessage"
        assert "预览" in " ".join(said[-1].labels)


def card_of(buttons: Sequence[Sequence[dict[str, Any]]]) -> str:
    """The number of the card that the first paging button of an answer speaks of."""
    datas = [button.get("callback_data", "") for row in buttons for button in row]
    return next(data for data in datas if data.startswith("q:")).split(":")[1]


@pytest.mark.parametrize("kind", ["business_message", "edited_business_message"])
@pytest.mark.parametrize("words", ["/tasks 市商务局", "市商务局有哪些任务"])
async def test_what_customers_write_to_a_business_is_none_of_ours(
    town: Talk, kind: str, words: str
) -> None:
    message = {
        "message_id": 50,
        "business_connection_id": "b",
        "date": int(START.timestamp()),
        "chat": Room(WANG_MIN.id, type="private").json(),
        "from": WANG_MIN.json(),
        "text": words,
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }
    assert await town.deliver({kind: message}) == []


async def test_a_button_below_a_message_too_old_to_be_shown_works(town: Talk) -> None:
    [card] = await town.say("/tasks", room=COMMERCE_ROOM)
    query = {
        "id": "1",
        "from": LI_QIANG.json(),
        "chat_instance": "1",
        "data": f"q:{card_of(card.buttons)}:1:",
        "message": {"message_id": 5001, "date": 0, "chat": COMMERCE_ROOM.json()},
    }
    [drawn] = await town.deliver({"callback_query": query})
    assert (drawn.method, drawn.text) == ("editMessageText", card.text)


async def test_every_kind_of_update_is_asked_for_and_none_is_dropped(town: Talk) -> None:
    """Some kinds are off by default, and an old list sticks until it is changed (T15, T20)."""
    await Pushed(town.application, "https://example.org/telegram", "s" * 32).start()
    name, asked = town.wire.calls[-1]
    assert name == "setWebhook"
    assert json.loads(asked["allowed_updates"]) == Update.ALL_TYPES
    assert (asked["secret_token"], asked["drop_pending_updates"]) == ("s" * 32, "false")


class TestForgedButtons:
    @pytest.mark.parametrize("number", [2**31, 2**63, 10**40])
    async def test_a_number_beyond_any_row_leads_nowhere(self, town: Talk, number: int) -> None:
        [sent] = await town.say("/help", user=LI_QIANG)
        verbs = ("", ":show", ":sure", ":edit", ":1", ":off", ":chase", f":{number}")
        for data in [f"{prefix}:{number}{verb}"[:64] for prefix in BUTTONS for verb in verbs]:
            await town.press(sent, "", user=LI_QIANG, data=data)
            assert not any("已记录" in alert for alert in town.alerts()), data
        assert len(town.alerts()) > len(BUTTONS)

    @pytest.mark.parametrize("when", ["0000", "0000-01", "9999-12", "9999", "2017-00", "2017-13"])
    async def test_a_month_that_there_is_none_of_is_no_fault(self, town: Talk, when: str) -> None:
        [sent] = await town.say("/calendar", user=LI_QIANG)
        [typed] = await town.say(f"/calendar {when}", user=LI_QIANG)
        assert "已记录" not in typed.text
        await town.press(sent, "", user=LI_QIANG, data=f"cal:{when}")
        assert not any("已记录" in alert for alert in town.alerts())

    @pytest.mark.parametrize(
        "data", ["rh:0000-01-01:1", "rh:9999-12-31:1", "rh:x", "rh:2017-12-01:0"]
    )
    async def test_a_day_that_there_is_none_of_is_no_fault(self, town: Talk, data: str) -> None:
        [sent] = await town.say("/rehearse", user=LI_QIANG)
        [typed] = await town.say(f"/receipts {data[3:13]}", user=LI_QIANG)
        assert "已记录" not in typed.text
        await town.press(sent, "", user=LI_QIANG, data=data)
        assert not any("已记录" in alert for alert in town.alerts())
