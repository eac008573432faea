from datetime import date

import pytest
from sqlmodel import select

from plans.model import Role
from store import contacts, receipts
from store.database import Database
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Access, Chat
from tests.integration.scheduler.factories import at, coordinators_chat, found_town
from tests.integration.scheduler.stage import Hands, Outbox, road

FRIDAY = date(2017, 12, 1)
MONDAY = date(2017, 12, 4)
TUESDAY = date(2017, 12, 5)
COORDINATORS = -9


async def settle(database: Database) -> Chat:
    """市商务局 leads three tasks and 市农业局 supports one of them; both have a chat."""
    async with database.begin() as session:
        town = await found_town(session)
        due = date(2017, 12, 31)
        duties = {"市商务局": Role.LEAD, "市农业局": Role.SUPPORT}
        await town.task("3", duties, due=due, title="提升服务质量")
        await town.task("20", {"市商务局": Role.LEAD}, due=due)
        await town.task("32", {"市商务局": Role.LEAD}, due=due)
        await coordinators_chat(session)
        await town.group("市农业局")
        return await town.group("市商务局")


async def sign(database: Database, *, kind: NoticeKind, clock: Hands) -> None:
    async with database.begin() as session:
        query = select(Notice).where(Notice.kind == kind, Notice.wants_receipt)
        notice = (await session.exec(query)).one()
        person = await contacts.meet(session, telegram_id=5, name="王敏", now=clock.now)
        await receipts.sign(session, notice, contact_id=person.id or 0, now=clock.now)


async def test_what_is_not_signed_in_a_working_day_is_chased_with_a_number(
    database: Database,
) -> None:
    chat, sender, clock = await settle(database), Outbox(), Hands(at(FRIDAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    for moment in (at(FRIDAY, 16), at(date(2017, 12, 2)), at(MONDAY, 8, 59)):
        clock.now = moment
        await ticker.tick()
    assert len(sender.sent) == 2
    clock.now = at(MONDAY)
    for _ in range(2):
        await ticker.tick()
    (chase,) = sender.sent[2:]
    assert chase.chat == chat.telegram_id
    assert chase.text == (
        "<b>催办〔2017〕1号</b>\n"
        "12月1日的提醒（交办〔2017〕1号）尚未签收：3 提升服务质量 等 3 项牵头任务。\n"
        "请市商务局联络员今日17:00前签收；如有困难，请直接回复本条说明。"
    )
    chased = [message.chat for message in sender.sent].index(chat.telegram_id) + 1
    assert sender.bared == [(chat.telegram_id, chased)]


async def test_what_a_chase_does_not_move_comes_before_the_coordinators_once(
    database: Database,
) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(FRIDAY))
    ticker = road(database, sender, clock)
    for day in (FRIDAY, MONDAY, TUESDAY, date(2017, 12, 6)):
        clock.now = at(day)
        await ticker.tick()
    (listed,) = [message for message in sender.sent if message.chat == COORDINATORS]
    (supervision,) = [one for one in sender.sent if one.text.startswith("<b>督办通知单")]
    assert supervision.text == (
        "<b>督办通知单 督办〔2017〕1号</b>\n"
        "12月1日的提醒（交办〔2017〕1号）经12月4日催办仍未签收：3 提升服务质量 等 3 项牵头任务。\n"
        "请市商务局联络员今日17:00前签收；如有困难，请直接回复本条说明。"
    )
    assert "市商务局  12月1日的提醒，12月5日督办通知单" in listed.text
    labels = [button.label for button in listed.buttons[0]]
    assert labels == ["再催", "已电话联系", "通知单文件"]


@pytest.mark.parametrize("kind", [NoticeKind.DIGEST, NoticeKind.CHASE])
async def test_a_signature_ends_it_whichever_message_it_is_given_on(
    database: Database, kind: NoticeKind
) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(FRIDAY))
    ticker = road(database, sender, clock)
    for day in (FRIDAY, MONDAY, TUESDAY):
        clock.now = at(day)
        await ticker.tick()
        if day == (FRIDAY if kind is NoticeKind.DIGEST else MONDAY):
            await sign(database, kind=kind, clock=clock)
    chased = 0 if kind is NoticeKind.DIGEST else 1
    assert len(sender.sent) == 2 + chased


async def test_stages_that_fell_into_a_time_when_nothing_ran_are_made_up_for_in_order(
    database: Database,
) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(FRIDAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    for day in (date(2017, 12, 11), date(2017, 12, 12)):
        clock.now = at(day)
        await ticker.tick()
    async with database.begin() as session:
        kinds = (await session.exec(select(Notice.kind).order_by(Notice.id))).all()
    assert kinds[2:] == [NoticeKind.CHASE, NoticeKind.CHASE, NoticeKind.ESCALATION]


async def test_the_evening_accounts_for_the_day_and_looks_at_the_next(database: Database) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(FRIDAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    clock.now = at(FRIDAY, 17, 30)
    for _ in range(2):
        await ticker.tick()
    (report,) = sender.sent[2:]
    assert report.chat == COORDINATORS
    assert report.text == (
        "<b>12月1日 提醒情况</b>\n"
        "应发 2 · 已送达 2 · 结果未知 0 · 失败 0\n"
        "已签收 0 · 未签收 1:市商务局\n"
        "下一工作日 12月4日(周一) 预计 0 条"
    )
    assert [button.label for button in report.buttons[0]] == ["催未签收", "明细", "导出"]


async def test_there_is_no_report_on_a_day_off_nor_the_morning_after(database: Database) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(date(2017, 12, 2), 17, 30))
    ticker = road(database, sender, clock)
    await ticker.tick()
    assert sender.sent == []
    async with database.begin() as session:
        chat = (await session.exec(select(Chat).where(Chat.is_coordinators))).one()
        session.add(
            Notice(
                key="2017-12-01:report:1",
                chat_id=chat.id or 0,
                kind=NoticeKind.REPORT,
                day=FRIDAY,
                since=FRIDAY,
                due_at=at(FRIDAY, 17, 30),
            )
        )
    clock.now = at(MONDAY)
    await ticker.tick()
    assert sender.sent == []
    async with database.begin() as session:
        notice = (await session.exec(select(Notice))).one()
    assert notice.state is NoticeState.CANCELLED


async def test_without_a_group_of_their_own_coordinators_are_told_in_private(
    database: Database,
) -> None:
    await settle(database)
    async with database.begin() as session:
        office = (await session.exec(select(Chat).where(Chat.is_coordinators))).one()
        office.is_coordinators = False
        person = await contacts.meet(session, telegram_id=7, name="李强", now=at(FRIDAY))
        await contacts.grant(session, person, Access.COORDINATOR, now=at(FRIDAY))
    sender, clock = Outbox(), Hands(at(FRIDAY))
    ticker = road(database, sender, clock)
    for moment in (at(FRIDAY), at(FRIDAY, 17, 30), at(MONDAY), at(TUESDAY)):
        clock.now = moment
        await ticker.tick()
    report, listed = [one.text for one in sender.sent if one.chat == 7]
    assert report.startswith("<b>12月1日 提醒情况</b>")
    assert listed.startswith("<b>尚未签收</b>")


async def test_an_evening_after_which_nothing_was_and_nothing_comes_is_not_reported(
    database: Database,
) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(date(2018, 3, 6), 17, 30))
    ticker = road(database, sender, clock)
    await ticker.tick()
    clock.now = at(date(2018, 3, 7), 17, 30)
    before = len(sender.sent)
    await ticker.tick()
    assert sender.sent[before:] == []
