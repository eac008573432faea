"""/status, as a coordinator reads it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from store import marks
from store.backups import BACKED_UP
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Chat, ChatState
from tests.conversation.conftest import LI_QIANG, Talk
from tests.conversation.town import WATER_ROOM, bind_room, settle

TODAY = date(2017, 11, 28)


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    async with talk.database.begin() as session:
        await marks.put(session, BACKED_UP, TODAY - timedelta(days=1))
        await marks.put(session, marks.PLANNED, TODAY)
    return talk


async def owe(town: Talk, key: str, state: NoticeState, *, minutes: int) -> None:
    async with town.database.begin() as session:
        session.add(
            Notice(
                key=key,
                chat_id=1,
                kind=NoticeKind.DIGEST,
                day=TODAY,
                since=TODAY,
                due_at=town.now - timedelta(minutes=minutes),
                state=state,
            )
        )


async def test_when_all_is_well_the_first_line_says_so(town: Talk) -> None:
    (said,) = await town.say("状态", user=LI_QIANG)
    assert said.text.splitlines()[0] == "系统状态 · 运行正常"
    assert "计划 2 个 · 任务 5 项 · 群 1 个" in said.text
    assert "到时待发 0 条 · 提醒已排到11月28日(周二)" in said.text
    assert "最近备份 11月27日(周一)" in said.text
    assert said.labels == ["刷新", "查看全部群"]


async def test_what_should_be_seen_to_is_counted_and_listed_first(town: Talk) -> None:
    await bind_room(town.database, WATER_ROOM, "市水务局")
    async with town.database.begin() as session:
        water = await session.get(Chat, 2)
        assert water is not None
        water.state = ChatState.FROZEN
        await marks.put(session, BACKED_UP, TODAY - timedelta(days=8))
    await owe(town, "late", NoticeState.PENDING, minutes=25)
    await owe(town, "lost", NoticeState.FAILED, minutes=60)
    await owe(town, "old", NoticeState.FAILED, minutes=60 * 24 * 8)
    (said,) = await town.say("/status", user=LI_QIANG)
    assert said.text.splitlines()[:5] == [
        "系统状态 · 有 4 处请注意",
        "1. 有 1 条消息到时未发出，最早的已等 25 分钟，请管理员查看日志",
        "2. 近7天有 1 条消息未能送达，请查看 /chats",
        "3. 有 1 个群无法发送，请查看 /chats",
        "4. 最近一次备份是11月20日(周一)，请管理员执行 duban backup",
    ]


async def test_the_button_looks_once_more_at_the_same_card(town: Talk) -> None:
    (said,) = await town.say("/status", user=LI_QIANG)
    await owe(town, "late", NoticeState.PENDING, minutes=25)
    (again,) = await town.press(said, "刷新", user=LI_QIANG)
    assert again.method == "editMessageText"
    assert "有 1 处请注意" in again.text
