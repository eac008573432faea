"""What somebody asked, kept so that the same can be asked again with another name in it."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass, replace
from typing import Any

from plans.questions.normal import normal
from texts.quotes import beginning

FREE = "ask"
"""the command that takes a question in free words"""
LONGEST = 200
"""characters of a question that are read; a longer one is a text, not a question"""
UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})
"""characters nobody sees or types: joiners, direction marks, halves of pairs"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command and its words; a question in free words is the command `ask`."""

    command: str
    words: str
    after: int | None = None
    """the card of the answer that this is a reply to"""
    cut: int = 0
    """how many characters were read, where there were more"""

    @classmethod
    def of(cls, command: str, typed: str, *, after: int | None = None) -> Asked:
        """Take *typed* without what nobody sees, and no more of it than a question has."""
        words = tidied(typed)
        read = beginning(words, LONGEST)
        return cls(command, read, after, len(read) if read != words else 0)

    def naming(self, asked: str, name: str) -> Asked:
        """Return the same question with *name* where *asked* stood."""
        words = normal(self.words)
        if asked not in words:
            return replace(self, words=name)
        return replace(self, words=words.replace(asked, name, 1))

    def to_json(self) -> dict[str, Any]:
        """Return it as a card keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Asked:
        """Read what `to_json` wrote."""
        return cls(**body)


def tidied(typed: str) -> str:
    """Drop what nobody sees; every run of blanks is one."""
    seen = (letter for letter in typed if unicodedata.category(letter) not in UNSEEN)
    return " ".join("".join(seen).split())
