"""Broadcasts on the road of reminders: the same outbox, states and limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from config.urgency import Urgency
from plans.model import Role
from scheduler.limiter import Limiter
from scheduler.senders import ChatGone, NotSent, OutcomeUnknown
from scheduler.status_cards import StatusCards
from scheduler.tick import Ticker
from store import audiences, broadcast_changes, broadcasts, contacts, receipts
from store.audiences import Choice, Whom
from store.broadcasts import Desk, Order
from store.contents import Content, File, FileKind
from store.database import Database
from store.tables.broadcasts import Broadcast
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Chat, ChatState, Contact
from tests.integration.scheduler.factories import LONG_AGO, RULES, Town, at, found_town
from tests.integration.scheduler.stage import HURRIED, Hands, Outbox, road
from texts.catalogue import Texts

DAY = date(2017, 11, 28)
DESK = 77
"""the coordinator's private chat"""
TEXT = Content("请报送总结")


async def coordinator(session: AsyncSession) -> Contact:
    return await contacts.meet(session, telegram_id=DESK, name="李强", now=LONG_AGO)


async def order(session: AsyncSession, content: Content = TEXT, **values: object) -> Broadcast:
    wanted = Order(
        title="请报送总结",
        content=content,
        choice=Choice(Whom.ALL),
        urgency=Urgency.ROUTINE,
        wants_receipt=True,
        sign_by=at(DAY, 17),
        send_at=at(DAY),
    )
    desk = Desk(await coordinator(session), DESK, 0, "李强")
    return await broadcasts.order(session, replace(wanted, **values), desk, now=at(DAY))


async def settle(database: Database, *names: str) -> list[Chat]:
    async with database.begin() as session:
        town = await found_town(session)
        rooms = [await town.group(name) for name in names]
        await order(session)
    return rooms


async def notices(database: Database, kind: NoticeKind = NoticeKind.BROADCAST) -> list[Notice]:
    async with database.begin() as session:
        query = select(Notice).where(Notice.kind == kind).order_by(Notice.id)
        return list((await session.exec(query)).all())


def cards(database: Database, sender: Outbox, clock: Hands) -> StatusCards:
    limiter = Limiter(seconds=lambda: clock.now.timestamp(), limits=HURRIED)
    return StatusCards(database, sender, RULES, Texts(), limiter, clock)


def card_of(sender: Outbox) -> str:
    shown = [one for one, _ in sender.edited if one.chat == DESK]
    return (shown or [one for one in sender.sent if one.chat == DESK])[-1].text


async def changed(database: Database, ticker: Ticker, clock: Hands, change: str) -> None:
    """Let the coordinator take back or correct the broadcast, and the road carry it out."""
    async with database.begin() as session:
        row, actor = await broadcasts.get(session, 1), await coordinator(session)
        if change == "withdraw":
            await broadcast_changes.withdraw(session, row, actor=actor, now=clock.now)
        else:
            await broadcast_changes.amend(session, row, change, actor=actor, now=clock.now)
    await ticker.tick()


async def test_beginning_twice_owes_nobody_a_second_message(database: Database) -> None:
    rooms = await settle(database, "市商务局", "市水务局")
    sender, clock = Outbox(), Hands(at(DAY))
    ticker = road(database, sender, clock)
    for _ in range(3):
        await ticker.tick()
    to_rooms = [one.chat for one in sender.sent if one.chat != DESK]
    assert sorted(to_rooms) == sorted(room.telegram_id for room in rooms)
    assert next(one.text for one in sender.sent if one.chat != DESK) == (
        "请报送总结\n\n请联络员于11月28日(周二) 17:00前签收。"
    )


async def test_a_chat_that_is_gone_is_on_the_card_with_its_reason_and_gets_it_later(
    database: Database,
) -> None:
    gone, other = await settle(database, "市体育局", "市商务局")
    sender = Outbox(faults={gone.telegram_id: [ChatGone("bot was kicked")]})
    clock = Hands(at(DAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    await cards(database, sender, clock).run()
    assert "发往 2 个群 · 已送达 1 · 失败 1（市体育局：督办已被移出）" in card_of(sender)
    async with database.begin() as session:
        (await session.get_one(Chat, gone.id)).state = ChatState.ACTIVE
    await ticker.tick()
    assert {one.chat for one in sender.sent} == {DESK, gone.telegram_id, other.telegram_id}


async def test_an_unknown_outcome_is_on_the_card_and_sent_again_as_such(database: Database) -> None:
    (room,) = await settle(database, "市商务局")
    sender, clock = Outbox(faults={room.telegram_id: [OutcomeUnknown("?")]}), Hands(at(DAY))
    ticker, status = road(database, sender, clock), cards(database, sender, clock)
    await ticker.tick()
    await status.run()
    assert "结果未知 1" in card_of(sender)
    clock.move(minutes=10)
    await ticker.tick()
    await status.run()
    assert sender.sent[-1].text.startswith("<i>补发")
    assert "已送达 1\n" in card_of(sender)


async def test_a_card_is_drawn_again_only_where_it_changed_and_not_too_often(
    database: Database,
) -> None:
    (room,) = await settle(database, "市商务局")
    sender, clock = Outbox(), Hands(at(DAY))
    ticker, status = road(database, sender, clock), cards(database, sender, clock)
    await ticker.tick()
    await status.run()
    drawn = len(sender.edited)
    clock.move(seconds=10)
    await status.run()
    assert len(sender.edited) == drawn
    for number in range(3):
        async with database.begin() as session:
            person = await contacts.meet(
                session, telegram_id=900 + number, name="某", now=clock.now
            )
            (notice,) = (await session.exec(select(Notice).where(Notice.chat_id == room.id))).all()
            await receipts.sign(session, notice, contact_id=person.id, now=clock.now)
        await status.run()
        clock.move(seconds=1)
    assert len(sender.edited) <= drawn + 1
    clock.move(seconds=10)
    await status.run()
    assert "签收 1/1" in card_of(sender)


async def test_what_waits_when_it_is_taken_back_is_not_sent_any_more(database: Database) -> None:
    await settle(database, "市商务局")
    sender, clock = Outbox(), Hands(at(DAY, 20, 30))
    ticker = road(database, sender, clock)
    await ticker.tick()
    await changed(database, ticker, clock, "withdraw")
    clock.move(hours=14)
    await ticker.tick()
    assert [one.chat for one in sender.sent] == [DESK]
    assert [one.state for one in await notices(database)] == [NoticeState.CANCELLED]


async def test_a_correction_reaches_who_had_it_and_who_gets_it_later(database: Database) -> None:
    first, late = await settle(database, "市商务局", "市体育局")
    sender = Outbox(faults={late.telegram_id: [ChatGone("bot was kicked")]})
    clock = Hands(at(DAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    await changed(database, ticker, clock, "改为月底前报送")
    assert [one.chat for one, _ in sender.edited] == [first.telegram_id]
    async with database.begin() as session:
        (await session.get_one(Chat, late.id)).state = ChatState.ACTIVE
    await ticker.tick()
    await ticker.tick()
    assert "改为月底前报送" in sender.sent[-1].text
    assert [one.chat for one, _ in sender.edited] == [first.telegram_id]


async def test_what_cannot_be_changed_is_followed_by_word_of_it(database: Database) -> None:
    (room,) = await settle(database, "市商务局")
    sender, clock = Outbox(fixed={"edit", "delete"}), Hands(at(DAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    await changed(database, ticker, clock, "改为月底前报送")
    assert sender.sent[-1].chat == room.telegram_id
    assert "改为月底前报送" in sender.sent[-1].text
    await changed(database, ticker, clock, "withdraw")
    assert sender.sent[-1].text == "<i>本通知已撤回，请以后续通知为准。</i>"
    await ticker.tick()
    assert len(sender.sent) == 4


async def test_an_album_is_taken_back_whole_and_corrected_where_its_words_stand(
    database: Database,
) -> None:
    files = tuple(File(FileKind.DOCUMENT, f"D{number}") for number in range(3))
    async with database.begin() as session:
        await (await found_town(session)).group("市商务局")
        await order(session, Content("附件", files))
    sender, clock = Outbox(), Hands(at(DAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    album, foot = (one for one in sender.sent if one.chat != DESK)
    assert (len(album.files), album.buttons, foot.files) == (3, (), ())
    assert foot.text == "「请报送总结」请联络员于11月28日(周二) 17:00前签收。"
    await changed(database, ticker, clock, "附件已更新")
    (notice,) = await notices(database)
    ids = notice.message_ids or []
    assert len(ids) == 4
    assert sender.edited[-1][1] == ids[2]  # below the last document
    assert notice.text == foot.text
    await changed(database, ticker, clock, "withdraw")
    assert sender.deleted[-1][1] == tuple(ids)


async def test_an_album_whose_line_to_sign_did_not_leave_is_not_sent_twice(
    database: Database,
) -> None:
    files = tuple(File(FileKind.PHOTO, f"P{number}") for number in range(2))
    async with database.begin() as session:
        room = await (await found_town(session)).group("市商务局")
        await order(session, Content("照片", files))
    sender, clock = Outbox(faults={room.telegram_id: [None, NotSent("refused")]}), Hands(at(DAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    clock.move(minutes=1)
    await road(database, sender, clock).tick()  # after a restart
    to_room = [len(one.files) for one in sender.sent if one.chat == room.telegram_id]
    assert to_room == [2, 0]
    (notice,) = await notices(database)
    assert len(notice.message_ids or ()) == 3


async def test_one_signature_of_a_department_counts_for_all_its_chats(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        room = await town.group("市商务局")
        session.add(
            Chat(
                telegram_id=-5555,
                kind=room.kind,
                title="另一个群",
                department_id=room.department_id,
                bound_at=LONG_AGO,
            )
        )
        await order(session)
    sender, clock = Outbox(), Hands(at(DAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    async with database.begin() as session:
        notice = (await session.exec(select(Notice).where(Notice.chat_id == room.id))).one()
        person = await contacts.meet(session, telegram_id=900, name="王敏", now=clock.now)
        await receipts.sign(session, notice, contact_id=person.id, now=clock.now)
        row = await broadcasts.get(session, 1)
        actor = await coordinator(session)
        count = await broadcast_changes.chase(session, row, day=DAY, actor=actor, now=clock.now)
    assert count == 0


async def chosen(session: AsyncSession, choice: Choice) -> list[str]:
    ids = await audiences.chats_of(session, choice, today=DAY)
    return [(await session.get_one(Chat, number)).title for number in ids]


async def furnished(session: AsyncSession) -> Town:
    town = await found_town(session)
    await town.task("1", {"市商务局": Role.LEAD, "市水务局": Role.SUPPORT}, due=date(2017, 12, 5))
    task = await town.task("2", {"市体育局": Role.RESPONSIBLE})
    await town.milestone(task, due=date(2018, 3, 1))
    for name in ("市商务局", "市水务局", "市体育局", "惠城区人民政府"):
        await town.group(name)
    return town


async def test_chats_are_chosen_by_department_duty_deadline_and_kind(database: Database) -> None:
    async with database.begin() as session:
        town = await furnished(session)
        sport = (await town.department("市体育局")).id
        key = "huizhou-2017#1"
        leads = (Role.LEAD, Role.RESPONSIBLE)
        assert len(await chosen(session, Choice(Whom.ALL))) == 4
        for choice, titles in (
            (Choice(Whom.DEPARTMENTS, (sport,)), ["市体育局群"]),
            (Choice(Whom.TASK, task=key, roles=leads), ["市商务局群"]),
            (Choice(Whom.TASK, task=key, roles=(Role.SUPPORT,)), ["市水务局群"]),
            (Choice(Whom.DUE, until=date(2017, 12, 31)), ["市商务局群", "市水务局群"]),
            (Choice(Whom.DUE, until=date(2018, 3, 1)), ["市商务局群", "市水务局群", "市体育局群"]),
            (Choice(Whom.DISTRICTS), ["惠城区人民政府群"]),
        ):
            assert await chosen(session, choice) == titles, choice


async def test_a_department_is_reached_in_the_chat_of_what_it_became(database: Database) -> None:
    async with database.begin() as session:
        old = await found_town(session)
        await old.task("1", {"市质监局": Role.LEAD}, due=date(2017, 12, 5))
        (await old.department("市质监局")).identity = "市场监管局"
        new = await found_town(session, key="huizhou-2019")
        row = await new.department("市市场监管局", "市场监管局")
        await new.task("1", {"市市场监管局": Role.LEAD})
        await new.group("市市场监管局")
        named = (await old.department("市质监局")).id
        assert row.id != named
        assert await chosen(session, Choice(Whom.DEPARTMENTS, (named,))) == ["市市场监管局群"]


async def test_each_chat_reads_its_own_departments_fields(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        due = date(2017, 12, 31)
        await town.task(
            "3", {"市商务局": Role.LEAD, "市水务局": Role.SUPPORT}, due=due, title="服务"
        )
        await town.task("9", {"市水务局": Role.LEAD}, due=date(2017, 11, 30), title="水<质>")
        rooms = [await town.group(name) for name in ("市商务局", "市水务局", "市体育局")]
        words = Content("请<b>{部门}</b>办理{任务}，{截止日期}到期，还有{剩余天数}天")
        await order(session, words, wants_receipt=False)
    sender, clock = Outbox(), Hands(at(DAY))
    await road(database, sender, clock).tick()
    told = {one.chat: one.text for one in sender.sent}
    assert [told[room.telegram_id] for room in rooms] == [
        "请<b>市商务局</b>办理3 服务，12月31日(周日)到期，还有33天",
        "请<b>市水务局</b>办理9 水&lt;质&gt;，11月30日(周四)到期，还有2天",
        "请<b>市体育局</b>办理无，无到期，还有无天",
    ]
