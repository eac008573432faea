"""A chat's notices go out in the order in which they were owed, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count

from sqlmodel import select

from config.urgency import Urgency
from scheduler.senders import DeliveryError, NotSent, RateLimited
from scheduler.tick import Ticker
from store import outbox
from store.database import Database
from store.tables.notices import Notice, NoticeKind
from store.tables.people import Chat, ChatKind
from tests.integration.scheduler.factories import at
from tests.integration.scheduler.stage import Hands, Outbox, road

FIRST = date(2017, 12, 1)
ROOM, OTHER = -1001, -1002


async def owe(
    database: Database, chat: int, names: Sequence[str], urgency: int = Urgency.ROUTINE
) -> None:
    async with database.begin() as session:
        known = await session.exec(select(Chat).where(Chat.telegram_id == chat))
        row = known.first() or Chat(telegram_id=chat, kind=ChatKind.GROUP, title=f"群{chat}")
        session.add(row)
        await session.flush()
        for name in names:
            session.add(
                Notice(
                    key=f"{FIRST}:proof:{chat}:{name}",
                    chat_id=row.id,
                    kind=NoticeKind.ALERT,
                    day=FIRST,
                    since=FIRST,
                    due_at=at(FIRST, 9),
                    urgency=urgency,
                    details={"what": "rejected", "chat": name, "why": "proof"},
                )
            )
            await session.flush()


def names_in(sender: Outbox, chat: int) -> list[str]:
    texts = [one.text for one in sender.sent if one.chat == chat]
    return [name for text in texts for name in ("甲", "乙", "丙", "急") if name in text]


async def until_all_are_out(ticker: Ticker, clock: Hands) -> None:
    for _ in range(8):
        await ticker.dispatcher.run()
        clock.move(seconds=20)


async def test_what_is_put_back_is_not_overtaken_by_what_comes_later(database: Database) -> None:
    faults: list[DeliveryError | None] = [RateLimited(35), NotSent("refused")]
    sender, clock = Outbox(faults={ROOM: faults}), Hands(at(FIRST))
    await owe(database, ROOM, "甲乙丙")
    await owe(database, OTHER, "甲乙")
    ticker = road(database, sender, clock)
    await ticker.dispatcher.run()
    assert names_in(sender, ROOM) == []
    assert names_in(sender, OTHER) == ["甲", "乙"]
    await until_all_are_out(ticker, clock)
    assert names_in(sender, ROOM) == ["甲", "乙", "丙"]


async def test_what_is_urgent_does_not_wait_for_what_was_put_back(database: Database) -> None:
    sender, clock = Outbox(faults={ROOM: [NotSent("refused")]}), Hands(at(FIRST))
    await owe(database, ROOM, "甲乙")
    ticker = road(database, sender, clock)
    await ticker.dispatcher.run()
    await owe(database, ROOM, "急", Urgency.TOP)
    await until_all_are_out(ticker, clock)
    assert names_in(sender, ROOM) == ["急", "甲", "乙"]


async def test_many_notices_of_one_chat_keep_no_other_chat_waiting(database: Database) -> None:
    now = at(FIRST)
    await owe(database, ROOM, [f"{number}" for number in range(40)])
    await owe(database, OTHER, "甲")
    first = await claimed(database, now, limit=2)
    second = await claimed(database, now, limit=2)
    assert len(first) == 1
    assert len(second) == 1
    assert await claimed(database, now, limit=2) == []


async def test_a_process_that_lost_its_office_sends_nothing_more(database: Database) -> None:
    sender, clock = Outbox(), Hands(at(FIRST))
    await owe(database, ROOM, "甲")
    asked = count()  # before claiming, before its turn, after it, and when it is about to leave
    ticker = road(database, sender, clock, may_send=lambda: next(asked) < 3)
    await ticker.dispatcher.run()
    assert sender.sent == []
    successor = road(database, sender, clock)
    await successor.dispatcher.recover()
    await successor.dispatcher.run()
    assert names_in(sender, ROOM) == ["甲"]
    assert "补发" not in sender.sent[0].text


async def claimed(database: Database, now: datetime, *, limit: int) -> list[int]:
    async with database.begin() as session:
        claims = await outbox.claim(
            session, now=now, until=now + timedelta(minutes=3), token=f"{now}", limit=limit
        )
    return [claim.chat_id for claim in claims]
