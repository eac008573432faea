"""The search index in SQLite: all that knows of FTS5."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.search_terms import Phrase, pairs, words
from store.bulk import firsts, run
from store.search_query import BODY, EXACT, HEADING, MOST, Entry, Index, Wanted

_TOKENS = "tokenize=\"unicode61 remove_diacritics 0 tokenchars '.+%/-'\""
_COLUMNS = "plan, title, body, pairs"
_CREATE = "CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({columns}, {tokens})"
_INSERT = "INSERT INTO {table} (rowid, {columns}) VALUES (:id, :plan, :title, :body, :pairs)"
_DELETE = "DELETE FROM {table} WHERE rowid IN (SELECT value FROM json_each(:ids))"
_DELETE_ALL = "DELETE FROM {table}"
_SOME = "SELECT rowid FROM {table} WHERE {table} MATCH :query LIMIT 2"
_RANKED = """
SELECT rowid FROM {table} WHERE {table} MATCH :query
ORDER BY bm25({table}, 0.0, {heading}, {body}, {exact}), rowid LIMIT :most
"""


async def prepare(session: AsyncSession, index: Index) -> None:
    """Make the index where there is none yet."""
    create = _CREATE.format(table=index.table, columns=_COLUMNS, tokens=_TOKENS)
    await run(session, text(create))


async def put(session: AsyncSession, index: Index, entries: Sequence[Entry]) -> None:
    """Index rows that are not there."""
    rows: list[dict[str, Any]] = [
        {
            "id": entry.id,
            "plan": _of_plan(entry.plan),
            "title": words(entry.heading),
            "body": words(entry.body),
            "pairs": pairs(f"{entry.heading} {entry.body}"),
        }
        for entry in entries
    ]
    await run(session, text(_INSERT.format(table=index.table, columns=_COLUMNS)), rows)


async def drop(session: AsyncSession, index: Index, ids: Collection[int]) -> None:
    """Forget rows."""
    listed = "[" + ",".join(map(str, ids)) + "]"
    await run(session, text(_DELETE.format(table=index.table)), {"ids": listed})


async def clear(session: AsyncSession, index: Index) -> None:
    """Forget every row."""
    await run(session, text(_DELETE_ALL.format(table=index.table)))


async def find(session: AsyncSession, index: Index, wanted: Wanted) -> list[int]:
    """Return the rows that hold what is wanted, best first."""
    values = {"query": _query(wanted), "most": MOST}
    some = await firsts(session, text(_SOME.format(table=index.table)), values)
    if len(some) < 2:  # nothing to rank: bm25 counts each word in the whole index
        return some
    ranked = _RANKED.format(table=index.table, heading=HEADING, body=BODY, exact=EXACT)
    return await firsts(session, text(ranked), values)


def _query(wanted: Wanted) -> str:
    joint = " AND " if wanted.every else " OR "
    found = joint.join(f"pairs : ({' AND '.join(map(_phrase, term))})" for term in wanted.terms)
    ranked = " OR ".join(f'"{word}"' for word in wanted.words)
    query = f"({found}) AND (({found}) OR {{title body}} : ({ranked}))" if ranked else found
    if wanted.plans is None:
        return query
    # within the index, so that other plans' hits cost nothing
    return f"plan : ({' OR '.join(map(_of_plan, wanted.plans))}) AND ({query})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.pairs)}"' + ("*" if phrase.is_prefix else "")


def _of_plan(plan: int) -> str:
    return f"p{plan}"
