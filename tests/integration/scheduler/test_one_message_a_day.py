"""However much is owed to a chat, and for whatever reason, it comes in one message a day."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from config.stages import Addressee, Stage, Stages
from plans.model import Role
from scheduler.owing import Rules
from scheduler.senders import NotSent
from store import chats, contacts, events, marks, receipts, snoozes
from store.database import Database
from store.events import EventFacts
from store.tables.notices import Notice, NoticeItem, NoticeKind, NoticeState, Paper, Receipt
from store.tables.people import Chat
from store.tables.wishes import ChatPreference
from tests.integration.scheduler.factories import RULES, SHANGHAI, at, coordinators_chat, found_town
from tests.integration.scheduler.stage import Hands, Outbox, road

FRIDAY = date(2017, 12, 1)
MONDAY = date(2017, 12, 4)
TUESDAY = date(2017, 12, 5)
COORDINATORS = -9


async def settle(database: Database, *dues: date) -> Chat:
    """市商务局 leads a task due on each of *dues*; it and the coordinators have a chat."""
    async with database.begin() as session:
        town = await found_town(session)
        for number, due in enumerate(dues, start=1):
            await town.task(str(number), {"市商务局": Role.LEAD}, due=due, title=f"事项{number}")
        await coordinators_chat(session)
        return await town.group("市商务局")


def with_most(most: int) -> Rules:
    return replace(RULES, ladder=replace(RULES.ladder, daily_most=most))


async def run(
    database: Database, days: tuple[date, ...], *, rules: Rules = RULES
) -> dict[date, list[str]]:
    """What the department is sent, by day."""
    sender, clock = Outbox(), Hands(at(days[0]))
    ticker = road(database, sender, clock, rules=rules)
    found = {}
    for day in days:
        sender.sent.clear()
        clock.now = at(day)
        await ticker.tick()
        found[day] = [one.text for one in sender.sent if one.chat != COORDINATORS]
    return found


async def test_what_is_pressed_for_travels_in_the_days_digest(database: Database) -> None:
    await settle(database, FRIDAY + timedelta(days=30), MONDAY + timedelta(days=30))
    found = await run(database, (FRIDAY, MONDAY, TUESDAY))
    (monday,) = found[MONDAY]
    papers, _, digest = monday.partition("\n\n")
    assert papers.startswith("<b>催办〔2017〕1号</b>\n12月1日的提醒（交办〔2017〕1号）尚未签收")
    assert digest.startswith(
        "<b>市商务局 · 质量工作提醒  12月4日(周一)</b>\n交办〔2017〕2号\n\n🟡 还有30天"
    )
    (tuesday,) = found[TUESDAY]
    assert [part.split("\n")[0] for part in tuesday.split("\n\n")] == [
        "<b>督办通知单 督办〔2017〕1号</b>",
        "<b>催办〔2017〕2号</b>",
    ]


async def test_a_signature_counts_for_all_that_a_message_presses_for(database: Database) -> None:
    await settle(database, FRIDAY + timedelta(days=30), MONDAY + timedelta(days=30))
    await run(database, (FRIDAY, MONDAY))
    async with database.begin() as session:
        digests = select(Notice).where(Notice.kind == NoticeKind.DIGEST).order_by(col(Notice.day))
        older, newer = (await session.exec(digests)).all()
        person = await contacts.meet(session, telegram_id=5, name="王敏", now=at(MONDAY, 10))
        await receipts.sign(session, newer, contact_id=person.id or 0, now=at(MONDAY, 10))
        signed = (await session.exec(select(Receipt.notice_id))).all()
        assert sorted(signed) == [older.id, newer.id]
        assert older.buttons == []
        others = await receipts.others_of(session, newer)
        assert [one.notice for one in others] == [older]
    assert await run(database, (TUESDAY,)) == {TUESDAY: []}


async def test_a_pause_holds_up_reminders_and_no_papers(database: Database) -> None:
    chat = await settle(database, FRIDAY + timedelta(days=30), MONDAY + timedelta(days=30))
    await run(database, (FRIDAY,))
    async with database.begin() as session:
        session.add(ChatPreference(chat_id=chat.id, paused_until=date(2017, 12, 7)))
    thursday = date(2017, 12, 7)
    found = await run(database, (MONDAY, TUESDAY, date(2017, 12, 6), thursday))
    assert [text.partition("〔")[0] for text in found[MONDAY]] == ["<b>催办"]
    assert [text.partition("〔")[0] for text in found[TUESDAY]] == ["<b>督办通知单 督办"]
    assert found[date(2017, 12, 6)] == []
    (digest,) = found[thursday]
    assert "迟发" in digest
    assert "事项2" in digest


async def test_a_chat_that_was_gone_gets_one_digest_when_it_returns(database: Database) -> None:
    chat = await settle(database, FRIDAY + timedelta(days=30), MONDAY + timedelta(days=30))
    async with database.begin() as session:
        await chats.freeze(session, telegram_id=chat.telegram_id, reason="removed")
    assert await run(database, (FRIDAY, MONDAY)) == {FRIDAY: [], MONDAY: []}
    async with database.begin() as session:
        await chats.thaw(session, telegram_id=chat.telegram_id)
    (digest,) = (await run(database, (TUESDAY,)))[TUESDAY]
    assert "迟发：含12月1日(周五)以来应发的提醒" in digest
    assert "事项1" in digest
    assert "事项2" in digest


async def test_where_more_are_allowed_papers_have_a_message_of_their_own(
    database: Database,
) -> None:
    await settle(database, FRIDAY + timedelta(days=30), MONDAY + timedelta(days=30))
    found = await run(database, (FRIDAY, MONDAY), rules=with_most(2))
    assert sorted(text[:5] for text in found[MONDAY]) == ["<b>催办", "<b>市商"]


async def test_a_digest_that_was_wanted_again_is_part_of_the_days_own(database: Database) -> None:
    await settle(database, FRIDAY + timedelta(days=30), MONDAY + timedelta(days=30))
    await run(database, (FRIDAY,))
    async with database.begin() as session:
        root = (await session.exec(select(Notice))).one()
        person = await contacts.meet(session, telegram_id=5, name="王敏", now=at(FRIDAY, 10))
        await receipts.sign(session, root, contact_id=person.id or 0, now=at(FRIDAY, 10))
        await snoozes.snooze(
            session, root, day=MONDAY, due_at=at(MONDAY), actor=person, now=at(FRIDAY, 10)
        )
    (monday,) = (await run(database, (MONDAY,)))[MONDAY]
    assert (
        monday.index("事项2")
        < monday.index("再次提醒：12月1日(周五)的提醒")
        < monday.index("事项1")
    )


async def test_a_gap_found_while_the_digest_waits_is_filled_in_it(database: Database) -> None:
    chat = await settle(database, FRIDAY + timedelta(days=30), MONDAY + timedelta(days=30))
    await run(database, (FRIDAY,))
    async with database.begin() as session:
        await session.exec(delete(NoticeItem))
        await session.exec(delete(Notice))
    sender, clock = Outbox(faults={chat.telegram_id: [NotSent("no route")]}), Hands(at(MONDAY))
    ticker = road(database, sender, clock)
    for _ in range(3):
        await ticker.tick()
        clock.move(minutes=10)
    (digest,) = [one.text for one in sender.sent if one.chat != COORDINATORS]
    assert "迟发：含12月1日(周五)以来应发的提醒" in digest
    assert "事项1" in digest
    assert "事项2" in digest


async def test_a_gap_found_too_late_is_filled_on_the_next_working_day(database: Database) -> None:
    await settle(database, FRIDAY + timedelta(days=30), MONDAY + timedelta(days=30))
    await run(database, (FRIDAY, MONDAY))
    async with database.begin() as session:
        first = (await session.exec(select(NoticeItem).where(col(NoticeItem.rung) == 30))).first()
        await session.exec(delete(Paper))
        await session.exec(delete(NoticeItem).where(col(NoticeItem.id) == (first and first.id)))
        person = await contacts.meet(session, telegram_id=5, name="王敏", now=at(MONDAY, 10))
        for notice in (await session.exec(select(Notice))).all():
            await receipts.sign(session, notice, contact_id=person.id or 0, now=at(MONDAY, 10))
    assert await run(database, (MONDAY,)) == {MONDAY: []}
    (tuesday,) = (await run(database, (TUESDAY,)))[TUESDAY]
    assert "迟发：含12月1日(周五)以来应发的提醒" in tuesday
    assert "事项1" in tuesday


async def test_what_comes_up_after_the_days_digest_is_in_the_next_and_no_gap(
    database: Database,
) -> None:
    await settle(database, FRIDAY + timedelta(days=30))
    sender, clock = Outbox(), Hands(at(FRIDAY))
    ticker = road(database, sender, clock)
    await ticker.tick()
    async with database.begin() as session:
        kickoff = EventFacts("质量月启动仪式", FRIDAY + timedelta(days=7), None, "", False, ())
        person = await contacts.meet(session, telegram_id=5, name="李强", now=at(FRIDAY, 10))
        await events.add(session, kickoff, actor=person, now=at(FRIDAY, 10))
        await marks.reopen(session, marks.PLANNED, FRIDAY)
    for _ in range(2):
        clock.move(hours=1)
        await ticker.tick()
    clock.now = at(MONDAY)
    await ticker.tick()
    told = [one.text for one in sender.sent if one.chat != COORDINATORS]
    assert ["质量月启动仪式" in text for text in told] == [False, True]
    assert not any("少发了提醒" in one.text for one in sender.sent)


@pytest.mark.parametrize("count", [1, 4])
async def test_there_are_as_many_stages_as_are_configured(database: Database, count: int) -> None:
    chat, office = frozenset({Addressee.CHAT}), frozenset({Addressee.COORDINATORS})
    way = (
        Stage("催办单", "催办", 1, chat),
        Stage("再催办单", "", 2, chat),
        Stage("督办通知单", "督办", 4, chat | office),
        Stage("通报", "", 5, office),
    )[:count]
    stages = Stages(None, way, RULES.ladder.stages.answer_by)
    rules = replace(RULES, ladder=replace(RULES.ladder, stages=stages))
    await settle(database, FRIDAY + timedelta(days=30))
    sender, clock = Outbox(), Hands(at(FRIDAY))
    ticker = road(database, sender, clock, rules=rules)
    for days in range(12):
        clock.now = at(FRIDAY + timedelta(days=days))
        await ticker.tick()
    told = [(one.chat == COORDINATORS, one.text.partition("\n")[0]) for one in sender.sent]
    papers = ["催办〔2017〕1号", "再催办单", "督办通知单 督办〔2017〕1号"][:count]
    assert [line for to_office, line in told[1:] if not to_office] == [
        f"<b>{paper}</b>" for paper in papers
    ]
    listed = "<b>尚未签收</b> 经催办仍未签收的提醒 1 条："
    assert [line for to_office, line in told if to_office] == [listed] * (2 if count == 4 else 0)
    async with database.begin() as session:
        days_of = (await session.exec(select(Paper.day).order_by(col(Paper.id)))).all()
    expected = [date(2017, 12, 4), date(2017, 12, 5), date(2017, 12, 7), date(2017, 12, 8)]
    assert days_of == expected[:count]


async def test_no_day_of_a_neglected_year_has_a_second_message(database: Database) -> None:
    dues = tuple(date(2017, 3, 1) + timedelta(days=17 * number) for number in range(16))
    await settle(database, *dues)
    sender, clock = Outbox(), Hands(at(date(2017, 2, 1)))
    ticker = road(database, sender, clock)
    told: Counter[date] = Counter()
    while clock.now < at(date(2017, 6, 1)):
        before = len(sender.sent)
        await ticker.tick()
        told[clock.now.date()] += sum(one.chat != COORDINATORS for one in sender.sent[before:])
        clock.now = _next(clock.now)
    assert max(told.values()) == 1
    async with database.begin() as session:
        left = select(Notice).where(Notice.state == NoticeState.PENDING)
        assert (await session.exec(left)).all() == []


def _next(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), moment.timetz(), tzinfo=SHANGHAI)
