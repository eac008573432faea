from datetime import UTC, date, datetime

import pytest

from store import contacts
from store.database import Database
from store.tables.notices import Notice, NoticeKind, NoticeState, Receipt
from store.tables.people import Access, Chat, ChatKind
from store.tables.plans import Department
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, WANG_MIN, Room, Sent, Talk

DAY = date(2017, 11, 27)
NINE = datetime(2017, 11, 27, 1, tzinfo=UTC)
OFFICE = Room(-2001, "质强办")


@pytest.fixture
async def listed(database: Database) -> Notice:
    """Two departments were reminded yesterday, one has signed; the office has the list."""
    async with database.begin() as session:
        person = await contacts.meet(session, telegram_id=LI_QIANG.id, name="李强", now=NINE)
        await contacts.grant(session, person, Access.COORDINATOR, now=NINE)
        office = Chat(telegram_id=OFFICE.id, kind=ChatKind.GROUP, is_coordinators=True)
        session.add(office)
        digests = []
        for name, room in (("市商务局", COMMERCE_ROOM.id), ("市农业局", -1002)):
            department = Department(place="惠州市", name=name, identity=name)
            session.add(department)
            await session.flush()
            chat = Chat(telegram_id=room, kind=ChatKind.GROUP, department_id=department.id)
            session.add(chat)
            await session.flush()
            digest = notice_of(chat, NoticeKind.DIGEST, wants_receipt=True)
            session.add(digest)
            await session.flush()
            digests.append(digest)
        session.add(Receipt(notice_id=digests[1].id, contact_id=person.id, signed_at=NINE))
        ids = {"notices": [digest.id for digest in digests]}
        notice = notice_of(office, NoticeKind.ESCALATION, details=ids, text="名单")
        notice.buttons = [[["再催", "chase:3"], ["已电话联系", "phoned:3"]]]
        session.add(notice)
        await session.flush()
    return notice


def notice_of(chat: Chat, kind: NoticeKind, **more: object) -> Notice:
    return Notice(
        key=f"{DAY}:{kind.value}:{chat.id}",
        chat_id=chat.id,
        kind=kind,
        day=DAY,
        since=DAY,
        due_at=NINE,
        state=NoticeState.SENT,
        sent_at=NINE,
        **more,
    )


def list_message() -> Sent:
    return Sent("sendMessage", OFFICE.id, "名单", parameters={"message_id": 80})


async def test_a_coordinator_chases_again_what_is_still_not_signed(
    talk: Talk, listed: Notice, database: Database
) -> None:
    for _ in range(2):
        await talk.press(list_message(), "再催", user=LI_QIANG, data=f"chase:{listed.id}")
    assert talk.alerts() == ["已催办 1 条", "均已签收或今日已催"]


async def test_a_call_is_noted_on_the_list_and_on_record(talk: Talk, listed: Notice) -> None:
    (edited,) = await talk.press(
        list_message(), "已电话联系", user=LI_QIANG, data=f"phoned:{listed.id}"
    )
    assert edited.text == "名单\n李强 09:00 已电话联系"
    assert edited.labels == ["再催"]


@pytest.mark.parametrize("verb", ["chase", "phoned"])
async def test_nobody_else_may(talk: Talk, listed: Notice, verb: str) -> None:
    assert await talk.press(list_message(), "", user=WANG_MIN, data=f"{verb}:{listed.id}") == []
    assert "协调员" in talk.alerts()[0]


async def test_coordinators_see_who_has_signed_on_the_last_day(talk: Talk, listed: Notice) -> None:
    (reply,) = await talk.say("/receipts", user=LI_QIANG, room=OFFICE)
    assert reply.text.splitlines() == [
        "11月27日 签收情况 已签收 1 · 未签收 1",
        "",
        "市商务局 未签收",
        "市农业局 已签收：李强 09:00",
    ]


async def test_a_group_sees_its_own_receipts(talk: Talk, listed: Notice) -> None:
    (reply,) = await talk.say("/receipts", room=COMMERCE_ROOM)
    assert reply.text.splitlines() == ["签收情况", "", "11月27日(周一) 未签收"]


async def test_a_day_that_is_none_is_answered_with_an_example(talk: Talk, listed: Notice) -> None:
    (reply,) = await talk.say("/receipts 昨天", user=LI_QIANG, room=OFFICE)
    assert "/receipts" in reply.text


async def test_the_evening_s_account_opens_into_each_digest_and_leaves_as_a_file(
    talk: Talk, listed: Notice
) -> None:
    data = f"chase:{listed.id}"
    (details,) = await talk.press(list_message(), "明细", user=LI_QIANG, data=f"{data}:list")
    assert details.text.splitlines()[2:] == ["市商务局 未签收", "市农业局 已签收：李强 09:00"]
    await talk.press(list_message(), "导出", user=LI_QIANG, data=f"{data}:file")
    assert "sendDocument" in [name for name, _ in talk.wire.calls]
