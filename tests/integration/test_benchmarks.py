"""Every benchmark runs, in a size that takes seconds; held is what no neighbour can disturb."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks import broadcast, country, growth, material, questions, reading, updates
from benchmarks.__main__ import FULL, QUICK
from benchmarks.tables import Line, share, table
from scheduler.limiter import Limits
from store.database import Database
from store.rows import columns
from store.tables.plans import Task

ROOT = Path(__file__).parents[2]


def test_a_document_ten_times_as_long_takes_about_ten_times_as_long() -> None:
    grown = [reading.growth(words, 10) for words in list(reading.documents().values())[:3]]
    assert share(grown, 0.5) < 2, "reading is not linear: see benchmarks/reading.py"


async def test_the_same_seed_makes_the_same_country(tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/{name}.db")
        few = await material.load(database)
        assert await material.multiply(database, tasks=few + 100) >= few + 100
        async with database.begin() as session:
            rows = await session.connection()
            query = columns(Task.id, Task.plan_id, Task.number, Task.due).order_by(Task.id)
            made.append((await rows.execute(query)).all())
        await database.close()
    assert made[0] == made[1]


async def test_questions_are_measured_over_few_tasks_and_over_many(tmp_path: Path) -> None:
    lines = await questions.lines(tmp_path, tasks=600, rounds=5)
    assert any(line.what.startswith(questions.DEPARTMENT) for line in lines)
    assert {line.what for line in lines if line.ours == "no answer"} == set()


async def test_updates_are_measured_beside_a_bare_handler(tmp_path: Path) -> None:
    lines = await updates.lines(tmp_path, updates=3, repeats=1)
    assert len(lines) == len(updates.ASKED)
    assert all("bare handler" in line.peer for line in lines)


async def test_growth_is_measured_over_tasks_and_chats(tmp_path: Path) -> None:
    lines = await growth.lines(tmp_path, tasks=(300,), chats=(3, 9), rounds=3)
    assert [line.ours.count("→") for line in lines] == [1, 1, 1]


def test_a_day_of_a_country_keeps_the_limits_and_ends() -> None:
    day = country.simulated(chats=60, messages=200)
    assert len(day.digests) == 60
    assert len(day.waits) == 140
    gaps = [after - before for before, after in pairwise(sorted(day.digests))]
    assert min(gaps) >= Limits().spacing - 1e-6


def test_every_benchmark_has_a_quick_size() -> None:
    assert FULL.keys() == QUICK.keys()


@pytest.mark.parametrize("name", ["start"])
def test_what_needs_a_process_of_its_own_runs_from_the_command_line(name: str) -> None:
    words = [sys.executable, "-m", "benchmarks", "--quick", name]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.startswith("| what "), run.stderr
    assert "MB" in run.stdout


async def test_a_broadcast_reaches_every_chat_while_people_ask(tmp_path: Path) -> None:
    arrived, asked = await broadcast.lines(tmp_path, count=8)
    assert arrived.ours.endswith("8 arrived")
    assert "(0 asked)" not in asked.what


def test_a_table_names_what_was_missed() -> None:
    lines = [
        Line("reading", "1 s", goal="≤ 2 s", holds=True),
        Line("asking", "9 ms", "3 ms", "3.0 ×", "≤ 2 ×", holds=False),
        Line("seen", "7"),
    ]
    assert table(lines).splitlines() == [
        "| what    | ours | peer | ratio | goal  |        |",
        "| ------- | ---- | ---- | ----- | ----- | ------ |",
        "| reading | 1 s  |      |       | ≤ 2 s | holds  |",
        "| asking  | 9 ms | 3 ms | 3.0 × | ≤ 2 × | MISSED |",
        "| seen    | 7    |      |       |       |        |",
    ]
