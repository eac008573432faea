"""What a search looks for, whichever database looks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from plans.search_terms import Phrase, phrases, words

MOST = 2000
"""hits that are looked at; a phrase with more says nothing"""
HEADING, BODY, EXACT = 4.0, 1.0, 0.5
"""what one of the words weighs in a heading and in a text, and a phrase wherever it stands"""


class Index(StrEnum):
    """What is searched; the values are the tables the hits are rows of."""

    TASKS = "task"
    TARGETS = "target"

    @property
    def table(self) -> str:
        """The index's own table."""
        return f"{self.value}_words"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to be indexed: its heading (a title, a metric) and its own words."""

    id: int
    plan: int
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pairs of letters decide what is found, jieba's words in what order."""

    terms: tuple[tuple[Phrase, ...], ...]
    """a term is there where all its phrases are"""
    words: tuple[str, ...]
    every: bool
    """whether every term must be there, or any"""
    plans: tuple[int, ...] | None
    """where to look; None: everywhere"""

    @classmethod
    def of(cls, terms: Collection[str], *, every: bool, plans: Collection[int] | None) -> Wanted:
        """Look for what was typed as *terms*."""
        found = tuple(tuple(phrases(term)) for term in terms)
        ranked = tuple(word for term in terms for word in words(term).split())
        where = None if plans is None else tuple(plans)
        return cls(tuple(filter(None, found)), ranked, every, where)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to look for, or nowhere."""
        return not self.terms or self.plans == ()
