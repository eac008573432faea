"""/robot: group robots of other messengers, managed by coordinators."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from sqlmodel import select

from handlers.context import RobotDesk
from plans.webhooks import webhook_of
from store.database import Database
from store.robots import is_robot
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Chat, ChatKind, ChatState, Robot
from store.tables.records import Audit
from store.vault import Vault
from tests.conversation.conftest import LI_QIANG, Sent, Talk, later
from tests.conversation.town import OFFICE_ROOM, settle

TOKEN = "566cc69da782ec01"
DINGTALK = f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-aaaa"
SECRET = "SEC0123456789abcdef"
VAULT = Vault("a-key-that-only-tests-may-know-of", {"ROBOT_WATER": WECOM}.get)


class Trial:
    """Tries robots out as it is told."""

    def __init__(self) -> None:
        self.said: list[tuple[int, str]] = []
        self.why: str | None = None

    async def __call__(self, chat: int, words: str) -> str | None:
        self.said.append((chat, words))
        return self.why


@pytest.fixture
async def trial(talk: Talk) -> Trial:
    await settle(talk.database)
    trial = Trial()
    data = talk.application.bot_data
    assert data.services is not None
    desk = RobotDesk(vault=VAULT, missing=(), try_out=trial)
    data.services = replace(data.services, robots=desk)
    return trial


async def all_robots(database: Database) -> list[tuple[Robot, Chat]]:
    async with database.begin() as session:
        query = select(Robot, Chat).join(Chat, Robot.chat_id == Chat.id).order_by(Robot.id)
        return list((await session.exec(query)).all())


def deleted(talk: Talk) -> list[int]:
    return [int(p["message_id"]) for name, p in talk.wire.calls if name == "deleteMessage"]


async def add(talk: Talk, words: str = f"市水务局 {DINGTALK} {SECRET}") -> Sent:
    return (await talk.say(f"/robot add {words}", user=LI_QIANG))[-1]


async def test_a_robot_is_added_and_the_message_with_its_address_deleted(
    talk: Talk, trial: Trial
) -> None:
    card = await add(talk)
    assert card.text.startswith("市水务局 · 钉钉机器人")
    assert "oapi.dingtalk.com …ec01" in card.text
    assert card.labels == ["测试", "移除", "返回列表"]
    assert deleted(talk) == [talk._message]
    [(robot, chat)] = await all_robots(talk.database)
    assert chat.kind is ChatKind.ROBOT
    assert is_robot(chat.telegram_id)
    assert VAULT.read(robot.address) == DINGTALK
    assert robot.secret is not None
    assert VAULT.read(robot.secret) == SECRET


async def test_nothing_that_was_said_or_written_down_shows_the_secrets(
    talk: Talk, trial: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    await add(talk)
    await talk.say("机器人", user=LI_QIANG)
    await talk.say("/audit", user=LI_QIANG)
    said = json.dumps([p for _, p in talk.wire.calls], ensure_ascii=False)
    async with talk.database.begin() as session:
        rows = (await session.exec(select(Audit))).all()
    record = " ".join(f"{row.action} {row.subject} {row.detail}" for row in rows)
    assert "robot_add" in record
    for place in (said, record, caplog.text):
        assert TOKEN[:-4] not in place
        assert SECRET not in place


async def test_where_it_may_not_delete_the_coordinator_is_asked_to(
    talk: Talk, trial: Trial
) -> None:
    talk.wire.refusals["deleteMessage"] = (400, "message can't be deleted")
    answers = await talk.say(f"机器人 添加 市水务局 {DINGTALK}", user=LI_QIANG)
    assert "请删除刚才那条含机器人地址的消息" in answers[-1].text
    assert len(await all_robots(talk.database)) == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (
            "市商务局 https://example.cn/robot/send?access_token=566cc69da782ec",
            "这不是群机器人的地址",
        ),
        (f"市商务局 {DINGTALK} 密", "加签密钥不对"),
        (f"市商务局 {WECOM} {SECRET}", "企业微信机器人没有加签密钥"),
        ("市商务局 env:DUBAN_TOKEN", "没有找到环境变量 DUBAN_TOKEN"),
        (f"市商物局 {DINGTALK}", "没有查到「市商物局」"),
        (DINGTALK, "没有看懂这条命令"),
        (f"市水务局 {DINGTALK} {SECRET} 还有", "没有看懂这条命令"),
    ],
)
async def test_what_is_wrong_is_one_sentence_and_nothing_is_stored(
    talk: Talk, trial: Trial, words: str, answer: str
) -> None:
    assert (await add(talk, words)).text.startswith(answer)
    assert await all_robots(talk.database) == []
    if TOKEN in words or "access_token" in words:
        assert deleted(talk) == [talk._message]


async def test_the_same_robot_is_added_once(talk: Talk, trial: Trial) -> None:
    await add(talk)
    assert (await add(talk, f"市体育局 {DINGTALK}")).text == (
        "这个机器人已经添加给市水务局。如需改换单位，请先移除。"
    )
    assert len(await all_robots(talk.database)) == 1


async def test_an_address_in_the_environment_is_kept_by_its_name(talk: Talk, trial: Trial) -> None:
    card = await add(talk, "市水务局 env:ROBOT_WATER")
    assert "取自环境变量" in card.text
    [(robot, _)] = await all_robots(talk.database)
    assert robot.address == "env:ROBOT_WATER"
    assert robot.vendor is webhook_of(WECOM).vendor


async def test_without_a_key_it_says_what_to_do(talk: Talk) -> None:
    await settle(talk.database)
    assert (await add(talk)).text == (
        "还不能添加机器人：请管理员先在 .env 中设置 DUBAN_SECRET_KEY、DUBAN_PUBLIC_URL、"
        "DUBAN_WEB_PORT，重启后再试。"
    )
    assert await all_robots(talk.database) == []


async def test_by_buttons_an_address_is_asked_for_and_taken_from_the_reply(
    talk: Talk, trial: Trial
) -> None:
    [empty] = await talk.say("/robot", user=LI_QIANG)
    assert "还没有群机器人" in empty.text
    [asked] = await talk.press(empty, "添加机器人", user=LI_QIANG)
    assert "请回复本条" in asked.text
    [card] = await talk.reply_to(asked, f"市水务局 {DINGTALK} {SECRET}", user=LI_QIANG)
    assert card.text.startswith("市水务局 · 钉钉机器人")
    assert deleted(talk) == [talk._message]


async def test_an_address_that_comes_too_late_is_not_taken_and_does_not_stay(
    talk: Talk, trial: Trial
) -> None:
    [listed] = await talk.say("/robot", user=LI_QIANG)
    [question] = await talk.press(listed, "添加机器人", user=LI_QIANG)
    later(talk, hours=25)
    [late] = await talk.reply_to(question, f"市商务局 {DINGTALK}", user=LI_QIANG)
    assert late.text == "这个问题已过时限，没有保存。请重新发送命令。"
    assert len(deleted(talk)) == 1
    assert await all_robots(talk.database) == []


async def test_a_department_that_several_places_have_is_chosen_by_button_first(
    talk: Talk, trial: Trial
) -> None:
    [which] = await talk.say(f"/robot add 市商务局 {DINGTALK}", user=LI_QIANG)
    assert await all_robots(talk.database) == []
    assert deleted(talk) == [talk._message]
    [asked] = await talk.press(which, "惠州 市商务局", user=LI_QIANG)
    assert "请回复本条，发来市商务局群机器人的 Webhook 地址" in asked.text
    [card] = await talk.reply_to(asked, f"{DINGTALK}\n{SECRET}", user=LI_QIANG)
    [(robot, _)] = await all_robots(talk.database)
    assert robot.secret is not None
    assert card.text.startswith("市商务局 · 钉钉机器人")


async def test_a_test_message_is_sent_and_brings_a_silenced_robot_back(
    talk: Talk, trial: Trial
) -> None:
    card = await add(talk)
    [(_, chat)] = await all_robots(talk.database)
    [tested] = await talk.press(card, "测试", user=LI_QIANG)
    assert trial.said[0][0] == chat.telegram_id
    assert "市水务局" in trial.said[0][1]
    assert "测试消息已送达" in tested.text
    async with talk.database.begin() as session:
        row = await session.get_one(Chat, chat.id)
        row.state, row.frozen_reason = ChatState.FROZEN, "robot_sign"
        session.add(row)
    [listed] = await talk.say("/robot", user=LI_QIANG)
    assert "（暂停：加签密钥不对）" in listed.text
    trial.why = "robot_sign"
    await talk.press(card, "测试", user=LI_QIANG)
    assert talk.alerts()[-1] == "测试消息没有送达：加签密钥不对。请改好后再测试一次。"
    trial.why = None
    [back] = await talk.say("/robot 测试 1", user=LI_QIANG)
    assert "提醒已恢复" in back.text


async def test_removing_asks_first_and_ends_what_is_owed(talk: Talk, trial: Trial) -> None:
    card = await add(talk)
    [(_, chat)] = await all_robots(talk.database)
    async with talk.database.begin() as session:
        session.add(
            Notice(
                key="owed",
                chat_id=chat.id,
                kind=NoticeKind.DIGEST,
                day=talk.now.date(),
                since=talk.now.date(),
                due_at=talk.now,
            )
        )
    [sure] = await talk.press(card, "移除", user=LI_QIANG)
    assert "确定移除吗" in sure.text
    [kept] = await talk.press(sure, "不移除", user=LI_QIANG)
    assert kept.labels == card.labels
    [gone] = await talk.press(sure, "确定移除", user=LI_QIANG)
    assert gone.text == "已移除市水务局的钉钉机器人，地址和密钥已删除。"
    assert await all_robots(talk.database) == []
    async with talk.database.begin() as session:
        notice = (await session.exec(select(Notice))).one()
        row = await session.get_one(Chat, chat.id)
    assert notice.state is NoticeState.CANCELLED
    assert (row.department_id, row.state) == (None, ChatState.FROZEN)
    assert (await talk.say("/robot remove 1", user=LI_QIANG))[0].text.startswith("没有 1 号机器人")


async def test_many_robots_are_listed_by_pages(talk: Talk, trial: Trial) -> None:
    for number in range(12):
        await add(talk, f"市水务局 {DINGTALK}{number:02}")
    [page] = await talk.say("/robot", user=LI_QIANG)
    assert len(re.findall("钉钉机器人", page.text)) == 10
    [second] = await talk.press(page, "1/2 下一页", user=LI_QIANG)
    assert len(re.findall("钉钉机器人", second.text)) == 2


async def test_in_the_coordinators_group_it_is_the_same(talk: Talk, trial: Trial) -> None:
    await talk.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
    answers = await talk.say(f"/robot add 市水务局 {DINGTALK}", user=LI_QIANG, room=OFFICE_ROOM)
    assert answers[-1].text.startswith("市水务局 · 钉钉机器人")
    assert deleted(talk) == [talk._message]
