"""Questions over 143 tasks and over 100,000: update in, reply out, beside the bare SQL.

The larger database holds copies of the five plans for thousands of invented places, made with a
fixed seed. Questions name their place, as a bound chat does, so both databases give the same
answer; both are asked in turn. The peer is one statement for the rows the answer shows, by the
driver alone. The first time a question is asked nothing of its answer is at hand.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiosqlite

from benchmarks import conversation, material
from benchmarks.conversation import Conversation
from benchmarks.tables import Line, milliseconds, share
from store.database import Database

MANY = 100_000
ROUNDS = 300
PLACE = "惠州"
DEPARTMENT, TOPIC, FREE = "/tasks DEPARTMENT", "a topic search", "a free question"
GROWTH, OVER_SQL = 1.5, 5.0
"""goals: how much longer over the larger database; how much longer than the bare SQL at p99"""

NAMES = """
SELECT DISTINCT department.name FROM department JOIN duty ON duty.department_id = department.id
JOIN task ON task.id = duty.task_id JOIN plan ON plan.id = task.plan_id
WHERE plan.place LIKE ? ORDER BY 1
"""
TITLES = """
SELECT task.title FROM task JOIN plan ON plan.id = task.plan_id
WHERE plan.place LIKE ? AND task.title IS NOT NULL ORDER BY task.position
"""
ROWS = """
SELECT task.id, task.number, task.title, task.section, task.due, duty.role,
       (SELECT count(*) FROM target WHERE target.task_id = task.id)
FROM department JOIN duty ON duty.department_id = department.id JOIN task ON task.id = duty.task_id
WHERE department.name = ? AND department.place LIKE ? ORDER BY task.position
"""


@dataclass
class Times:
    """Seconds that one kind of question took."""

    few: list[float] = field(default_factory=list)
    many: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """How much longer the median is over the larger database."""
        return share(self.many, 0.5) / share(self.few, 0.5)


async def lines(folder: Path, *, tasks: int = MANY, rounds: int = ROUNDS) -> list[Line]:
    """Ask each kind of question of both databases."""
    few, many = (Database(f"sqlite+aiosqlite:///{folder}/{name}.db") for name in ("few", "many"))
    counts = [await material.load(few)]
    await material.load(many)
    counts.append(await material.multiply(many, tasks=tasks))
    async with AsyncExitStack() as stack:
        talks = [conversation.ours(database) for database in (few, many)]
        for talk in talks:
            await stack.enter_async_context(talk.application)
        bare = await stack.enter_async_context(aiosqlite.connect(folder / "many.db"))
        made = [await talk.ask("/plans") for talk in talks]
        found = await _measured(talks, bare, rounds)
    for database in (few, many):
        await database.close()
    knowledge = Line(
        "after an import: the plans' names learnt anew",
        milliseconds(made[1]),
        f"{milliseconds(made[0])} over {counts[0]:,} tasks",
    )
    return [*found, knowledge]


async def _measured(
    talks: Sequence[Conversation], bare: aiosqlite.Connection, rounds: int
) -> list[Line]:
    names = [row[0] for row in await bare.execute_fetchall(NAMES, (f"{PLACE}%",))]
    topics = [row[0] for row in await bare.execute_fetchall(TITLES, (f"{PLACE}%",))]
    asked = {
        DEPARTMENT: [f"/tasks {PLACE} {name}" for name in names],
        TOPIC: [f"/search {PLACE} {topic}" for topic in topics],
        FREE: [f"{PLACE}{name}牵头哪些任务" for name in names],
    }
    found: list[Line] = []
    for kind, questions in asked.items():
        if not await _is_answered(talks[0], questions[0]):
            found.append(Line(kind, "no answer", goal="an answer", holds=False))
            continue
        first = await _asked(talks, questions[1:])
        again = await _asked(talks, random.Random(material.SEED).choices(questions, k=rounds))
        found += _growth(f"{kind}, first time", first) + _growth(kind, again)
        if kind == DEPARTMENT:
            found.append(_beside(again, await _bare(bare, names, rounds)))
    return found


async def _asked(talks: Sequence[Conversation], questions: Sequence[str]) -> Times:
    """Ask both databases in turn, so that what else the machine does meets both."""
    times = Times()
    for words in questions:
        times.few += await talks[0].all([words])
        times.many += await talks[1].all([words])
    return times


async def _bare(bare: aiosqlite.Connection, names: Sequence[str], rounds: int) -> list[float]:
    draw, taken = random.Random(material.SEED), []
    for name in draw.choices(names, k=rounds):
        begun = time.perf_counter()
        await bare.execute_fetchall(ROWS, (name, f"{PLACE}%"))
        taken.append(time.perf_counter() - begun)
    return taken


async def _is_answered(talk: Conversation, words: str) -> bool:
    before = talk.wire.messages
    await talk.ask(words)
    return talk.wire.messages > before


def _growth(what: str, times: Times) -> list[Line]:
    return [
        Line(
            f"{what}: p50 (p99)",
            _both(times.many),
            _both(times.few),
            f"{times.growth:.2f} ×",
            f"≤ {GROWTH} × that over 143 tasks",
            times.growth <= GROWTH,
        )
    ]


def _beside(times: Times, bare: Sequence[float]) -> Line:
    ratio = share(times.many, 0.99) / share(bare, 0.99)
    return Line(
        f"{DEPARTMENT}: p99 beside bare SQL of its rows",
        milliseconds(share(times.many, 0.99)),
        f"{milliseconds(share(bare, 0.99))}, bare SQL",
        f"{ratio:.1f} ×",
        f"≤ {OVER_SQL:.0f} × bare SQL",
        ratio <= OVER_SQL,
    )


def _both(times: Sequence[float]) -> str:
    return f"{milliseconds(share(times, 0.5))} ({milliseconds(share(times, 0.99))})"
