"""What is measured on: the five published plans, and a country of plans made from them.

The documents are read where `../shared/plans` is there; the facts in `plans/library` stand in for
them elsewhere, with everything but sentences.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, literal, select, text
from sqlmodel import SQLModel

from plans import library
from plans.departments import Directory
from plans.model import PlanFacts
from plans.reader import read_plan
from store.database import Database
from store.imports import save_plan
from store.tables.plans import Department, Duty, Milestone, Observance, Plan, Target, Task

DOCUMENTS = Path(__file__).parents[2] / "shared" / "plans"
SEED = 2017
THEN = datetime(2017, 11, 28, 1, 0, tzinfo=UTC)
STRIDE = 1_000_000
"""between the ids of one copy and the next"""
SYLLABLES = "东南西北上中下新安宁平永和顺昌兴隆泰康乐清远明德文武石金"


def documents() -> dict[str, str]:
    """Return the documents by file name; {} where they are absent."""
    return {file.name: file.read_text("utf-8") for file in sorted(DOCUMENTS.glob("*.txt"))}


def published() -> tuple[PlanFacts, ...]:
    """Return the five plans, with their text where that is here."""
    known = Directory.load().known
    read = (read_plan(words, source=name, known=known) for name, words in documents().items())
    return tuple(read) or library.plans()


async def load(database: Database) -> int:
    """Import the five plans by the road every plan takes; return how many tasks they hold."""
    await database.create_tables()
    directory = Directory.load()
    plans = published()
    async with database.begin() as session:
        for facts in plans:
            await save_plan(session, facts, directory=directory, now=THEN)
    return sum(len(facts.tasks) for facts in plans)


async def multiply(database: Database, *, tasks: int, seed: int = SEED) -> int:
    """Give invented places copies of the five plans until there are *tasks*; return how many."""
    draw = random.Random(seed)
    async with database.engine.begin() as connection:
        return await connection.run_sync(_multiply, tasks, draw)


def _multiply(connection: Connection, wanted: int, draw: random.Random) -> int:
    plans = connection.execute(
        select(Plan.id, func.count()).join(Task).group_by(Plan.id).order_by(Plan.id)
    ).all()
    there = sum(count for _, count in plans)
    places = _places(draw)
    copy = 0
    while there < wanted:
        copy += 1
        plan_id, count = draw.choice(plans)
        _copy(connection, plan_id, copy, next(places), years=draw.randrange(3))
        there += count
    connection.execute(text("ANALYZE"))
    return there


def _places(draw: random.Random) -> Iterator[str]:
    names = ["".join(letters) + "市" for letters in product(SYLLABLES, repeat=3)]
    return iter(draw.sample(names, len(names)))


def _copy(connection: Connection, plan_id: int, copy: int, place: str, *, years: int) -> None:
    """Copy a plan and all that hangs on it, its search index too; deadlines some years later."""
    moved = copy * STRIDE
    tasks = select(Task.id).where(Task.plan_id == plan_id)
    held = select(Duty.department_id).where(Duty.task_id.in_(tasks))
    targets = select(Target.id).where(Target.plan_id == plan_id)
    new: dict[str, Any] = {"key": Plan.key + f"-{copy}", "place": literal(place)}
    _insert(connection, Plan, Plan.id == plan_id, moved, new)
    _insert(connection, Department, Department.id.in_(held), moved, {"place": literal(place)})
    _insert(connection, Task, Task.plan_id == plan_id, moved, _later(Task, years))
    _insert(connection, Duty, Duty.task_id.in_(tasks), moved, {})
    _insert(connection, Target, Target.plan_id == plan_id, moved, _later(Target, years))
    _insert(connection, Milestone, Milestone.task_id.in_(tasks), moved, _later(Milestone, years))
    _insert(connection, Observance, Observance.plan_id == plan_id, moved, {})
    for index, rows in (("task_words", tasks), ("target_words", targets)):
        ids = str(rows.compile(connection, compile_kwargs={"literal_binds": True}))
        connection.execute(
            text(
                f"INSERT INTO {index} (rowid, plan, title, body, pairs) "
                f"SELECT rowid + {moved}, 'p' || (substr(plan, 2) + {moved}), title, body, pairs "
                f"FROM {index} WHERE rowid IN ({ids})"
            )
        )


def _insert(
    connection: Connection, model: type[SQLModel], which: Any, moved: int, new: dict[str, Any]
) -> None:
    columns = model.__table__.columns  # type: ignore[attr-defined]
    values = [new.get(c.name, c + moved if c.name.endswith("id") else c) for c in columns]
    names = [c.name for c in columns]
    connection.execute(insert(model).from_select(names, select(*values).where(which)))


def _later(model: Any, years: int) -> dict[str, Any]:
    return {"due": func.date(model.due, f"+{years} years")}
