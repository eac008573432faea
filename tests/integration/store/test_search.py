"""SQLite and PostgreSQL find the same in the same order, whatever is looked for."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from plans import library
from plans.departments import Directory
from plans.model import PlanFacts
from plans.reader import read_plan
from store import search
from store.database import Database
from store.imports import remove_plan, save_plan
from store.search import Index
from store.tables.plans import Plan
from tests import databases
from tests.plan_facts import autumn_county, spring_city

NOW = datetime(2026, 2, 4, 1, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "data" / "plans"
ODD = (
    "5", "g", "%", "95%", "3·15", "5g", "b2b", "iso9001", "质", "质量、安全", "质量,5", "质质质",
    "a-b/c", "\"引号\"", "it's", "100%达标", "没有的词语", "。。。", "工作", "质量", "2017年",
    "天天", "天天天", "天天天天", "年年岁岁年年", "xx", "xxx", "x" * 3000, "00", "末尾的话",
)  # fmt: skip
"""prefixes, marks, what is everywhere and what is nowhere"""
ECHOES = {
    9001: ("天天天天天向上", "年年岁岁年年岁岁年年"),
    9002: ("天天天", "岁岁年年岁岁年年"),
    9003: ("天天天向上", "年年岁岁年年岁岁年年"),
    9004: ("x" * 3000, f"{'y.' * 2000} 质量 {'安全' * 9000}。末尾的话"),
}
"""what begins again before it has ended, and what is longer than an index likes"""


def plans() -> list[PlanFacts]:
    known = Directory.load().known
    texts = {path.name: path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))[::8]}
    read = [read_plan(text, source=name, known=known) for name, text in texts.items()]
    return [spring_city(), autumn_county(), *library.plans(), *read]


@pytest.fixture
async def both(
    postgresql: databases.Server, tmp_path: Path
) -> AsyncIterator[tuple[Database, Database]]:
    """The sample plans in a database of each kind, one plan put in, taken out, put in again."""
    async with AsyncExitStack() as stack:
        opened = (
            await stack.enter_async_context(databases.sqlite(tmp_path)),
            await stack.enter_async_context(postgresql.database()),
        )
        for database in opened:
            async with database.begin() as session:
                for facts in plans():
                    await save_plan(session, facts, directory=Directory.load(), now=NOW)
                first = (await session.exec(select(Plan).order_by(col(Plan.id)))).first()
                assert first is not None
                await remove_plan(session, first)
                await save_plan(session, spring_city(), directory=Directory.load(), now=NOW)
                await search.put(session, Index.TASKS, ECHOES, plan=77)
        yield opened


def typed(draw: random.Random, count: int) -> Iterator[str]:
    """Pieces of the plans, as people would type them."""
    texts = [task.title or "" for facts in plans() for task in facts.tasks]
    texts += [target.metric for facts in plans() for task in facts.tasks for target in task.targets]
    for _ in range(count):
        text = draw.choice(texts)
        start = draw.randrange(max(1, len(text)))
        yield text[start : start + draw.randint(2, 6)]


async def hits(
    database: Database, terms: Sequence[str], where: list[int] | None
) -> list[list[list[int]]]:
    async with database.look() as session:
        return [
            [
                await search.with_phrase(session, index, terms[0], plans=where),
                await search.with_terms(session, index, terms, plans=where),
                await search.with_any(session, index, terms, plans=where),
            ]
            for index in Index
        ]


@pytest.mark.postgresql
async def test_both_databases_find_the_same_in_the_same_order(
    both: tuple[Database, Database],
) -> None:
    draw = random.Random(7)
    words = [*ODD, *typed(draw, 30)]
    found = []
    for word in words:
        terms = [word, *draw.sample(words, draw.randint(0, 2))]
        where = draw.choice([None, None, [2], [1, 3, 99], list(range(1, 9))])
        one, other = [await hits(database, terms, where) for database in both]
        assert one == other, (terms, where)
        found.append(any(any(kind) for kind in one))
    assert sum(found) > len(words) / 2
