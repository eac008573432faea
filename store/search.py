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
_CREATE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS task_words USING fts5(title, body, pairs, {_TOKENS})",
    f"CREATE VIRTUAL TABLE IF NOT EXISTS target_words USING fts5(title, body, pairs, {_TOKENS})",
)
_INSERT = "INSERT INTO {table} (rowid, title, body, pairs) VALUES (:id, :title, :body, :pairs)"
_DELETE = "DELETE FROM {table} WHERE rowid IN (SELECT value FROM json_each(:ids))"
_FIND = """
SELECT {table}.rowid FROM {table} JOIN {owner} ON {owner}.id = {table}.rowid
WHERE {table} MATCH :query {scope}
ORDER BY bm25({table}, 4.0, 1.0, 0.5), {table}.rowid LIMIT :most
"""
_SCOPE = "AND {owner}.plan_id IN (SELECT value FROM json_each(:plans))"
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
    for statement in _CREATE:
        await _run(session, text(statement))


async def put(session: AsyncSession, index: Index, entries: Mapping[int, tuple[str, str]]) -> None:
    """Index rows anew: for each id its heading (a title, a metric) and its own words."""
    await drop(session, index, entries.keys())
    rows: list[dict[str, Any]] = [
        {
            "id": row_id,
            "title": words(title),
            "body": words(body),
            "pairs": pairs(f"{title} {body}"),
        }
        for row_id, (title, body) in entries.items()
    ]
    if rows:
        await _run(session, text(_INSERT.format(table=index.table)), rows)


async def drop(session: AsyncSession, index: Index, ids: Collection[int]) -> None:
    """Forget rows."""
    if ids:
        statement = text(_DELETE.format(table=index.table))
        await _run(session, statement, {"ids": _json(ids)})


async def with_phrase(
    session: AsyncSession, index: Index, typed: str, *, plans: Collection[int] | None
) -> list[int]:
    """Return the rows that hold *typed* letter by letter, best first; *plans* None means all."""
    query = phrase(typed)
    return await _find(session, index, f"pairs : ({query})" if query else "", plans)


async def with_terms(
    session: AsyncSession, index: Index, terms: Collection[str], *, plans: Collection[int] | None
) -> list[int]:
    """Return the rows that hold every one of *terms* somewhere, best first."""
    queries = [query for term in terms if (query := phrase(term))]
    return await _find(session, index, " AND ".join(f"pairs : ({q})" for q in queries), plans)


async def with_any(
    session: AsyncSession, index: Index, terms: Collection[str], *, plans: Collection[int] | None
) -> list[int]:
    """Return the rows that hold any of *terms*, best first."""
    queries = [query for term in terms if (query := phrase(term))]
    return await _find(session, index, " OR ".join(f"pairs : ({q})" for q in queries), plans)


async def _find(
    session: AsyncSession, index: Index, query: str, plans: Collection[int] | None
) -> list[int]:
    if not query:
        return []
    scope = "" if plans is None else _SCOPE.format(owner=index.value)
    statement = text(_FIND.format(table=index.table, owner=index.value, scope=scope))
    values: dict[str, Any] = {"query": query, "most": MOST}
    if plans is not None:
        values["plans"] = _json(plans)
    return [row[0] for row in await _run(session, statement, values)]


async def _run(session: AsyncSession, statement: TextClause, values: Any = None) -> Any:
    """Run a statement of the index's own, after what the session still holds back."""
    await session.flush()
    return await (await session.connection()).execute(statement, values)


def _json(ids: Collection[int]) -> str:
    return "[" + ",".join(map(str, ids)) + "]"
