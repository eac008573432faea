"""Two processes on one database: writers take turns, lookers do not wait, claims never meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from store import outbox
from store.database import Database
from store.tables.notices import Notice, NoticeKind
from store.tables.people import Chat, ChatKind, Contact

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TODAY = date(2026, 3, 2)
LEASE = timedelta(minutes=2)


@pytest.fixture
async def two(empty: str) -> AsyncIterator[tuple[Database, Database]]:
    async with Database(empty) as one, Database(empty) as other:
        await one.create_tables()
        yield one, other


async def meet(database: Database) -> None:
    async with database.begin() as session:
        session.add(Contact(telegram_id=1, name="0", seen_at=NOW))


async def count_up(database: Database) -> None:
    """Read, think, write: what a handler does."""
    async with database.begin() as session:
        person = (await session.exec(select(Contact))).one()
        seen = int(person.name)
        await asyncio.sleep(0)
        person.name = str(seen + 1)


async def owe(database: Database, chats: int) -> None:
    async with database.begin() as session:
        for number in range(1, chats + 1):
            chat = Chat(telegram_id=-number, kind=ChatKind.GROUP, bound_at=NOW)
            session.add(chat)
            await session.flush()
            notice = Notice(
                key=f"{number}",
                chat_id=chat.id,
                kind=NoticeKind.DIGEST,
                day=TODAY,
                since=TODAY,
                due_at=NOW,
            )
            session.add(notice)


async def test_what_one_read_stays_so_until_it_has_written(
    two: tuple[Database, Database],
) -> None:
    await meet(two[0])
    await asyncio.gather(*(count_up(database) for database in two * 10))
    async with two[1].look() as session:
        assert (await session.exec(select(Contact.name))).one() == "20"


async def test_who_looks_does_not_wait_and_sees_what_is_committed(
    two: tuple[Database, Database],
) -> None:
    await meet(two[0])
    async with two[0].begin() as session:
        person = (await session.exec(select(Contact))).one()
        person.name = "1"
        await session.flush()
        async with two[1].look() as looking:
            assert (await looking.exec(select(Contact.name))).one() == "0"
    async with two[1].look() as looking:
        assert (await looking.exec(select(Contact.name))).one() == "1"


async def claims(database: Database, token: str) -> set[int]:
    async with database.beside() as session:
        taken = await outbox.claim(session, now=NOW, until=NOW + LEASE, token=token, limit=7)
        await asyncio.sleep(0)
        return {claim.notice_id for claim in taken}


async def test_no_notice_is_claimed_twice(two: tuple[Database, Database]) -> None:
    await owe(two[0], chats=40)
    rounds = [claims(database, f"{n}") for n, database in enumerate(two * 4)]
    taken = await asyncio.gather(*rounds)
    while more := await claims(two[0], "last"):
        taken.append(more)
    assert sum(map(len, taken)) == len(set().union(*taken)) == 40


@pytest.mark.postgresql
async def test_who_claims_passes_by_what_another_is_claiming(
    two: tuple[Database, Database],
) -> None:
    if not two[0].is_server:
        pytest.skip("SQLite has one writer: the second waits")
    await owe(two[0], chats=5 * outbox.LOOKED_AT + 10)
    async with two[0].beside() as session:
        first = await outbox.claim(session, now=NOW, until=NOW + LEASE, token="a", limit=5)
        async with asyncio.timeout(5):
            second = await claims(two[1], "b")
    assert second
    assert second.isdisjoint(claim.notice_id for claim in first)
