"""What chats wish for, and what private subscribers are told."""

from datetime import date, time

import pytest
from sqlmodel import select

from plans.model import Role
from scheduler.drafting import drafts_for
from scheduler.owing import owed_by_audience
from scheduler.planner import plan_days, plan_until
from scheduler.rehearsal import next_reminder
from store import notices, subscriptions
from store.database import Database
from store.preferences import Group, Preference
from store.tables.notices import Notice, NoticeItem, NoticeState
from store.tables.people import Chat, ChatKind, Contact
from store.tables.wishes import ChatPreference, Mute, Subscription
from tests.integration.scheduler.factories import LONG_AGO, RULES, at, found_town
from tests.integration.scheduler.stage import Hands, Outbox, road

DUE = date(2017, 12, 31)
FIRST = date(2017, 12, 1)
REF = "huizhou-2017#3"


async def settle(database: Database, *rows: object) -> int:
    """One lead and one supporter of task 3, their groups, and *rows* about the first's chat."""
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD, "市农业局": Role.SUPPORT}, due=DUE)
        await town.task("20", {"市商务局": Role.LEAD}, due=DUE)
        await town.observance("全国质量月")
        chat = await town.group("市商务局")
        await town.group("市农业局")
        session.add_all(rows)
        return chat.id


async def stored(database: Database, chat_id: int) -> tuple[list[Notice], list[NoticeItem]]:
    async with database.begin() as session:
        found = select(Notice).where(Notice.chat_id == chat_id).order_by(Notice.id)
        items = select(NoticeItem).where(NoticeItem.chat_id == chat_id).order_by(NoticeItem.id)
        return list((await session.exec(found)).all()), list((await session.exec(items)).all())


async def plan(database: Database, *days: date) -> int:
    async with database.begin() as session:
        return await plan_days(session, days=days, rules=RULES)


async def test_a_paused_chat_gets_one_digest_of_everything_when_the_pause_ends(
    database: Database,
) -> None:
    chat_id = await settle(database, ChatPreference(chat_id=1, paused_until=date(2017, 12, 16)))
    assert chat_id == 1
    clock, sender = Hands(at(FIRST)), Outbox()
    ticker = road(database, sender, clock)
    for day in (1, 15):
        clock.now = at(date(2017, 12, day), 10)
        await ticker.tick()
    assert [one.chat for one in sender.sent] == [-1002, -1002]  # the other chat goes on
    clock.now = at(date(2017, 12, 18), 8, 59)  # the 16th is a Saturday
    await ticker.tick()
    assert len(sender.sent) == 2
    clock.now = at(date(2017, 12, 18), 9)
    await ticker.tick()
    (caught_up,) = sender.sent[2:]
    assert caught_up.chat == -1001
    assert "12月1日(周五)以来应发的提醒" in caught_up.text
    _, items = await stored(database, chat_id)
    assert [item.rung for item in items] == [30, 30, 14, 14]
    await ticker.tick()
    assert len(sender.sent) == 3


async def test_a_muted_tasks_rungs_are_put_on_record_and_not_sent(database: Database) -> None:
    chat_id = await settle(database, Mute(chat_id=1, ref=REF, until=date(2017, 12, 15)))
    await plan(database, FIRST)
    await plan(database, date(2017, 12, 15))
    found, items = await stored(database, chat_id)
    assert [(n.day.day, n.state, n.failure) for n in found if n.failure != "folded"] == [
        (1, NoticeState.CANCELLED, "muted"),
        (15, NoticeState.PENDING, None),
    ]
    assert [(i.occurrence.split(":")[0], i.rung, i.missed) for i in items] == [
        ("huizhou-2017#20", 30, False),
        (REF, 30, True),
        (REF, 14, False),
        ("huizhou-2017#20", 14, False),
    ]


async def test_a_chat_that_switched_its_digest_off_has_all_on_record(database: Database) -> None:
    chat_id = await settle(database, ChatPreference(chat_id=1, digest=False))
    assert await plan(database, FIRST) == 1  # the other chat
    found, items = await stored(database, chat_id)
    assert [(n.state, n.failure, n.wants_receipt) for n in found] == [
        (NoticeState.CANCELLED, "off", False)
    ]
    assert [item.missed for item in items] == [True, True]
    assert await plan(database, FIRST) == 0


@pytest.mark.parametrize(
    ("without", "day", "planned"),
    [
        ({"deadline": [30]}, FIRST, 0),
        ({"deadline": [30]}, date(2017, 12, 15), 2),
        ({"observance": [30]}, FIRST, 2),
        ({"observance": [14]}, date(2017, 8, 18), 0),
        ({"deadline": [14]}, date(2017, 8, 18), 1),
    ],
)
async def test_a_chat_is_not_reminded_by_rungs_it_does_without(
    database: Database, without: dict[str, list[int]], day: date, planned: int
) -> None:
    chat_id = await settle(database, ChatPreference(chat_id=1, without=without))
    await plan(database, day)
    _, items = await stored(database, chat_id)
    assert len(items) == planned


@pytest.mark.parametrize(("hour", "minute"), [(8, 30), (15, 0)])
async def test_a_chat_is_reminded_at_its_own_time_of_day(
    database: Database, hour: int, minute: int
) -> None:
    await settle(database, ChatPreference(chat_id=1, remind_at=time(hour, minute)))
    clock, sender = Hands(at(FIRST, 8)), Outbox()
    ticker = road(database, sender, clock)
    heard: dict[int, str] = {}
    while clock.now <= at(FIRST, 17):
        await ticker.tick()
        for one in sender.sent:
            heard.setdefault(one.chat, f"{clock.now:%H:%M}")
        clock.move(minutes=30)
    assert heard == {-1001: f"{hour:02}:{minute:02}", -1002: "09:00"}


async def test_nothing_is_planned_in_the_quiet_hours_however_early_a_chat_wishes(
    database: Database,
) -> None:
    await settle(database, ChatPreference(chat_id=1, remind_at=time(7, 0)))
    assert await plan_until(database, rules=RULES, now=at(FIRST, 7, 30)) == 0
    assert await plan_until(database, rules=RULES, now=at(FIRST, 8)) == 2


async def subscriber(
    database: Database, *, ref: str = "", departments: tuple[int, ...] = ()
) -> int:
    async with database.begin() as session:
        chat = Chat(telegram_id=77, kind=ChatKind.PRIVATE, title="王敏")
        person = Contact(telegram_id=77, name="王敏", seen_at=LONG_AGO)
        session.add_all([chat, person])
        await session.flush()
        session.add_all(
            Subscription(chat_id=chat.id, department_id=number, since=LONG_AGO)
            for number in departments
        )
        if ref:
            await subscriptions.subscribe(session, chat, ref=ref, actor=person, now=LONG_AGO)
        return chat.id


async def test_a_subscriber_is_told_in_private_and_asked_for_nothing(database: Database) -> None:
    await settle(database)
    chat_id = await subscriber(database, departments=(1, 2))
    assert await plan(database, FIRST) == 3
    (notice,), items = await stored(database, chat_id)
    assert notice.wants_receipt is False
    assert [(i.occurrence.split(":")[0], i.role) for i in items] == [
        (REF, Role.LEAD),
        ("huizhou-2017#20", Role.LEAD),
    ]


async def test_a_follower_of_one_task_hears_of_it_alone(database: Database) -> None:
    await settle(database)
    chat_id = await subscriber(database, ref=REF)
    await plan(database, FIRST)
    _, items = await stored(database, chat_id)
    assert [item.occurrence for item in items] == [f"{REF}:2017-12-31:30"]


async def test_wishes_are_plain_values_and_planning_by_them_stores_nothing(
    database: Database,
) -> None:
    await settle(database)
    async with database.begin() as session:
        owed = await owed_by_audience(session, (FIRST,), RULES)
        recipients = await notices.recipients(session)
        wish = Preference(without={Group.DEADLINE: frozenset({30})}, remind_at=time(10))
        drafts = drafts_for(recipients, owed, (), FIRST, RULES, {1: wish})
        assert [draft.chat_id for draft in drafts] == [2]
        assert (await session.exec(select(Notice))).all() == []


async def test_the_next_reminder_is_the_next_of_any_chats_time_of_day(database: Database) -> None:
    await settle(database, ChatPreference(chat_id=1, remind_at=time(15)))
    for now, expected in [
        (at(FIRST, 8), at(FIRST)),
        (at(FIRST, 9), at(FIRST, 15)),
        (at(FIRST, 15), at(date(2017, 12, 15))),
    ]:
        assert await next_reminder(database, rules=RULES, now=now) == expected


async def test_a_digest_that_waits_for_the_end_of_a_pause_is_the_next_reminder(
    database: Database,
) -> None:
    await settle(database, ChatPreference(chat_id=1, paused_until=date(2017, 12, 6)))
    await plan_until(database, rules=RULES, now=at(FIRST))
    found = await next_reminder(database, rules=RULES, now=at(date(2017, 12, 2)))
    assert found == at(date(2017, 12, 6))
