"""The driver with one crossing a statement keeps what aiosqlite and SQLAlchemy promise."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import TextClause, text
from sqlalchemy.exc import IntegrityError, OperationalError

from store.database import Database

INSERT = text("INSERT INTO chat_alias (old, new) VALUES (:old, :new)")
COUNT = text("SELECT count(*) FROM chat_alias")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    async with database.begin() as session:
        connection = await session.connection()
        await connection.execute(text("CREATE TABLE chat_alias (old PRIMARY KEY, new NOT NULL)"))
    yield database
    await database.close()


async def count(database: Database) -> int:
    async with database.begin() as session:
        return int((await (await session.connection()).execute(COUNT)).scalar_one())


async def test_rows_columns_and_counts_arrive(database: Database) -> None:
    async with database.begin() as session:
        connection = await session.connection()
        await connection.execute(INSERT, [{"old": n, "new": -n} for n in range(3)])
        rows = (await connection.execute(text("SELECT old, new FROM chat_alias ORDER BY 1"))).all()
        assert [tuple(row) for row in rows] == [(0, 0), (1, -1), (2, -2)]
        assert rows[2].new == -2
        changed = await connection.execute(text("UPDATE chat_alias SET new = 9 WHERE old > 0"))
        assert changed.rowcount == 2
        returned = await connection.execute(text("DELETE FROM chat_alias RETURNING old"))
        assert sorted(row.old for row in returned) == [0, 1, 2]


async def test_errors_are_those_of_sqlalchemy_and_undo_the_transaction(database: Database) -> None:
    async def do(*statements: TextClause) -> None:
        async with database.begin() as session:
            for statement in statements:
                await (await session.connection()).execute(statement, {"old": 1, "new": 2})

    with pytest.raises(IntegrityError):
        await do(INSERT, INSERT)
    with pytest.raises(OperationalError):
        await do(INSERT, text("SELECT nothing FROM nowhere"))
    assert await count(database) == 0


async def test_who_is_cancelled_leaves_no_transaction_open(database: Database) -> None:
    draw = random.Random(5)

    async def write(number: int) -> None:
        async with database.begin() as session:
            connection = await session.connection()
            await connection.execute(INSERT, {"old": number, "new": 0})
            await connection.execute(INSERT, {"old": -number, "new": 0})

    for number in range(1, 60):
        writing = asyncio.create_task(write(number))
        for _ in range(draw.randrange(25)):  # somewhere between its beginning and its end
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.wait({writing})
        assert await count(database) % 2 == 0  # both or neither, and nobody holds the lock
