"""The revisions in order give the schema that the models describe."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from store import schema
from store.database import Database
from tests.shapes import differences


async def test_an_empty_database_is_brought_to_the_schema_of_the_models(empty: str) -> None:
    database = Database(empty)
    await schema.upgrade(database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    assert await schema.revision(database) == schema.newest()
    await database.close()


async def test_upgrading_twice_changes_nothing(empty: str) -> None:
    database = Database(empty)
    await schema.upgrade(database)
    await schema.upgrade(database)
    assert await schema.revision(database) == schema.newest()
    await database.close()


async def test_the_newest_revision_is_the_one_alembic_knows_as_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.HERE))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.newest()


def test_the_list_of_revisions_is_in_the_order_in_which_they_are_applied() -> None:
    listed = re.findall(r"^\| (\d{4}) \|", (schema.HERE / "README.md").read_text("utf-8"), re.M)
    assert listed == [*schema.earlier(), schema.newest()]


def test_a_revision_to_come_is_numbered_above_all_there_are() -> None:
    assert schema.next_number() > max(*schema.earlier(), str(schema.newest()))


def test_a_start_that_finds_its_schema_current_does_not_load_alembic(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/duban.db"
    start = f"""
import asyncio, sys
from bot.opening import open_database
async def start():
    await (await open_database({url!r})).close()
asyncio.run(start())
print("alembic" in sys.modules, "plans.reader" in sys.modules)
"""
    runs = [
        subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert [run.stdout.split() for run in runs] == [["True", "False"], ["False", "False"]]
