"""What a file yields before the text is tidied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extract:
    """A file's text, and the words that stand outside it."""

    text: str
    margins: str = ""
    """page headers and footers: not read, but a secrecy marking may stand there"""

    @classmethod
    def of(cls, lines: Iterable[str], margins: Iterable[str] = ()) -> Extract:
        """Make one of lines."""
        return cls("\n".join(lines), "\n".join(margins))
