"""Which part of an answer is shown; a button carries it in a few letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

ANSWER = "q"
"""the button that shows a card's answer"""


class Unfold(StrEnum):
    """What a reader asked to see whole."""

    PARTIES = "p"
    SENTENCE = "s"


@dataclass(frozen=True, slots=True)
class View:
    """A card, how far it is leafed through, and what is opened in it."""

    card: int
    page: int = 1
    unfolded: frozenset[Unfold] = frozenset()
    task: int | None = None
    """the row of the task that was opened from the list, shown in its place"""

    @property
    def data(self) -> str:
        """What a button carries: `q:17:2:ps:801`, at most 64 bytes for any row of a database."""
        letters = "".join(sorted(self.unfolded))
        opened = "" if self.task is None else f":{self.task}"
        return f"{ANSWER}:{self.card}:{self.page}:{letters}{opened}"

    @classmethod
    def read(cls, data: str) -> View:
        """Read what `data` wrote; ValueError where it is something else."""
        _, card, page, letters, *opened = data.split(":")
        (task,) = map(int, opened) if opened else (None,)
        return cls(int(card), max(int(page), 1), frozenset(map(Unfold, letters)), task)

    def at(self, page: int) -> View:
        """Return the same card at another page."""
        return replace(self, page=page)

    def unfolding(self, what: Unfold) -> View:
        """Return the same view with one thing more shown whole."""
        return replace(self, unfolded=self.unfolded | {what})

    def opening(self, task: int) -> View:
        """Return the same card with one of its tasks opened."""
        return replace(self, task=task, unfolded=frozenset())

    def closed(self) -> View:
        """Return the list that a task was opened from."""
        return replace(self, task=None, unfolded=frozenset())
