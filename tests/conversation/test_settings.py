"""/settings, private subscriptions and 三天后再提醒, as they are talked about."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import select

from store import preferences, subscriptions
from store.database import Database
from store.preferences import Group, Preference
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Access, Chat
from store.tables.records import Audit
from store.tables.wishes import Subscription
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, WANG_MIN, Sent, Talk, later
from tests.conversation.town import NOBODY, STRANGE_ROOM, appoint, chat_rows, settle


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    await appoint(talk.database, WANG_MIN, Access.CONTACT, "市商务局")
    return talk


async def wishes(database: Database) -> Preference:
    (room,) = await chat_rows(database, COMMERCE_ROOM)
    async with database.begin() as session:
        return await preferences.of_chat(session, room.id)


async def actions(database: Database) -> list[str]:
    async with database.begin() as session:
        return [row.action for row in await session.exec(select(Audit).order_by(Audit.id))]


async def choose(town: Talk, *labels: str) -> Sent:
    """Open the card and press buttons one after the other; return the last card."""
    (card,) = await town.say("/settings", room=COMMERCE_ROOM)
    for label in labels:
        (card,) = await town.press(card, label)
    return card


async def test_the_card_says_what_is_in_force(town: Talk) -> None:
    card = await choose(town)
    assert card.text == (
        "提醒设置 · 市商务局质量工作群\n"
        "每日提醒  开，09:00\n"
        "任务期限  提前90、30、14、7、3、1天、当天\n"
        "纪念日  提前45、30、14、7、1天、当天、开始后第15、30天\n"
        "活动  提前30、7、1天、当天\n"
        "催办和通知不受影响。"
    )
    assert card.labels == [
        "关闭每日提醒", "时间", "任务期限", "纪念日", "活动", "某项任务暂不提醒", "暂停提醒",
        "完成", "取消",
    ]  # fmt: skip


async def test_nothing_is_changed_before_done_and_each_change_is_on_record(town: Talk) -> None:
    card = await choose(town, "时间", "☐ 10:30", "返回", "任务期限", "☑ 提前90天", "☑ 提前1天")
    assert card.method == "editMessageText"
    assert "尚未保存，按「完成」生效。" in card.text
    assert await wishes(town.database) == Preference()
    (saved,) = await town.press(card, "完成")
    assert "已保存。\n每日提醒  开，10:30\n任务期限  提前30、14、7、3天、当天" in saved.text
    assert saved.buttons == []
    assert await wishes(town.database) == Preference(
        remind_at=time(10, 30), without={Group.DEADLINE: frozenset({90, 1})}
    )
    assert (await actions(town.database)).count("settings") == 2


async def test_cancel_leaves_everything_as_it_was(town: Talk) -> None:
    card = await choose(town, "关闭每日提醒")
    assert "每日提醒  关" in card.text
    (closed,) = await town.press(card, "取消")
    assert "没有改动。\n每日提醒  开，09:00" in closed.text
    assert await wishes(town.database) == Preference()


async def test_a_task_is_muted_and_the_chat_paused_until_a_day(town: Talk) -> None:
    card = await choose(
        town, "某项任务暂不提醒", "1 商务局牵头的事", "14天", "返回", "暂停提醒", "7天"
    )
    assert "暂不提醒  1 商务局牵头的事（至12月12日）" in card.text
    assert "暂停  12月5日(周二)恢复，期间的提醒届时合为一条补发" in card.text
    await town.press(card, "完成")
    found = await wishes(town.database)
    assert found.paused_until == date(2017, 12, 5)
    assert found.muted == {"huizhou-2017#1": date(2017, 12, 12)}
    later(town, days=14)
    (card,) = await town.say("/settings", room=COMMERCE_ROOM)
    assert "暂" not in card.text  # both are over


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("时间 8:45", "每日提醒  开，08:45"),
        ("时间 下午2点", "每日提醒  开，14:00"),
        ("暂停 12月20日", "暂停  12月20日(周三)恢复"),
        ("静音 1 12月15日", "暂不提醒  1 商务局牵头的事（至12月15日）"),
    ],
)
async def test_words_choose_beforehand(town: Talk, words: str, shown: str) -> None:
    (card,) = await town.say(f"/settings {words}", room=COMMERCE_ROOM)
    assert shown in card.text
    assert await wishes(town.database) == Preference()
    await town.press(card, "完成")
    assert await wishes(town.database) != Preference()


@pytest.mark.parametrize("words", ["时间 23:00", "暂停 昨天", "静音 77 12月15日", "别的"])
async def test_words_that_cannot_be_are_answered_with_the_usage(town: Talk, words: str) -> None:
    (told,) = await town.say(f"/settings {words}", room=COMMERCE_ROOM)
    assert "用法：/settings" in told.text


async def test_strangers_and_other_chats_may_not(town: Talk) -> None:
    (told,) = await town.say("/settings", room=COMMERCE_ROOM, user=NOBODY)
    assert "需要本单位联络员或协调员" in told.text
    (told,) = await town.say("/settings", room=STRANGE_ROOM, user=LI_QIANG)
    assert told.text == "本群还没有绑定部门，没有可设置的提醒。"
    (told,) = await town.say("/settings")
    assert "您还没有订阅提醒" in told.text


async def test_a_card_works_in_its_own_chat_only_and_for_what_it_offers(town: Talk) -> None:
    card = await choose(town)
    _, number, _ = card.data("关闭每日提醒").split(":")
    elsewhere = Sent("sendMessage", LI_QIANG.id, "")
    await town.press(elsewhere, "", user=LI_QIANG, data=f"set:{number}:digest")
    for data in (
        "set:999:home",
        f"set:{number}:rung:deadline:5",
        f"set:{number}:fly",
        f"set:{number}:stop:{10**12}",
        "set:x",
    ):
        await town.press(card, "", data=data)
    assert town.alerts() == ["这个按钮已经失效。请重新发送命令。"] * 6


async def test_what_waits_for_the_chat_moves_with_its_time_and_its_pause(town: Talk) -> None:
    (room,) = await chat_rows(town.database, COMMERCE_ROOM)
    async with town.database.begin() as session:
        session.add(waiting_digest(room))
    card = await choose(town, "暂停提醒", "3天")
    await town.press(card, "完成")
    assert await due_of_waiting(town.database) == datetime(2017, 12, 1, 1, tzinfo=UTC)
    card = await choose(town, "暂停提醒", "立即恢复")
    await town.press(card, "完成")
    assert await due_of_waiting(town.database) == datetime(2017, 11, 28, 1, tzinfo=UTC)


def waiting_digest(room: Chat) -> Notice:
    day = date(2017, 11, 28)
    return Notice(
        key=f"{day}:digest:{room.id}",
        chat_id=room.id,
        kind=NoticeKind.DIGEST,
        day=day,
        since=day,
        due_at=datetime(2017, 11, 28, 1, tzinfo=UTC),
    )


async def due_of_waiting(database: Database) -> datetime:
    async with database.begin() as session:
        return (await session.exec(select(Notice))).one().due_at


async def test_a_contact_subscribes_to_a_department_and_ends_it(town: Talk) -> None:
    (told,) = await town.say("/subscribe 惠州市水务局")
    assert told.text.startswith("已订阅市水务局的提醒。")
    (told,) = await town.say("/subscribe 惠州市水务局")
    assert told.text.startswith("此前已订阅市水务局的提醒。")
    (listed,) = await town.say("/subscriptions")
    assert listed.text == "您的订阅\n1  市水务局 · 全部任务和纪念日"
    (card,) = await town.say("/settings")
    assert card.text.startswith("提醒设置 · 王敏")
    (left,) = await town.press(listed, "取消 1 市水务局")
    assert "还没有订阅" in left.text
    assert [a for a in await actions(town.database) if "subscribe" in a] == [
        "subscribe",
        "unsubscribe",
    ]


async def test_a_number_that_several_plans_have_is_asked_about(town: Talk) -> None:
    (asked,) = await town.say("/subscribe 1")
    assert asked.text == "有几个计划都有这个编号，请选择："
    (told,) = await town.press(asked, "1 商务局牵头的事")
    assert told.text.startswith("已关注任务 1 商务局牵头的事。")
    (listed,) = await town.say("/subscriptions")
    assert listed.text == "您的订阅\n1  任务 1 商务局牵头的事"


async def test_a_task_that_is_none_cannot_be_followed(town: Talk) -> None:
    (told,) = await town.say("/subscribe 99")
    assert told.text.startswith("没有第 99 项任务。")


async def test_asked_for_in_the_group_it_is_told_in_private(town: Talk) -> None:
    private, here = await town.say("/subscribe 惠州市商务局", room=COMMERCE_ROOM)
    assert (private.chat, here.chat) == (WANG_MIN.id, COMMERCE_ROOM.id)
    assert here.text == "已订阅，详情见私聊"


async def test_who_never_opened_the_private_chat_is_told_to_first(town: Talk) -> None:
    town.wire.refusals["sendMessage"] = (403, "Forbidden: bot can't initiate conversation")
    await town.say("/subscribe 惠州市商务局", room=COMMERCE_ROOM)
    del town.wire.refusals["sendMessage"]
    async with town.database.begin() as session:
        assert (await session.exec(select(Subscription))).all() == []


async def test_one_cannot_end_the_subscription_of_another(town: Talk) -> None:
    await town.say("/subscribe 惠州市商务局")
    await town.press(Sent("sendMessage", NOBODY.id, ""), "", user=NOBODY, data="sub:1")
    async with town.database.begin() as session:
        chat = await subscriptions.private_chat(session, telegram_id=WANG_MIN.id)
        assert chat is not None
        assert len(await subscriptions.of_chat(session, chat.id)) == 1


@pytest.fixture
async def digest(town: Talk) -> Sent:
    """A digest that has been sent to the room of 市商务局."""
    (room,) = await chat_rows(town.database, COMMERCE_ROOM)
    async with town.database.begin() as session:
        notice = waiting_digest(room)
        notice.state, notice.wants_receipt, notice.text = NoticeState.SENT, True, "提醒"
        notice.buttons = [[["签收", "s:1"], ["三天后再提醒", "z:1"]]]
        session.add(notice)
    buttons = [[{"text": "三天后再提醒", "callback_data": "z:1"}]]
    return Sent("sendMessage", COMMERCE_ROOM.id, "提醒", buttons)


async def snoozed(database: Database) -> list[tuple[date, bool, int | None]]:
    async with database.begin() as session:
        query = select(Notice).where(Notice.kind == NoticeKind.SNOOZE)
        found = (await session.exec(query)).all()
        return [(one.day, one.wants_receipt, one.about_id) for one in found]


async def test_a_digest_comes_again_on_the_day_that_is_chosen(town: Talk, digest: Sent) -> None:
    (shown,) = await town.press(digest, "三天后再提醒")
    assert town.alerts() == ["将于12月1日(周五)再提醒一次"]
    assert shown.labels == ["签收", "改为明天", "改为三天后", "改为下周一", "取消12月1日的再提醒"]
    assert await snoozed(town.database) == [(date(2017, 12, 1), True, 1)]
    (shown,) = await town.press(shown, "改为下周一")
    assert await snoozed(town.database) == [(date(2017, 12, 4), True, 1)]
    (shown,) = await town.press(shown, "取消12月4日的再提醒")
    assert shown.labels == ["签收", "三天后再提醒"]
    assert await snoozed(town.database) == []
    assert (await actions(town.database)).count("snooze") == 3


async def test_what_falls_on_a_day_off_comes_on_the_working_day_after_it(
    town: Talk, digest: Sent
) -> None:
    later(town, days=2)  # Thursday; three days later is Sunday
    await town.press(digest, "三天后再提醒")
    assert [day for day, _, _ in await snoozed(town.database)] == [date(2017, 12, 4)]


async def test_strangers_do_not_snooze(town: Talk, digest: Sent) -> None:
    await town.press(digest, "三天后再提醒", user=NOBODY)
    assert "需要本单位联络员或协调员" in town.alerts()[-1]
    assert await snoozed(town.database) == []


async def test_coordinators_see_in_chats_who_is_reminded_otherwise(town: Talk) -> None:
    card = await choose(town, "时间", "☐ 10:30", "返回", "任务期限", "☑ 提前90天")
    await town.press(card, "完成")
    (listed,) = await town.say("/chats", user=LI_QIANG)
    assert "市商务局 · 市商务局质量工作群 · 10:30提醒 · 次数已调整" in listed.text
    card = await choose(town, "暂停提醒", "7天")
    await town.press(card, "完成")
    (listed,) = await town.say("/chats", user=LI_QIANG)
    assert "市商务局质量工作群 · 暂停至12月5日" in listed.text


async def test_who_asks_to_be_forgotten_is_told_nothing_more(town: Talk) -> None:
    await town.say("/subscribe 惠州市商务局")
    (asked,) = await town.say("/forgetme")
    await town.press(asked, "确认删除")
    async with town.database.begin() as session:
        assert (await session.exec(select(Subscription))).all() == []


async def test_a_task_is_followed_by_the_button_below_it(town: Talk) -> None:
    (shown,) = await town.say("/task 1", room=COMMERCE_ROOM)
    private, *_ = await town.press(shown, "到期提醒我")
    assert private.chat == WANG_MIN.id
    assert private.text.startswith("已关注任务 1 商务局牵头的事。")
    await town.press(shown, "到期提醒我", user=NOBODY)
    assert "需要本单位联络员或协调员" in town.alerts()[-1]
