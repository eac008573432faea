"""Updates are kept, handled once each, in order within a chat, whichever process they come to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from telegram import Bot, Update

from bot.inbox import LEASE, PAUSE, Inbox, Letterbox
from bot.updates import read_update
from handlers.postponing import postpone
from store import arrivals
from store.arrivals import LATECOMERS, MOST_ATTEMPTS, Lease
from store.away import DatabaseAway
from store.database import Database
from store.tables.replicas import Arrival

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
BOT = Bot("100001:AAAA-inbox-test-token-000000000000000")


def update(number: int, chat: int = 7) -> Update:
    message = {
        "message_id": number,
        "date": int(NOON.timestamp()),
        "chat": {"id": chat, "type": "private"},
        "text": f"words {number}",
    }
    found = read_update({"update_id": number, "message": message}, BOT)
    assert found is not None
    return found


@dataclass
class Office:
    """Several processes on one database, and what they have handled."""

    database: Database
    now: datetime = NOON
    handled: list[int] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    inboxes: list[Inbox] = field(default_factory=list)

    def open(
        self, do: Callable[[Update], Awaitable[None]] | None = None, *, in_order: bool = True
    ) -> Inbox:
        async def handle(given: Update) -> None:
            if do is not None:
                await do(given)
            self.handled.append(given.update_id)
            self.changed.set()

        inbox = Inbox(
            self.database,
            process=handle,
            read=lambda body: read_update(body, BOT),
            in_order=in_order,
            clock=lambda: self.now,
        )
        self.inboxes.append(inbox)
        return inbox

    async def until(self, count: int) -> list[int]:
        """Wait for so many to be handled."""
        async with asyncio.timeout(10):
            while len(self.handled) < count:
                self.changed.clear()
                await self.changed.wait()
        return self.handled

    async def kept(self, number: int) -> Arrival:
        async with self.database.begin() as session:
            query = select(Arrival).where(Arrival.update_id == number)
            return (await session.exec(query)).one()


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    office = Office(database)
    yield office
    for inbox in office.inboxes:
        await inbox.stop()


async def test_one_chat_is_answered_in_order_and_holds_up_no_other(office: Office) -> None:
    slow = asyncio.Event()

    async def wait_for_the_other(given: Update) -> None:
        if given.update_id == 1:
            await slow.wait()
        if given.update_id == 3:
            slow.set()

    inbox = office.open(wait_for_the_other)
    for number, chat in ((1, 7), (2, 7), (3, 8)):
        await inbox.put(update(number, chat))
    assert await office.until(3) == [3, 1, 2]


async def test_an_update_that_comes_again_is_handled_once_and_forgotten(office: Office) -> None:
    first, second = office.open(), office.open()
    await first.put(update(1))
    await office.until(1)
    await first.put(update(1))
    await second.put(update(1))
    await second.put(update(2))
    assert await office.until(2) == [1, 2]
    await first.stop()
    kept = await office.kept(1)
    assert kept.body is None
    assert kept.handled_at == NOON


async def test_a_chat_is_answered_in_order_over_two_processes(office: Office) -> None:
    one, other = office.open(), office.open()
    for number in range(1, 31):
        await (one if number % 2 else other).put(update(number))
        await one.take_up()
        await other.take_up()
    for _ in range(10):
        await one.take_up()
        await other.take_up()
    assert await office.until(30) == list(range(1, 31))


async def test_a_look_that_fails_is_not_the_last(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, faults = office.open(), [RuntimeError("of the driver")]
    find = arrivals.left_behind

    async def fail_once(*words: Any, **options: Any) -> Any:
        if faults:
            raise faults.pop()
        return await find(*words, **options)

    monkeypatch.setattr("bot.inbox.SWEEP", 0.01)
    monkeypatch.setattr(arrivals, "left_behind", fail_once)
    async with office.database.begin() as session:
        await arrivals.keep(
            session,
            update_id=1,
            chat=7,
            body=update(1).to_dict(),
            lease=arrivals.Lease("a process that died", NOON, NOON),
            wanted=True,
            in_order=True,
        )
    await inbox.start()
    assert await office.until(1) == [1]
    assert faults == []


async def test_what_a_process_held_when_it_died_is_taken_up_by_another(office: Office) -> None:
    never = asyncio.Event()

    async def hang(_: Update) -> None:
        await never.wait()

    dead = office.open(hang)
    await dead.put(update(1))
    await dead.put(update(2))
    for serving in dead._serving.values():
        serving.cancel()
    alive = office.open()
    await alive.take_up()
    assert office.handled == []
    office.now += LEASE
    await alive.take_up()
    assert await office.until(2) == [1, 2]


async def test_an_update_that_ends_every_process_is_given_up(office: Office) -> None:
    async def die(given: Update) -> None:
        if given.update_id == 1:
            raise asyncio.CancelledError

    for _ in range(MOST_ATTEMPTS + 1):
        inbox = office.open(die)
        await inbox.put(update(1))
        await inbox.put(update(2))
        await inbox.take_up()
        await inbox.stop()
        office.now += LEASE
    await office.open(die).take_up()
    assert await office.until(1) == [2]
    assert (await office.kept(1)).handled_at is not None


async def test_what_cannot_be_handled_while_the_database_is_away_is_handled_later(
    office: Office,
) -> None:
    tries: list[int] = []

    async def be_late(given: Update) -> None:
        tries.append(given.update_id)
        if len(tries) <= MOST_ATTEMPTS + 1:
            assert postpone()

    for _ in range(MOST_ATTEMPTS + 2):
        inbox = office.open(be_late)
        await inbox.put(update(1))
        await inbox.take_up()
        await inbox.stop()
        office.now += PAUSE
    assert tries == [1] * (MOST_ATTEMPTS + 2)
    assert (await office.kept(1)).handled_at is not None


async def test_pushed_updates_that_overtake_each_other_are_put_in_order(office: Office) -> None:
    inbox = office.open(in_order=False)
    await inbox.put(update(1))
    office.now += LATECOMERS
    await inbox.take_up()
    await office.until(1)
    await inbox.put(update(3))
    await inbox.take_up()
    assert office.handled == [1]
    await inbox.put(update(2))
    await inbox.take_up()
    assert await office.until(3) == [1, 2, 3]


async def test_an_update_does_not_wait_for_ever_for_one_that_never_comes(office: Office) -> None:
    inbox = office.open(in_order=False)
    await inbox.put(update(5))
    await inbox.take_up()
    assert office.handled == []
    office.now += LATECOMERS
    await inbox.take_up()
    assert await office.until(1) == [5]


async def test_what_comes_while_a_chat_is_looked_at_is_not_overlooked(office: Office) -> None:
    inbox = office.open(in_order=False)
    await inbox.put(update(5))
    async with office.database.begin() as session:
        await arrivals.keep(  # holds the look up until this transaction ends
            session,
            update_id=4,
            chat=7,
            body=update(4).to_dict(),
            lease=Lease("elsewhere", NOON, NOON + LEASE),
            wanted=False,
            in_order=True,
        )
        await inbox.take_up()
        await asyncio.sleep(LATECOMERS.total_seconds() * 1.5)
        await session.rollback()
        office.now += LATECOMERS
        await inbox.take_up()
    assert await office.until(1) == [5]


async def test_polling_confirms_nothing_that_is_not_kept(office: Office) -> None:
    failures = [DatabaseAway("gone")]

    class Moody(Inbox):
        async def put(self, given: Update) -> None:
            if failures:
                raise failures.pop()
            await super().put(given)

    letterbox = Letterbox(pause=0)
    letterbox.inbox = Moody(
        office.database, process=_nothing, read=lambda _: None, in_order=True, clock=lambda: NOON
    )
    await letterbox.put(update(1))
    await letterbox.inbox.stop()
    assert failures == []
    assert (await office.kept(1)).update_id == 1
    await letterbox.put("what the library puts there itself")
    assert letterbox.get_nowait() == "what the library puts there itself"


async def test_numbers_are_forgotten_when_telegram_does_not_repeat_them(office: Office) -> None:
    inbox = office.open()
    await inbox.put(update(1))
    await office.until(1)
    await inbox.stop()
    async with office.database.begin() as session:
        await arrivals.drop_handled(session, before=NOON + timedelta(seconds=1))
        assert (await session.exec(select(Arrival))).all() == []


@pytest.mark.parametrize(
    ("before", "age", "may"),
    [
        ([], 0.0, False),
        ([], 1.0, True),
        ([(9, 0.0)], 0.0, True),
        ([(8, 9.0)], 0.0, False),
        ([(8, 9.0)], 1.0, True),
        ([(9, 0.0), (7, 9.0)], 0.0, False),
        ([(9, 1.0), (7, 9.0)], 0.0, True),
        ([(9, 0.0), (8, 0.0), (7, 0.0)], 0.0, True),
    ],
)
def test_an_update_waits_only_for_one_that_may_still_be_on_its_way(
    before: list[tuple[int, float]], age: float, may: bool
) -> None:
    def ago(seconds: float) -> datetime:
        return NOON - timedelta(seconds=seconds)

    rows: list[Any] = [Arrival(update_id=n, chat=1, received_at=ago(a)) for n, a in before]
    assert arrivals.may_follow(10, ago(age), rows, NOON) is may


async def _nothing(_: Update) -> None: ...
