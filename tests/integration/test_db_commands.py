"""`duban db …`, and a bot that starts on tables of its own version only; in both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot.cli import main
from bot.opening import open_database
from plans.errors.operation import SchemaNewer, SchemaOlder
from store import schema
from store.database import Database

NEWEST = schema.newest()
Duban = Callable[..., tuple[int, str, str]]


@pytest.fixture
def duban(empty: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Duban:
    monkeypatch.setenv("DUBAN_DATABASE_URL", empty)

    def duban(*words: str) -> tuple[int, str, str]:
        code = main(words)
        return (code, *capsys.readouterr())

    return duban


def test_tables_are_made_looked_at_taken_back_and_brought_up_again(duban: Duban) -> None:
    assert duban("db", "current") == (
        1,
        "数据库还没有表。请执行 duban db upgrade，或直接启动 duban run。\n",
        "",
    )
    assert duban("db", "upgrade") == (0, f"数据库已建立，结构 {NEWEST}。\n", "")
    assert duban("db", "current") == (0, f"数据库结构 {NEWEST}，与本程序一致。\n", "")
    assert duban("db", "upgrade") == (0, f"数据库结构已是 {NEWEST}，没有改动。\n", "")
    code, said, _ = duban("db", "downgrade", "0001")
    assert code == 0
    assert said.startswith(f"数据库结构已从 {NEWEST} 退回到 0001；只有新结构才有的内容已删除。")
    code, said, _ = duban("db", "current")
    assert (code, said) == (
        1,
        f"数据库结构 0001，本程序需要 {NEWEST}。请先备份，再执行 duban db upgrade。\n",
    )
    code, said, _ = duban("db", "upgrade")
    assert (code, said) == (0, f"数据库结构已从 0001 升级到 {NEWEST}，原有数据没有改动。\n")


def test_one_goes_back_only_to_what_there_was(duban: Duban) -> None:
    duban("db", "upgrade")
    code, said, refused = duban("db", "downgrade", "9999")
    assert (code, said) == (1, "")
    assert refused.startswith("duban: 没有可以退回的结构版本「9999」。由旧到新可以退回到：0001、")
    assert duban("db", "downgrade", schema.BASE)[0] == 1
    assert duban("db", "current")[0] == 0


def test_a_command_refuses_tables_of_an_earlier_version(duban: Duban) -> None:
    duban("db", "upgrade")
    duban("db", "downgrade", "0001")
    code, said, refused = duban("import", "--library", "huizhou-2017")
    assert (code, said) == (1, "")
    assert refused.startswith(f"duban: 数据库结构是 0001，比程序旧（需要 {NEWEST}）。请先备份")


async def test_the_bot_makes_tables_where_there_are_none_and_refuses_older_ones(
    empty: str,
) -> None:
    async with await open_database(empty) as database:
        assert await schema.standing(database) is schema.Standing.CURRENT
        await schema.downgrade(database, "0001")
    with pytest.raises(SchemaOlder):
        await open_database(empty)
    async with await open_database(empty, upgrade=True) as database:
        assert await schema.standing(database) is schema.Standing.CURRENT


async def test_the_bot_refuses_newer_tables_whatever_it_is_told(empty: str) -> None:
    async with await open_database(empty) as database, database.begin() as session:
        newer = text("UPDATE alembic_version SET version_num = '9999'")
        await (await session.connection()).execute(newer)
    for upgrade in (False, True):
        with pytest.raises(SchemaNewer):
            await open_database(empty, upgrade=upgrade)


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///data/duban.db", "sqlite+aiosqlite"),
        ("postgres://duban@host/duban", "postgresql+asyncpg"),
        ("postgresql://duban@host/duban?sslmode=require", "postgresql+asyncpg"),
    ],
)
def test_addresses_are_understood_as_other_programs_write_them(written: str, driver: str) -> None:
    url = Database(written).engine.url
    assert url.drivername == driver
    assert "sslmode" not in url.query
