"""Full-text search over titles, task texts and targets. The index is derived data: made at import.

Here is all that knows of SQLite's FTS5; another database puts its own index behind these functions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import TextClause, text
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.search_terms import pairs, phrase, words

_TOKENS = "tokenize=\"unicode61 remove_diacritics 0 tokenchars '.+%/-'\""
_COLUMNS = "plan, title, body, pairs"
_CREATE = "CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({columns}, {tokens})"
_INSERT = "INSERT INTO {table} (rowid, {columns}) VALUES (:id, :plan, :title, :body, :pairs)"
_DELETE = "DELETE FROM {table} WHERE rowid IN (SELECT value FROM json_each(:ids))"
_FIND = """
SELECT rowid FROM {table} WHERE {table} MATCH :query
ORDER BY bm25({table}, 0.0, 4.0, 1.0, 0.5), rowid LIMIT :most
"""
MOST = 2000
"""hits that are looked at; a phrase with more says nothing"""


class Index(StrEnum):
    """What is searched; the values are the tables the hits are rows of."""

    TASKS = "task"
    TARGETS = "target"

    @property
    def table(self) -> str:
        """The index's own table."""
        return f"{self.value}_words"


async def prepare(session: AsyncSession) -> None:
    """Make the index where there is none yet."""
    for index in Index:
        create = _CREATE.format(table=index.table, columns=_COLUMNS, tokens=_TOKENS)
        await _run(session, text(create))


async def put(
    session: AsyncSession, index: Index, entries: Mapping[int, tuple[str, str]], *, plan: int
) -> None:
    """Index rows of a plan anew: for each id its heading (a title, a metric) and its own words."""
    await drop(session, index, entries.keys())
    rows: list[dict[str, Any]] = [
        {
            "id": row_id,
            "plan": _of_plan(plan),
            "title": words(title),
            "body": words(body),
            "pairs": pairs(f"{title} {body}"),
        }
        for row_id, (title, body) in entries.items()
    ]
    if rows:
        await _run(session, text(_INSERT.format(table=index.table, columns=_COLUMNS)), rows)


async def drop(session: AsyncSession, index: Index, ids: Collection[int]) -> None:
    """Forget rows."""
    if ids:
        statement = text(_DELETE.format(table=index.table))
        await _run(session, statement, {"ids": _json(ids)})


async def with_phrase(
    session: AsyncSession, index: Index, typed: str, *, plans: Collection[int] | None
) -> list[int]:
    """Return the rows that hold *typed* letter by letter, best first; *plans* None means all."""
    return await _find(session, index, [typed], " AND ", plans)


async def with_terms(
    session: AsyncSession, index: Index, terms: Collection[str], *, plans: Collection[int] | None
) -> list[int]:
    """Return the rows that hold every one of *terms* somewhere, best first."""
    return await _find(session, index, terms, " AND ", plans)


async def with_any(
    session: AsyncSession, index: Index, terms: Collection[str], *, plans: Collection[int] | None
) -> list[int]:
    """Return the rows that hold any of *terms*, best first."""
    return await _find(session, index, terms, " OR ", plans)


async def _find(
    session: AsyncSession,
    index: Index,
    terms: Collection[str],
    joint: str,
    plans: Collection[int] | None,
) -> list[int]:
    """Pairs of letters decide what is found, jieba's words in what order."""
    found = joint.join(f"pairs : ({query})" for term in terms if (query := phrase(term)))
    if not found or (plans is not None and not plans):
        return []
    ranked = " OR ".join(f'"{word}"' for term in terms for word in words(term).split())
    query = f"({found}) AND (({found}) OR {{title body}} : ({ranked}))" if ranked else found
    if plans is not None:  # within the index, so that other plans' hits cost nothing
        query = f"plan : ({' OR '.join(map(_of_plan, plans))}) AND ({query})"
    statement = text(_FIND.format(table=index.table))
    return [row[0] for row in await _run(session, statement, {"query": query, "most": MOST})]


def _of_plan(plan: int) -> str:
    return f"p{plan}"


async def _run(session: AsyncSession, statement: TextClause, values: Any = None) -> Any:
    """Run a statement of the index's own, after what the session still holds back."""
    await session.flush()
    return await (await session.connection()).execute(statement, values)


def _json(ids: Collection[int]) -> str:
    return "[" + ",".join(map(str, ids)) + "]"
