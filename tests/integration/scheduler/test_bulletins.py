"""What subscribers, snoozed chats and those an event calls are told, as it is written."""

from datetime import date, time, timedelta

from sqlmodel import select

from plans.model import Role
from scheduler.rehearsal import performances
from store import events
from store.database import Database
from store.events import EventFacts
from store.tables.notices import Notice, NoticeKind
from store.tables.people import Chat, ChatKind, Contact
from store.tables.wishes import ChatPreference, Subscription
from tests.integration.scheduler.factories import (
    LONG_AGO,
    RULES,
    at,
    coordinators_chat,
    found_town,
)
from tests.integration.scheduler.stage import Hands, Outbox, road
from texts.catalogue import Texts

DUE = date(2017, 12, 31)
FIRST = date(2017, 12, 1)


async def settle(database: Database, **of: object) -> None:
    """A lead with a group; the private chat of a subscriber to *of*."""
    async with database.begin() as session:
        town = await found_town(session)
        three = await town.task(
            "3", {"市商务局": Role.LEAD, "市农业局": Role.SUPPORT}, due=DUE, title="提升服务质量"
        )
        await town.target(three, due=DUE)
        await town.task("5", {"市农业局": Role.LEAD}, due=DUE, title="提升农产品质量")
        await town.group("市商务局")
        session.add(Contact(telegram_id=77, name="王敏", seen_at=LONG_AGO))
        chat = Chat(telegram_id=77, kind=ChatKind.PRIVATE, title="王敏")
        session.add(chat)
        await session.flush()
        if of:
            session.add(Subscription(chat_id=chat.id, since=LONG_AGO, **of))


async def heard(database: Database, day: date, chat: int) -> str:
    sender = Outbox()
    await road(database, sender, Hands(at(day))).tick()
    return "\n".join(one.text for one in sender.sent if one.chat == chat)


async def test_a_subscriber_reads_the_departments_digest_without_being_asked(
    database: Database,
) -> None:
    await settle(database, department_id=2)
    assert await heard(database, FIRST, 77) == (
        "<b>市农业局 · 质量工作提醒  12月1日(周五)</b>\n"
        "\n"
        "🟡 还有30天（12月31日到期）\n"
        "牵头  5 提升农产品质量\n"
        "配合 1 项\n"
        "\n"
        "<i>供您了解，签收请在单位群内办理。订阅管理：/subscriptions</i>"
    )


async def test_a_follower_of_a_task_reads_what_is_due_of_it(database: Database) -> None:
    await settle(database, ref="huizhou-2017#3")
    assert await heard(database, FIRST, 77) == (
        "<b>您关注的任务 · 质量工作提醒  12月1日(周五)</b>\n"
        "\n"
        "🟡 还有30天（12月31日到期）\n"
        "3 提升服务质量：顾客满意度 ≥ 75%\n"
        "\n"
        "<i>供您了解，签收请在单位群内办理。订阅管理：/subscriptions</i>"
    )


async def test_a_snoozed_digest_comes_again_and_its_signature_is_the_firsts(
    database: Database,
) -> None:
    await settle(database)
    clock, sender = Hands(at(FIRST)), Outbox()
    ticker = road(database, sender, clock)
    await ticker.tick()
    monday = date(2017, 12, 4)
    async with database.begin() as session:
        root = (await session.exec(select(Notice))).one()
        session.add(
            Notice(
                key=f"{monday}:snooze:1",
                chat_id=root.chat_id,
                kind=NoticeKind.SNOOZE,
                day=monday,
                since=monday,
                due_at=at(monday),
                wants_receipt=True,
                about_id=root.id,
            )
        )
    clock.now = at(monday)
    await ticker.tick()
    (again,) = [one for one in sender.sent if "再次提醒" in one.text]
    papers, _, rest = again.text.partition("\n\n")
    assert papers.startswith("<b>催办〔2017〕1号</b>\n")
    assert rest.startswith(
        "<i>再次提醒：12月1日(周五)的提醒，以下按今天的情况列出。</i>\n"
        "<b>市商务局 · 质量工作提醒  12月4日(周一)</b>\n"
        "交办〔2017〕1号\n\n"
        "🟡 还有27天（12月31日到期）\n"
    )
    assert again.buttons[0][0].label == "签收"


async def hold(database: Database, day: date, *, departments: tuple[int, ...] = ()) -> None:
    async with database.begin() as session:
        person = Contact(telegram_id=5, name="李强", seen_at=LONG_AGO)
        session.add(person)
        await session.flush()
        facts = EventFacts(
            "质量月启动仪式",
            day,
            time(9, 30),
            "市政府会议室",
            yearly=False,
            departments=departments,
        )
        await events.add(session, facts, actor=person, now=LONG_AGO)


async def test_an_event_is_announced_and_on_its_day_says_time_and_place(
    database: Database,
) -> None:
    await settle(database)
    async with database.begin() as session:
        office = await coordinators_chat(session)
    await hold(database, date(2017, 9, 8))
    ahead = await heard(database, date(2017, 9, 1), -1001)
    assert "<b>质量月启动仪式还有7天</b>\n时间：9月8日(周五) 09:30\n地点：市政府会议室\n" in ahead
    assert "请联络员签收，并于9月5日(周二)前确定参加人员。" in ahead
    today = await heard(database, date(2017, 9, 8), -1001)
    assert "<b>今天09:30 质量月启动仪式</b>\n地点：市政府会议室\n请按时参加。" in today
    assert office.id is not None


async def test_an_event_calls_only_the_departments_it_names(database: Database) -> None:
    await settle(database)
    await hold(database, date(2017, 9, 8), departments=(2,))
    assert await heard(database, date(2017, 9, 1), -1001) == ""


async def test_an_event_that_was_called_off_meanwhile_is_not_sent(database: Database) -> None:
    await settle(database)
    await hold(database, date(2017, 9, 8))
    clock, sender = Hands(at(date(2017, 9, 1))), Outbox()
    ticker = road(database, sender, clock)
    await ticker.plan()
    async with database.begin() as session:
        event, person = await events.get(session, 1), await session.get(Contact, 1)
        assert person is not None
        await events.cancel(session, event, actor=person, now=LONG_AGO)
    await ticker.tick()
    assert sender.sent == []


async def test_a_correction_says_what_was_and_what_is(database: Database) -> None:
    await settle(database)
    await hold(database, date(2017, 9, 8))
    clock, sender = Hands(at(date(2017, 9, 1))), Outbox()
    ticker = road(database, sender, clock)
    await ticker.tick()
    async with database.begin() as session:
        assert list(await events.told(session, 1, since=date(2017, 9, 1))) == [1]
        was = {
            "name": "质量月启动仪式",
            "day": "2017-09-08",
            "at": "09:30",
            "venue": "市政府会议室",
        }
        now = {**was, "at": "14:00", "venue": "文化宫"}
        await events.correct(
            session,
            await events.get(session, 1),
            {"was": was, "now": now},
            chats=[1],
            today=date(2017, 9, 1),
            urgent=False,
            now=clock.now,
        )
    await ticker.tick()
    assert sender.sent[-1].text == (
        "<b>活动更正：质量月启动仪式</b>\n"
        "时间：9月8日(周五) 14:00，原定9月8日(周五) 09:30\n"
        "地点：文化宫，原定市政府会议室\n"
        "请以本条为准。"
    )


async def test_a_rehearsal_shows_subscribers_pauses_and_nothing_that_is_switched_off(
    database: Database,
) -> None:
    await settle(database, department_id=1)
    found = await performances(database, FIRST, rules=RULES, texts=Texts())
    assert [(one.chat, one.is_private, one.wants_receipt) for one in found] == [
        ("市商务局群", False, True),
        ("王敏", True, False),
    ]
    async with database.begin() as session:
        session.add(ChatPreference(chat_id=1, digest=False))
        session.add(ChatPreference(chat_id=2, paused_until=FIRST + timedelta(days=3)))
    found = await performances(database, FIRST, rules=RULES, texts=Texts())
    assert [(one.chat, one.at) for one in found] == [("王敏", at(date(2017, 12, 4)))]
