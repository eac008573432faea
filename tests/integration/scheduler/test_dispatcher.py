from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from config.urgency import Urgency
from plans.model import Role
from scheduler.outcomes import Fate
from scheduler.senders import (
    ChatGone,
    ChatMoved,
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    TopicGone,
)
from store import outbox, waiting
from store.database import Database
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Chat, ChatState
from tests.integration.scheduler.factories import at, coordinators_chat, found_town
from tests.integration.scheduler.stage import Hands, Outbox, road

FIRST = date(2017, 12, 1)


async def settle(database: Database, *, thread_id: int = 0) -> Chat:
    """A town whose 市商务局 leads one task due in thirty days."""
    async with database.begin() as session:
        town = await found_town(session)
        await town.task("3", {"市商务局": Role.LEAD}, due=date(2017, 12, 31), title="服务质量")
        await coordinators_chat(session)
        return await town.group("市商务局", thread_id=thread_id)


async def the_notice(database: Database, kind: NoticeKind = NoticeKind.DIGEST) -> Notice:
    async with database.begin() as session:
        return (await session.exec(select(Notice).where(Notice.kind == kind))).one()


async def test_a_digest_is_sent_once_with_a_button_to_sign(database: Database) -> None:
    chat, sender, clock = await settle(database), Outbox(), Hands(at(FIRST))
    ticker = road(database, sender, clock)
    for _ in range(3):
        await ticker.tick()
    assert [message.chat for message in sender.sent] == [chat.telegram_id]
    assert [button.label for button in sender.sent[0].buttons[0]] == [
        "签收",
        "查看 1 项",
        "三天后再提醒",
    ]
    notice = await the_notice(database)
    assert (notice.state, notice.message_id, notice.text) == (
        NoticeState.SENT,
        1,
        sender.sent[0].text,
    )
    assert notice.sent_at == clock.now


async def test_a_restart_sends_nothing_twice(database: Database) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(FIRST))
    await road(database, sender, clock).tick()
    again = road(database, sender, clock)
    await again.dispatcher.recover()
    await again.tick()
    assert len(sender.sent) == 1


async def test_what_did_not_leave_is_tried_again_with_growing_pauses(database: Database) -> None:
    chat, clock = await settle(database), Hands(at(FIRST))
    sender = Outbox(faults={chat.telegram_id: [NotSent("refused")] * 3})
    ticker = road(database, sender, clock)
    pauses = []
    for _ in range(3):
        await ticker.tick()
        notice = await the_notice(database)
        pauses.append((notice.due_at - clock.now).total_seconds())
        clock.now = notice.due_at
    await ticker.tick()
    assert pauses == [5, 15, 60]
    assert len(sender.sent) == 1
    assert "补发" not in sender.sent[0].text


@pytest.mark.parametrize("arrived", [True, False])
async def test_an_unknown_outcome_is_sent_again_after_ten_minutes_and_says_so(
    database: Database, arrived: bool
) -> None:
    chat, clock = await settle(database), Hands(at(FIRST))
    fault: list[DeliveryError | None] = [OutcomeUnknown("no answer")]
    sender = Outbox(faults={chat.telegram_id: fault}, arrives_anyway=arrived)
    ticker = road(database, sender, clock)
    await ticker.tick()
    assert (await the_notice(database)).state is NoticeState.UNKNOWN
    clock.move(minutes=9)
    await ticker.tick()
    assert len(sender.sent) == arrived
    clock.move(minutes=1)
    await ticker.tick()
    assert sender.sent[-1].text.startswith("<i>补发")
    assert len(sender.sent) == 1 + arrived
    assert (await the_notice(database)).state is NoticeState.SENT


async def test_what_never_has_an_answer_is_sent_six_times_and_told_to_the_coordinators(
    database: Database,
) -> None:
    chat, clock = await settle(database), Hands(at(FIRST))
    silence: list[DeliveryError | None] = [OutcomeUnknown("no answer")] * 20
    sender = Outbox(faults={chat.telegram_id: silence}, arrives_anyway=True)
    ticker = road(database, sender, clock)
    for _ in range(12):
        await ticker.tick()
        clock.now = max(clock.now, (await the_notice(database)).due_at) + timedelta(seconds=1)
    mine = [one.text for one in sender.sent if one.chat == chat.telegram_id]
    assert len(mine) == outbox.MOST_DOUBTS
    assert all(text.startswith("<i>补发") for text in mine[1:])
    assert (await the_notice(database)).state is NoticeState.UNKNOWN
    told = [one.text for one in sender.sent if "多次没有回执" in one.text]
    assert len(told) == 1
    async with database.look() as session:
        assert (await waiting.queue(session, now=clock.now)).due == 0


@pytest.mark.parametrize(("in_flight", "marked"), [(True, True), (False, False)])
async def test_what_a_dead_dispatcher_held_is_sent_and_marked_where_it_may_have_left(
    database: Database, in_flight: bool, marked: bool
) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(FIRST))
    ticker = road(database, sender, clock)
    await ticker.plan()
    async with database.begin() as session:
        lease = clock.now + timedelta(minutes=3)
        claims = await outbox.claim(session, now=clock.now, until=lease, token="dead", limit=9)
        if in_flight:
            assert await outbox.begin(session, claims[0])
    await ticker.tick()
    assert sender.sent == []  # the lease holds
    clock.move(minutes=3)
    await ticker.tick()
    assert len(sender.sent) == 1
    assert ("补发" in sender.sent[0].text) is marked


async def test_a_chat_that_is_limited_waits_as_long_as_it_is_told(database: Database) -> None:
    chat, clock = await settle(database), Hands(at(FIRST))
    sender = Outbox(faults={chat.telegram_id: [RateLimited(35)]})
    ticker = road(database, sender, clock)
    await ticker.tick()
    clock.move(seconds=34)
    await ticker.tick()
    assert sender.sent == []
    clock.move(seconds=1)
    await ticker.tick()
    assert len(sender.sent) == 1


async def test_a_chat_that_is_gone_keeps_its_notice_and_the_coordinators_are_told(
    database: Database,
) -> None:
    chat, clock = await settle(database), Hands(at(FIRST))
    sender = Outbox(faults={chat.telegram_id: [ChatGone("bot was kicked")]})
    ticker = road(database, sender, clock)
    await ticker.tick()
    await ticker.tick()
    assert [message.chat for message in sender.sent] == [-9]
    assert "市商务局群" in sender.sent[0].text
    assert (await the_notice(database)).state is NoticeState.PENDING
    async with database.begin() as session:
        row = await session.get_one(Chat, chat.id)
        assert row.state is ChatState.FROZEN
        row.state = ChatState.ACTIVE
    await ticker.tick()
    assert [message.chat for message in sender.sent] == [-9, chat.telegram_id]


async def test_a_group_that_moved_gets_its_digest_under_the_new_id(database: Database) -> None:
    chat, clock = await settle(database), Hands(at(FIRST))
    sender = Outbox(faults={chat.telegram_id: [ChatMoved(-100777)]})
    await road(database, sender, clock).tick()
    assert [message.chat for message in sender.sent] == [-100777]


async def test_a_deleted_topic_is_answered_in_general_once(database: Database) -> None:
    chat, clock = await settle(database, thread_id=5), Hands(at(FIRST))
    sender = Outbox(faults={chat.telegram_id: [TopicGone("message thread not found")]})
    ticker = road(database, sender, clock)
    await ticker.tick()
    await ticker.tick()
    assert [(m.chat, m.thread) for m in sender.sent] == [(chat.telegram_id, 0), (-9, 0)]


async def test_a_refused_message_is_failed_and_shown(database: Database) -> None:
    chat, clock = await settle(database), Hands(at(FIRST))
    sender = Outbox(faults={chat.telegram_id: [Rejected("can't parse entities")]})
    ticker = road(database, sender, clock)
    await ticker.tick()
    await ticker.tick()
    assert (await the_notice(database)).state is NoticeState.FAILED
    assert [message.chat for message in sender.sent] == [-9]


async def test_nothing_is_sent_in_quiet_hours_or_on_a_day_off(database: Database) -> None:
    chat, clock = await settle(database), Hands(at(FIRST, 19, 55))
    sender = Outbox(faults={chat.telegram_id: [OutcomeUnknown("no answer")]})
    ticker = road(database, sender, clock)
    await ticker.tick()
    for hours in (1, 12, 24, 24):  # Friday night, Saturday, Sunday, Monday before nine
        clock.move(hours=hours)
        await ticker.tick()
        assert chat.telegram_id not in {message.chat for message in sender.sent}
    clock.now = at(date(2017, 12, 4))
    await ticker.tick()
    assert [message.chat for message in sender.sent].count(chat.telegram_id) == 1


@pytest.mark.parametrize(
    ("urgency", "moment"),
    [
        (Urgency.TOP, at(date(2017, 12, 2), 23)),  # a Saturday's night
        (Urgency.URGENT, at(date(2017, 12, 4), 8)),
        (Urgency.ROUTINE, at(date(2017, 12, 4), 9)),
    ],
)
async def test_the_more_pressing_goes_out_the_sooner(
    database: Database, urgency: Urgency, moment: datetime
) -> None:
    night = at(date(2017, 12, 2), 23)
    async with database.begin() as session:
        chat = await coordinators_chat(session)
        notice = Notice(
            key="told", chat_id=chat.id, kind=NoticeKind.ALERT, day=night.date(),
            since=night.date(), due_at=night, urgency=urgency, details={"what": "gaps", "count": 1},
        )  # fmt: skip
        session.add(notice)
    sender, clock = Outbox(), Hands(night)
    ticker = road(database, sender, clock)
    for now in (night, at(date(2017, 12, 3), 12), at(date(2017, 12, 4), 8), at(date(2017, 12, 4))):
        clock.now = now
        await ticker.tick()
        assert bool(sender.sent) is (now >= moment)


async def test_stopping_ends_what_is_under_way_and_begins_nothing_more(database: Database) -> None:
    await settle(database)
    sender, clock = Outbox(), Hands(at(FIRST))
    ticker = road(database, sender, clock)
    await ticker.plan()
    await ticker.dispatcher.stop()
    assert await ticker.dispatcher.run() == {}
    assert (await the_notice(database)).state is NoticeState.PENDING


async def test_a_fault_of_ours_ends_one_notice_and_no_other(database: Database) -> None:
    async with database.begin() as session:
        town = await found_town(session)
        due = date(2017, 12, 31)
        await town.task("3", {"市商务局": Role.LEAD, "市农业局": Role.LEAD}, due=due)
        await town.group("市商务局")
        await town.group("市农业局")
        await coordinators_chat(session)
    sender, clock = Outbox(), Hands(at(FIRST))
    broken = [True]

    def fail_once() -> None:
        if broken:
            broken.clear()
            raise ZeroDivisionError

    sender.before = fail_once
    ticker = road(database, sender, clock)
    await ticker.plan()
    fates = await ticker.dispatcher.run()
    assert fates == {Fate.SENT: 2, Fate.FAILED: 1}
    assert "因程序故障未能写出" in sender.sent[-1].text
