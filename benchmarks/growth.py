"""How cost grows: 143 to 100,000 tasks, 10 to 10,000 chats, in one run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import conversation, material, planning
from benchmarks.tables import Line, milliseconds, share
from store.database import Database

TASKS, CHATS = (10_000, 100_000), (10, 1_000, 10_000)
ROUNDS = 60
QUESTION = "/tasks 惠州 市商务局"
GROWTH = 1.5
"""goal: how much longer a question takes over the most tasks than over the fewest"""


async def lines(
    folder: Path,
    *,
    tasks: Sequence[int] = TASKS,
    chats: Sequence[int] = CHATS,
    rounds: int = ROUNDS,
) -> list[Line]:
    """Ask over more and more tasks, and plan a day for more and more chats."""
    return [await _questions(folder, tasks, rounds), *await _days(folder, chats, max(tasks))]


async def _questions(folder: Path, sizes: Sequence[int], rounds: int) -> Line:
    counts, medians = [], []
    for size in (0, *sizes):
        database = Database(f"sqlite+aiosqlite:///{folder}/tasks{size}.db")
        few = await material.load(database)
        counts.append(await material.multiply(database, tasks=size) if size else few)
        medians.append(await _median(database, rounds))
        await database.close()
    growth = medians[-1] / medians[0]
    return Line(
        f"a question over {_written(counts)} tasks",
        " → ".join(map(milliseconds, medians)),
        ratio=f"{growth:.2f} ×",
        goal=f"≤ {GROWTH} ×",
        holds=growth <= GROWTH,
    )


async def _median(database: Database, rounds: int) -> float:
    """Ask as a fresh process; the first question learns the plans' names and does not count."""
    talk = conversation.ours(database)
    async with talk.application:
        await talk.ask(QUESTION)
        return share(await talk.all([QUESTION] * rounds), 0.5)


async def _days(folder: Path, sizes: Sequence[int], tasks: int) -> list[Line]:
    quiet, each = [], []
    for size in sizes:
        database = Database(f"sqlite+aiosqlite:///{folder}/chats{size}.db")
        await database.create_tables()
        await planning.fill(database, tasks=max(tasks, size), chats=size)
        await planning.timed(database, planning.QUIET_DAY)  # compiles the statements
        quiet.append((await planning.timed(database, planning.QUIET_DAY))[1])
        begun = time.process_time()
        await planning.timed(database, planning.BUSY_DAY)
        each.append((time.process_time() - begun) / size)
        await database.close()
    return [
        Line(
            f"planning a day, nothing due, {_written(sizes)} chats",
            " → ".join(map(milliseconds, quiet)),
        ),
        Line(
            f"planning a notice for each of {_written(sizes)} chats",
            " → ".join(map(milliseconds, each)) + " a notice",
        ),
    ]


def _written(sizes: Sequence[int]) -> str:
    return " → ".join(f"{size:,}" for size in sizes)
