"""The search index in PostgreSQL: found by GIN, ranked by the same sums as FTS5's bm25.

PostgreSQL's own `ts_rank` knows no frequency over all documents, so its order would be another.
Of each row it keeps two `tsvector`s, of pairs and of words, to be looked up; and its letters and
its words as they stand, in which phrases are recognised and counted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.search_terms import Phrase, letters, pairs, words
from store.bulk import run
from store.search_query import BODY, EXACT, HEADING, MOST, Entry, Index, Wanted

_MARKS = re.compile(r"[.+%/-]")
"""what letters may be among, and a pattern gives a meaning to"""
LONGEST_PATTERN = 12
"""letters of a phrase that ends as it begins (天天天), whose every beginning is counted"""
LONGEST_LEXEME = 500
"""letters of a word that are looked up; PostgreSQL takes 2046 bytes"""
TOTALS = "words_total"
"""of both indexes: how many entries, and words in them"""
_CREATE = (
    """
    CREATE TABLE IF NOT EXISTS {table} (
      id integer PRIMARY KEY, plan integer NOT NULL, size integer NOT NULL,
      title text NOT NULL, body text NOT NULL, letters text NOT NULL,
      found tsvector NOT NULL, ranked tsvector NOT NULL) WITH (toast_tuple_target = 128)
    """,  # long columns lie apart, so that counting rows passes few pages
    "CREATE INDEX IF NOT EXISTS ix_{table}_plan ON {table} (plan)",
    "CREATE INDEX IF NOT EXISTS ix_{table}_found ON {table} USING gin (found)",
    "CREATE INDEX IF NOT EXISTS ix_{table}_ranked ON {table} USING gin (ranked)",
    """
    CREATE TABLE IF NOT EXISTS {totals} (
      name varchar PRIMARY KEY, entries bigint NOT NULL, size bigint NOT NULL)
    """,
    *(
        f"""
        CREATE OR REPLACE FUNCTION {{table}}_{column}(tsquery) RETURNS bigint LANGUAGE sql STABLE
        SET enable_seqscan = off AS 'SELECT count(*) FROM {{table}} WHERE {column} @@ $1'
        """  # noqa: S608 - of a word that many rows hold PostgreSQL would read every row
        for column in ("found", "ranked")
    ),
)
_INSERT = """
INSERT INTO {table} (id, plan, size, title, body, letters, found, ranked)
VALUES (:id, :plan, :size, :title, :body, :letters,
        array_to_tsvector(CAST(:found AS text[])), array_to_tsvector(CAST(:ranked AS text[])))
"""
_COUNT = """
INSERT INTO {totals} AS total (name, entries, size) VALUES ('{table}', :entries, :size)
ON CONFLICT (name) DO UPDATE
SET entries = total.entries + excluded.entries, size = total.size + excluded.size
"""
_DELETE = "DELETE FROM {table} WHERE id = ANY(CAST(:ids AS integer[])) RETURNING size"
_DELETE_ALL = ("DELETE FROM {table}", "DELETE FROM {totals} WHERE name = '{table}'")
_FIND = """
WITH total AS (
  SELECT CAST(entries AS float8) AS entries, CAST(size AS float8) / entries AS average
  FROM {totals} WHERE name = '{table}' AND entries > 0),
hits AS MATERIALIZED (SELECT {hits}),
worth AS MATERIALIZED (SELECT {worth} FROM total, hits),
counted AS MATERIALIZED (SELECT id, size, {times} FROM {table} WHERE {condition})
SELECT id FROM counted, total, worth ORDER BY {score} DESC, id LIMIT :most
"""
_HITS = "(SELECT count(*) FROM {table} WHERE {there})"
_WORTH = "greatest(ln((entries - n{n} + 0.5) / (n{n} + 0.5)), CAST(1e-6 AS float8)) AS w{n}"
"""of a phrase that stands in `n` of all entries: the rarer, the more"""
_SCORE = (
    "w{n} * (t{n} * CAST(2.2 AS float8) / (t{n} + CAST(1.2 AS float8) * "
    "(CAST(0.25 AS float8) + CAST(0.75 AS float8) * counted.size / average)))"
)
"""bm25 with k1 = 1.2 and b = 0.75, step by step as FTS5 does it: the last digits decide ties"""


async def prepare(session: AsyncSession, index: Index) -> None:
    """Make the index where there is none yet."""
    for statement in _CREATE:
        await run(session, text(statement.format(table=index.table, totals=TOTALS)))


async def put(session: AsyncSession, index: Index, entries: Sequence[Entry]) -> None:
    """Index rows that are not there."""
    rows = [_row(entry) for entry in entries]
    await run(session, text(_INSERT.format(table=index.table)), rows)
    await _count(session, index, [row["size"] for row in rows], sign=1)


async def drop(session: AsyncSession, index: Index, ids: Collection[int]) -> None:
    """Forget rows."""
    gone = await run(session, text(_DELETE.format(table=index.table)), {"ids": list(ids)})
    await _count(session, index, [row.size for row in gone], sign=-1)


async def clear(session: AsyncSession, index: Index) -> None:
    """Forget every row."""
    for statement in _DELETE_ALL:
        await run(session, text(statement.format(table=index.table, totals=TOTALS)))


async def find(session: AsyncSession, index: Index, wanted: Wanted) -> list[int]:
    """Return the rows that hold what is wanted, best first."""
    search = _Search(index.table)
    statement = search.statement(wanted)
    return [row[0] for row in await run(session, text(statement), search.values)]


async def _count(session: AsyncSession, index: Index, sizes: Sequence[int], *, sign: int) -> None:
    values = {"entries": sign * len(sizes), "size": sign * sum(sizes)}
    await run(session, text(_COUNT.format(table=index.table, totals=TOTALS)), values)


def _row(entry: Entry) -> dict[str, Any]:
    heading, body = words(entry.heading).split(), words(entry.body).split()
    exact = pairs(f"{entry.heading} {entry.body}").split()
    return {
        "id": entry.id,
        "plan": entry.plan,
        "size": 1 + len(heading) + len(body) + len(exact),  # FTS5 holds the plan as a word
        "title": _in_order(heading),
        "body": _in_order(body),
        "letters": letters(f"{entry.heading} {entry.body}"),
        "found": sorted(set(exact)),
        "ranked": sorted({word[:LONGEST_LEXEME] for word in (*heading, *body)}),
    }


def _in_order(tokens: Iterable[str]) -> str:
    """Write words so that each is where its own writing is."""
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
        if wanted.plans is not None:
            condition += f" AND plan = ANY({self._value(list(wanted.plans), 'integer[]')})"
        found = list(_times_found(terms))
        ranked = [self._word(word) for word in wanted.words]
        summed = [*found, *found, *ranked] if ranked else found  # as FTS5 is asked
        return self._written(condition, summed)

    def _written(self, condition: str, summed: Sequence[_Sought]) -> str:
        """Write the statement; what is summed up twice is counted once."""
        numbers = {one: n for n, one in enumerate(dict.fromkeys(summed))}
        named = {"table": self.table, "totals": TOTALS}
        return _FIND.format(
            **named,
            hits=", ".join(f"{one.hits} AS n{numbers[one]}" for one in numbers),
            worth=", ".join(_WORTH.format(n=n) for n in numbers.values()),
            times=", ".join(f"CAST({one.times} AS float8) AS t{numbers[one]}" for one in numbers),
            condition=condition,
            score=" + ".join(_SCORE.format(n=numbers[one]) for one in summed),
        )

    def _phrase(self, phrase: Phrase) -> _Sought:
        lexemes = " & ".join(map(_lexeme, dict.fromkeys(phrase.pairs)))
        query = self._value(lexemes + (":*" if phrase.is_prefix else ""), "tsquery")
        there, hits = f"found @@ {query}", f"{self.table}_found({query})"
        written = self._value(phrase.letters, "text")
        if len(phrase.pairs) > 1:
            there += f" AND strpos(letters, {written}) > 0"
            hits = _HITS.format(table=self.table, there=there)
        times = _times("letters", written)
        if len(phrase.letters) <= LONGEST_PATTERN and _begins_again(phrase.letters):
            ahead = "(?=" + _MARKS.sub(r"\\\g<0>", phrase.letters) + ")"
            times = f"regexp_count(letters, {self._value(ahead, 'text')})"
        return _Sought(there, hits, f"{EXACT} * {times}")

    def _word(self, word: str) -> _Sought:
        lexeme = self._value(_lexeme(word[:LONGEST_LEXEME]), "tsquery")
        value = self._value(_in_order([word]), "text")
        times = f"{HEADING} * {_times('title', value)} + {BODY} * {_times('body', value)}"
        return _Sought(f"ranked @@ {lexeme}", f"{self.table}_ranked({lexeme})", times)

    def _value(self, value: object, kind: str) -> str:
        """Name a value; the same one has one name."""
        known = (name for name, held in self.values.items() if held == value)
        name = next(known, f"v{len(self.values)}")
        self.values[name] = value
        return f"CAST(:{name} AS {kind})"


@dataclass(frozen=True)
class _Sought:
    """A phrase or a word: in which rows, in how many, and how often in a row, weighted."""

    there: str
    hits: str
    times: str


def _all_of(term: Sequence[_Sought]) -> str:
    return f"({' AND '.join(one.there for one in term)})"


def _times_found(terms: Sequence[Sequence[_Sought]]) -> Iterator[_Sought]:
    """Count a phrase only where its whole term is."""
    for term in terms:
        for one in term:
            within = f"CASE WHEN {_all_of(term)} THEN {one.times} ELSE 0 END"
            yield one if len(term) == 1 else replace(one, times=within)


def _times(column: str, written: str) -> str:
    """How often something stands in a column."""
    return (
        f"((octet_length({column}) - octet_length(replace({column}, {written}, ''))) / "
        f"octet_length({written}))"
    )


def _begins_again(written: str) -> bool:
    """Whether a phrase ends as it begins, so that the next may begin before it has ended."""
    return any(written[-n:] == written[:n] for n in range(1, len(written)))


def _lexeme(token: str) -> str:
    return f"'{token}'"
