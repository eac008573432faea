"""The search index in PostgreSQL: found by GIN, ranked by the same sums as FTS5's bm25.

PostgreSQL's own `ts_rank` knows no frequency over all documents, so its order would be another.
Words are kept twice: as a `tsvector`, which is looked up, and in their order, each between two
spaces, in which phrases are recognised and counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.search_terms import Phrase, pairs, words
from store.bulk import run
from store.search_query import BODY, EXACT, HEADING, MOST, Entry, Index, Wanted

LONGEST_LEXEME = 500
"""letters of a word that are looked up; PostgreSQL takes 2046 bytes"""
_CREATE = (
    """
    CREATE TABLE IF NOT EXISTS {table} (
      id integer PRIMARY KEY, plan integer NOT NULL, size integer NOT NULL,
      title text NOT NULL, body text NOT NULL, pairs text NOT NULL,
      found tsvector NOT NULL, ranked tsvector NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS ix_{table}_plan ON {table} (plan)",
    "CREATE INDEX IF NOT EXISTS ix_{table}_found ON {table} USING gin (found)",
    "CREATE INDEX IF NOT EXISTS ix_{table}_ranked ON {table} USING gin (ranked)",
    """
    CREATE TABLE IF NOT EXISTS words_total (
      name varchar PRIMARY KEY, entries bigint NOT NULL, size bigint NOT NULL)
    """,
    "INSERT INTO words_total VALUES ('{table}', 0, 0) ON CONFLICT DO NOTHING",
)
_INSERT = """
INSERT INTO {table} (id, plan, size, title, body, pairs, found, ranked)
VALUES (:id, :plan, :size, :title, :body, :pairs,
        array_to_tsvector(CAST(:found AS text[])), array_to_tsvector(CAST(:ranked AS text[])))
"""
_COUNT = """
UPDATE words_total SET entries = entries + :entries, size = size + :size WHERE name = '{table}'
"""
_DELETE = "DELETE FROM {table} WHERE id = ANY(CAST(:ids AS integer[])) RETURNING size"
_FIND = """
WITH total AS (
  SELECT CAST(entries AS float8) AS entries, CAST(size AS float8) / entries AS average
  FROM words_total WHERE name = '{table}' AND entries > 0),
hits AS (SELECT {hits}),
worth AS (SELECT {worth} FROM total, hits)
SELECT id FROM {table} AS words, total, worth WHERE {condition}
ORDER BY {score} DESC, id LIMIT :most
"""
_HITS = "(SELECT count(*) FROM {table} WHERE {there}) AS n{n}"
_WORTH = "greatest(ln((entries - n{n} + 0.5) / (n{n} + 0.5)), CAST(1e-6 AS float8)) AS w{n}"
"""of a phrase that stands in `n` of all entries: the rarer, the more"""
_SCORE = (
    "w{n} * (({times}) * CAST(2.2 AS float8) / (({times}) + CAST(1.2 AS float8) * "
    "(CAST(0.25 AS float8) + CAST(0.75 AS float8) * words.size / average)))"
)
"""bm25 with k1 = 1.2 and b = 0.75, step by step as FTS5 does it: the last digits decide ties"""


async def prepare(session: AsyncSession, index: Index) -> None:
    """Make the index where there is none yet."""
    for statement in _CREATE:
        await run(session, text(statement.format(table=index.table)))


async def put(session: AsyncSession, index: Index, entries: Sequence[Entry]) -> None:
    """Index rows that are not there."""
    rows = [_row(entry) for entry in entries]
    await run(session, text(_INSERT.format(table=index.table)), rows)
    await _count(session, index, [row["size"] for row in rows], sign=1)


async def drop(session: AsyncSession, index: Index, ids: Collection[int]) -> None:
    """Forget rows."""
    gone = await run(session, text(_DELETE.format(table=index.table)), {"ids": list(ids)})
    await _count(session, index, [row.size for row in gone], sign=-1)


async def find(session: AsyncSession, index: Index, wanted: Wanted) -> list[int]:
    """Return the rows that hold what is wanted, best first."""
    search = _Search(index.table)
    statement = search.statement(wanted)
    return [row[0] for row in await run(session, text(statement), search.values)]


async def _count(session: AsyncSession, index: Index, sizes: Sequence[int], *, sign: int) -> None:
    values = {"entries": sign * len(sizes), "size": sign * sum(sizes)}
    await run(session, text(_COUNT.format(table=index.table)), values)


def _row(entry: Entry) -> dict[str, Any]:
    heading, body = words(entry.heading).split(), words(entry.body).split()
    exact = pairs(f"{entry.heading} {entry.body}").split()
    return {
        "id": entry.id,
        "plan": entry.plan,
        "size": 1 + len(heading) + len(body) + len(exact),  # FTS5 holds the plan as a word
        "title": _in_order(heading),
        "body": _in_order(body),
        "pairs": _in_order(exact),
        "found": sorted(set(exact)),
        "ranked": sorted({word[:LONGEST_LEXEME] for word in (*heading, *body)}),
    }


def _in_order(tokens: Iterable[str]) -> str:
    """Write tokens so that a phrase is where its own writing is."""
    return "".join(f" {token} " for token in tokens)


@dataclass
class _Search:
    """One statement as it is put together, and its values."""

    table: str
    values: dict[str, Any] = field(default_factory=lambda: {"most": MOST})

    def statement(self, wanted: Wanted) -> str:
        terms = [[self._phrase(phrase) for phrase in term] for term in wanted.terms]
        joint = " AND " if wanted.every else " OR "
        condition = f"({joint.join(_all_of(term) for term in terms)})"
        scored = list(_times_found(terms)) * (2 if wanted.words else 1)  # as FTS5 is asked
        scored += [(word.there, word.times) for word in map(self._word, wanted.words)]
        if wanted.plans is not None:
            condition += f" AND plan = ANY({self._value(list(wanted.plans), 'integer[]')})"
        return _FIND.format(
            table=self.table,
            hits=", ".join(
                _HITS.format(table=self.table, there=there, n=n)
                for n, (there, _) in enumerate(scored)
            ),
            worth=", ".join(_WORTH.format(n=n) for n in range(len(scored))),
            condition=condition,
            score=" + ".join(
                _SCORE.format(n=n, times=times) for n, (_, times) in enumerate(scored)
            ),
        )

    def _phrase(self, phrase: Phrase) -> _Sought:
        lexemes = " & ".join(map(_lexeme, phrase.pairs)) + (":*" if phrase.is_prefix else "")
        there = f"found @@ {self._value(lexemes, 'tsquery')}"
        written = f" {phrase.pairs[0]}" if phrase.is_prefix else _in_order(phrase.pairs)
        value = self._value(written, "text")
        if len(phrase.pairs) > 1:
            there += f" AND strpos(pairs, {value}) > 0"
        return _Sought(there, f"{EXACT} * {_times('pairs', value)}")

    def _word(self, word: str) -> _Sought:
        lexeme = self._value(_lexeme(word[:LONGEST_LEXEME]), "tsquery")
        value = self._value(_in_order([word]), "text")
        times = f"{HEADING} * {_times('title', value)} + {BODY} * {_times('body', value)}"
        return _Sought(f"ranked @@ {lexeme}", times)

    def _value(self, value: object, kind: str) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"CAST(:{name} AS {kind})"


@dataclass(frozen=True)
class _Sought:
    """A phrase or a word: where it is, and how often, weighted."""

    there: str
    times: str


def _all_of(term: Sequence[_Sought]) -> str:
    return f"({' AND '.join(one.there for one in term)})"


def _times_found(terms: Sequence[Sequence[_Sought]]) -> Iterator[tuple[str, str]]:
    """Count a phrase only where its whole term is."""
    for term in terms:
        for one in term:
            alone = len(term) == 1
            yield (
                one.there,
                one.times if alone else f"CASE WHEN {_all_of(term)} THEN {one.times} ELSE 0 END",
            )


def _times(column: str, written: str) -> str:
    """How often something stands in a column."""
    return (
        f"((octet_length({column}) - octet_length(replace({column}, {written}, ''))) / "
        f"octet_length({written}))"
    )


def _lexeme(token: str) -> str:
    return f"'{token}'"
