import asyncio
from datetime import date

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.ledger import Ledger
from store.database import Database
from store.tables.records import Mark

DAY = date(2017, 12, 1)


def adding(name: str, seen: list[AsyncSession], *, fault: bool = False):  # type: ignore[no-untyped-def]
    async def change(session: AsyncSession) -> str:
        session.add(Mark(name=name, day=DAY))
        await session.flush()
        if fault:
            raise ValueError(name)
        seen.append(session)
        return name

    return change


async def kept(database: Database) -> list[str]:
    async with database.begin() as session:
        return list((await session.exec(select(Mark.name).order_by(Mark.name))).all())


async def test_what_comes_while_one_is_written_is_written_together(database: Database) -> None:
    ledger, seen = Ledger(database), []  # type: ignore[var-annotated]
    names = ["a", "b", "c", "d"]
    assert await asyncio.gather(*(ledger.write(adding(name, seen)) for name in names)) == names
    assert await kept(database) == names
    assert len({id(session) for session in seen}) < len(names)


async def test_a_change_that_fails_fails_alone(database: Database) -> None:
    ledger = Ledger(database)
    results = await asyncio.gather(
        *(ledger.write(adding(name, [], fault=name == "b")) for name in "abc"),
        return_exceptions=True,
    )
    assert [str(result) for result in results] == ["a", "b", "c"]
    assert isinstance(results[1], ValueError)
    assert await kept(database) == ["a", "c"]


async def test_who_gives_up_waiting_leaves_the_others_be(database: Database) -> None:
    ledger = Ledger(database)
    first = asyncio.create_task(ledger.write(adding("a", [])))
    second = asyncio.create_task(ledger.write(adding("b", [])))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "b"
    with pytest.raises(asyncio.CancelledError):
        await first
