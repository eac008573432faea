"""/event, /events, /rehearse and /calendar, as they are talked about."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlmodel import select

from store import events
from store.database import Database
from store.tables.events import Event, EventDraft
from store.tables.notices import Notice, NoticeItem, NoticeKind, NoticeState, SubjectKind
from store.tables.people import Access
from store.tables.records import Audit
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, WANG_MIN, Sent, Talk, later
from tests.conversation.town import OFFICE_ROOM, WATER_ROOM, appoint, bind_room, chat_rows, settle

LINE = "/event 质量月启动仪式 2018-09-01 09:30 市政府会议室 惠州市商务局、市水务局"


@pytest.fixture
async def town(talk: Talk) -> Talk:
    await settle(talk.database)
    await appoint(talk.database, WANG_MIN, Access.CONTACT, "市商务局")
    await bind_room(talk.database, WATER_ROOM, "市水务局")
    return talk


async def only_event(database: Database) -> Event:
    async with database.begin() as session:
        return (await session.exec(select(Event))).one()


async def test_one_line_is_shown_as_it_was_understood_before_it_is_stored(town: Talk) -> None:
    (card,) = await town.say(LINE, user=LI_QIANG)
    assert card.text == (
        "请确认活动\n"
        "质量月启动仪式\n"
        "时间  2018年9月1日(周六) 09:30，休息日\n"
        "地点  市政府会议室\n"
        "单位  市商务局、市水务局\n"
        "提醒  2018年8月2日、2018年8月24日、2018年8月31日\n"
        "按「确认」后开始提醒。"
    )
    assert card.labels == [
        "确认", "改为每年", "改名称", "改时间", "改地点", "改单位", "取消",
    ]  # fmt: skip
    async with town.database.begin() as session:
        assert (await session.exec(select(Event))).all() == []
    (stored,) = await town.press(card, "确认", user=LI_QIANG)
    assert stored.text.startswith("已登记活动：质量月启动仪式，2018年9月1日(周六) 09:30")
    event = await only_event(town.database)
    assert (event.name, event.day, event.at, event.venue, event.yearly_on) == (
        "质量月启动仪式", date(2018, 9, 1), time(9, 30), "市政府会议室", None,
    )  # fmt: skip
    async with town.database.begin() as session:
        called = await events.departments_of(session, event.id)
        assert [one.name for one in called] == ["市商务局", "市水务局"]
        assert (await session.exec(select(EventDraft))).all() == []
        assert (await session.exec(select(Audit.action))).all()[-1] == "event"


async def test_a_name_that_several_places_have_is_asked_about(town: Talk) -> None:
    (asked,) = await town.say("/event 座谈会 明天下午3点 会议室 市商务局", user=LI_QIANG)
    assert asked.text == "「市商务局」可能是以下单位，请选择："
    (card,) = await town.press(asked, "惠州 市商务局", user=LI_QIANG)
    assert "座谈会\n时间  11月29日(周三) 15:00\n地点  会议室\n单位  市商务局\n" in card.text


async def test_a_yearly_event_says_so_and_everyone_is_meant_where_nobody_is_named(
    town: Talk,
) -> None:
    (card,) = await town.say("/event 世界标准日 10月14日 每年", user=LI_QIANG)
    assert "，每年\n地点  未定\n单位  全部单位" in card.text
    (card,) = await town.press(card, "改为仅此一次", user=LI_QIANG)
    assert "每年" not in card.text.split("按「确认」")[0]
    (card,) = await town.press(card, "改为每年", user=LI_QIANG)
    await town.press(card, "确认", user=LI_QIANG)
    assert (await only_event(town.database)).yearly_on == "10-14"


async def test_what_is_missing_is_asked_for_one_part_after_the_other(town: Talk) -> None:
    (asked,) = await town.say("/event", user=LI_QIANG)
    for answer, question in [
        ("质量月启动仪式", "写日期和时间"),
        ("过几天", "没有看懂。请回复本条，写日期和时间"),
        ("下周五上午9点半", "写地点"),
        ("无", "写参加单位"),
        (
            "市水务局、惠州市商务局",
            "请确认活动\n质量月启动仪式\n时间  12月8日(周五) 09:30\n地点  未定",
        ),
    ]:
        assert asked.parameters.get("reply_markup"), asked.text
        (asked,) = await town.reply_to(asked, answer, user=LI_QIANG)
        assert question in asked.text
    await town.press(asked, "确认", user=LI_QIANG)
    assert (await only_event(town.database)).day == date(2017, 12, 8)


async def test_a_draft_outlives_a_restart_but_not_a_day(town: Talk) -> None:
    (card,) = await town.say("/event 座谈会 明天下午3点", user=LI_QIANG)
    later(town, days=2)
    await town.press(card, "确认", user=LI_QIANG)
    assert town.alerts() == ["这个按钮已经失效。请重新发送命令。"]


@pytest.mark.parametrize("words", ["座谈会 2017-01-05 9:00", "座谈会 去年"])
async def test_a_day_that_is_over_is_no_day_for_an_event(town: Talk, words: str) -> None:
    (told,) = await town.say(f"/event {words}", user=LI_QIANG)
    assert "没有看懂日期" in told.text or "写日期和时间" in told.text


async def test_a_cancelled_draft_leaves_nothing(town: Talk) -> None:
    (card,) = await town.say("/event 座谈会 明天下午3点", user=LI_QIANG)
    (closed,) = await town.press(card, "取消", user=LI_QIANG)
    assert closed.text == "已取消，没有登记。"
    async with town.database.begin() as session:
        assert (await session.exec(select(Event))).all() == []


async def announced(town: Talk) -> Event:
    """An event of next Friday that the rooms of 市商务局 and 市水务局 have been told of."""
    (card,) = await town.say(
        "/event 座谈会 12月8日 9:30 会议室 惠州市商务局、市水务局", user=LI_QIANG
    )
    await town.press(card, "确认", user=LI_QIANG)
    event = await only_event(town.database)
    chats = [(await chat_rows(town.database, room))[0] for room in (COMMERCE_ROOM, WATER_ROOM)]
    async with town.database.begin() as session:
        for chat in chats:
            notice = Notice(
                key=f"2017-12-01:digest:{chat.id}",
                chat_id=chat.id,
                kind=NoticeKind.DIGEST,
                day=date(2017, 12, 1),
                since=date(2017, 12, 1),
                due_at=town.now,
                state=NoticeState.SENT,
            )
            session.add(notice)
            await session.flush()
            session.add(
                NoticeItem(
                    notice_id=notice.id,
                    chat_id=chat.id,
                    occurrence=f"event:{event.id}:2017-12-08:7",
                    subject=SubjectKind.EVENT,
                    subject_id=event.id,
                    due=date(2017, 12, 8),
                    rung=7,
                )
            )
    return event


async def corrections(database: Database) -> list[tuple[int, bool, bool]]:
    """Of each correction: its chat, whether it is called off, whether the chat is still called."""
    async with database.begin() as session:
        query = select(Notice).where(Notice.kind == NoticeKind.CORRECTION).order_by(Notice.chat_id)
        return [
            (
                one.chat_id,
                (one.details or {})["now"] is None,
                (one.details or {}).get("invited", True),
            )
            for one in await session.exec(query)
        ]


async def test_who_was_told_is_told_that_it_is_called_off(town: Talk) -> None:
    await announced(town)
    (listed,) = await town.say("/events", user=LI_QIANG)
    assert listed.text == "近期活动 · 1 个\n1  12月8日(周五) 09:30 座谈会，会议室"
    (one,) = await town.press(listed, "1", user=LI_QIANG)
    (sure,) = await town.press(one, "取消活动", user=LI_QIANG)
    assert "确定取消这个活动吗？" in sure.text
    (closed,) = await town.press(sure, "确定取消活动", user=LI_QIANG)
    assert closed.text.startswith("已取消活动：座谈会。")
    assert await corrections(town.database) == [(1, True, True), (2, True, True)]


async def test_who_was_told_is_told_what_is_changed_and_who_is_no_longer_called(
    town: Talk,
) -> None:
    await announced(town)
    (listed,) = await town.say("/events", user=LI_QIANG)
    (one,) = await town.press(listed, "1", user=LI_QIANG)
    (card,) = await town.press(one, "修改", user=LI_QIANG)
    assert card.text.startswith("请确认修改\n座谈会\n时间  12月8日(周五) 09:30")
    (asked,) = await town.press(card, "改时间", user=LI_QIANG)
    (card,) = await town.reply_to(asked, "12月7日下午2点", user=LI_QIANG)
    (asked,) = await town.press(card, "改单位", user=LI_QIANG)
    (card,) = await town.reply_to(asked, "市水务局", user=LI_QIANG)
    (stored,) = await town.press(card, "确认", user=LI_QIANG)
    assert "将通知此前收到提醒的 2 个群。" in stored.text
    assert await corrections(town.database) == [(1, False, False), (2, False, True)]
    assert (await only_event(town.database)).at == time(14, 0)


async def test_departments_see_the_events_that_call_them_and_cannot_change_them(
    town: Talk,
) -> None:
    (card,) = await town.say("/event 座谈会 明天 会议室 市水务局", user=LI_QIANG)
    await town.press(card, "确认", user=LI_QIANG)
    (listed,) = await town.say("/events", room=COMMERCE_ROOM)
    assert listed.text == "市商务局 · 近期活动\n近期没有登记的活动。"
    (listed,) = await town.say("/events", room=WATER_ROOM)
    assert "1  11月29日(周三) 座谈会，会议室" in listed.text
    assert listed.buttons == []
    await town.press(listed, "", data="ev:1:sure")
    assert town.alerts()


async def test_a_rehearsal_lists_who_is_told_and_shows_each_message(town: Talk) -> None:
    (card,) = await town.say("/rehearse 12月1日", user=LI_QIANG)
    assert card.text == (
        "演练 · 12月1日(周五)\n"
        "预计发出 2 条，按编号查看原文：\n"
        "1  市商务局 · 市商务局质量工作群 · 请签收\n"
        "2  市水务局 · 市水务局工作群 · 请签收"
    )
    (one,) = await town.press(card, "1", user=LI_QIANG)
    assert one.text.startswith(
        "演练 1/2：发往「市商务局质量工作群」，12月1日 09:00，请签收\n\n"
        "市商务局 · 质量工作提醒  12月1日(周五)\n交办〔2017〕　号\n\n🟡 还有30天（12月31日到期）\n"
    )
    (two,) = await town.press(one, "下一条", user=LI_QIANG)
    assert two.text.startswith("演练 2/2：发往「市水务局工作群」")
    (card,) = await town.press(two, "返回列表", user=LI_QIANG)
    assert card.text.startswith("演练 · 12月1日(周五)")
    async with town.database.begin() as session:
        assert (await session.exec(select(Notice))).all() == []


async def test_a_day_off_is_rehearsed_on_the_working_day_before_it(town: Talk) -> None:
    (card,) = await town.say("/rehearse 12月31日", user=LI_QIANG)
    assert "休息日，不发送提醒；应在这天的提醒提前到12月29日(周五)。" in card.text
    (card,) = await town.press(card, "看 12月29日", user=LI_QIANG)
    assert "预计发出 2 条" in card.text


async def test_a_rehearsal_without_a_day_is_of_the_next_working_day(town: Talk) -> None:
    (card,) = await town.say("/rehearse", user=LI_QIANG)
    assert card.text == "演练 · 11月28日(周二)\n这一天没有要发的提醒。"
    (told,) = await town.say("/rehearse 某天", user=LI_QIANG)
    assert "没有看懂日期「某天」" in told.text


async def test_a_month_shows_what_is_due_and_which_days_are_off(town: Talk) -> None:
    (card,) = await town.say("/calendar 12月", room=COMMERCE_ROOM)
    assert card.text.startswith("市商务局 · 2017年12月\n任务到期 1 · 纪念日 0 · 活动 0\n")
    assert "31*" in card.text
    assert "12月31日(周日)  任务 1 项" in card.text
    assert card.labels == ["‹ 11月", "全年", "1月 ›"]
    (year,) = await town.press(card, "全年")
    assert "12月  任务 1 项" in year.text
    assert "1月  —" in year.text
    (month,) = await town.press(year, "10月")
    assert "放假  2日至6日" in month.text


async def test_coordinators_see_all_deadlines_and_events_in_the_calendar(town: Talk) -> None:
    (card,) = await town.say("/event 座谈会 12月8日 9:30", user=LI_QIANG)
    await town.press(card, "确认", user=LI_QIANG)
    (card,) = await town.say("/calendar 2017-12", user=LI_QIANG)
    assert "任务到期 5 · 纪念日 0 · 活动 1" in card.text
    assert "12月8日(周五)  座谈会 09:30" in card.text


@pytest.mark.parametrize(
    "data", ["cal:99", "cal:2017-13:1", "rh:never:1", "draft:7:ok", "ev:7:off"]
)
async def test_buttons_of_nothing_say_so(town: Talk, data: str) -> None:
    card = Sent("sendMessage", LI_QIANG.id, "")
    await town.press(card, "", user=LI_QIANG, data=data)
    assert town.alerts() == ["这个按钮已经失效。请重新发送命令。"]


async def test_in_a_group_a_question_names_whom_it_asks(town: Talk) -> None:
    await town.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
    (asked,) = await town.say("/event 座谈会", user=LI_QIANG, room=OFFICE_ROOM)
    assert asked.text.startswith("李强：\n请回复本条，写日期和时间")
