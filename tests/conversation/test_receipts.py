from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from store.database import Database
from store.tables.notices import Notice, NoticeKind, NoticeState, Receipt
from store.tables.people import Chat, ChatKind
from store.tables.plans import Department
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, WANG_MIN, Person, Sent, Talk, later

DAY = date(2017, 11, 28)
TEXT = "<b>市商务局 · 质量工作提醒</b>"


@pytest.fixture
async def notice(database: Database) -> Notice:
    """A digest that has just been sent to the room of 市商务局."""
    async with database.begin() as session:
        department = Department(place="惠州市", name="市商务局", identity="市商务局")
        session.add(department)
        await session.flush()
        chat = Chat(telegram_id=COMMERCE_ROOM.id, kind=ChatKind.GROUP, department_id=department.id)
        session.add(chat)
        await session.flush()
        notice = Notice(
            key="digest:1",
            chat_id=chat.id,
            kind=NoticeKind.DIGEST,
            day=DAY,
            since=DAY,
            due_at=datetime(2017, 11, 28, 1, tzinfo=UTC),
            wants_receipt=True,
            state=NoticeState.SENT,
            message_id=70,
            text=TEXT,
            buttons=[[["签收", "s:1"], ["查看 19 项", "run:1"]]],
        )
        session.add(notice)
    return notice


def message(room: int = COMMERCE_ROOM.id) -> Sent:
    return Sent("sendMessage", room, TEXT, parameters={"message_id": 70})


async def receipts(database: Database) -> int:
    async with database.begin() as session:
        return len((await session.exec(select(Receipt))).all())


async def test_signing_shows_who_and_when_and_leaves_the_buttons(
    talk: Talk, notice: Notice
) -> None:
    later(talk, minutes=12)
    (edited,) = await talk.press(message(), "签收", data=f"s:{notice.id}")
    assert edited.method == "editMessageText"
    assert edited.html == f"{TEXT}\n已签收：王敏 09:12"
    assert edited.labels == ["签收", "查看 19 项"]
    assert talk.alerts() == ["已签收"]


async def test_a_double_tap_is_harmless_and_later_signers_follow(
    talk: Talk, notice: Notice, database: Database
) -> None:
    await talk.press(message(), "签收", data=f"s:{notice.id}")
    later(talk, days=1)
    await talk.press(message(), "签收", data=f"s:{notice.id}")
    (edited,) = await talk.press(message(), "签收", data=f"s:{notice.id}", user=LI_QIANG)
    assert edited.html.endswith("已签收：王敏 09:00、李强 11月29日 09:00")
    assert await receipts(database) == 2


async def test_a_name_is_escaped(talk: Talk, notice: Notice) -> None:
    person = Person(13, "<b>A&B")
    (edited,) = await talk.press(message(), "签收", data=f"s:{notice.id}", user=person)
    assert edited.html.endswith("已签收：&lt;b&gt;A&amp;B 09:00")


@pytest.mark.parametrize("data", ["s:999", "s:", "s:x"])
async def test_a_button_of_nothing_known_is_answered_politely(
    talk: Talk, notice: Notice, database: Database, data: str
) -> None:
    assert await talk.press(message(), "签收", data=data) == []
    assert len(talk.alerts()) == 1
    assert await receipts(database) == 0


async def test_only_the_chat_that_was_told_can_sign(
    talk: Talk, notice: Notice, database: Database
) -> None:
    assert await talk.press(message(WANG_MIN.id), "签收", data=f"s:{notice.id}") == []
    assert await receipts(database) == 0


async def test_signing_a_chase_shows_on_the_reminder_it_is_about_too(
    talk: Talk, notice: Notice, database: Database
) -> None:
    async with database.begin() as session:
        chase = Notice(
            key="chase:1",
            chat_id=notice.chat_id,
            kind=NoticeKind.CHASE,
            day=DAY,
            since=DAY,
            due_at=datetime(2017, 11, 28, 1, tzinfo=UTC),
            about_id=notice.id,
            state=NoticeState.SENT,
            message_id=71,
            text="催办",
        )
        session.add(chase)
    edited = await talk.press(
        Sent("sendMessage", COMMERCE_ROOM.id, "催办", parameters={"message_id": 71}),
        "签收",
        data=f"s:{chase.id}",
    )
    assert [message.html for message in edited] == [
        "催办\n已签收：王敏 09:00",
        f"{TEXT}\n已签收：王敏 09:00",
    ]
