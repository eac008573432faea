"""A question while it is read: what has been understood is marked and no longer taken for words."""

from __future__ import annotations

from enum import Enum


class Mark(Enum):
    """What stood where a mark stands now; private-use letters, so that patterns can name them."""

    BODY = "\ue000"
    """a department, or 我们"""
    PLACE = "\ue001"
    PLAN = "\ue002"
    QUOTE = "\ue003"
    NUMBER = "\ue004"
    WINDOW = "\ue005"
    DAY = "\ue006"
    """an observance"""
    SECTION = "\ue007"
    DONE = "\ue008"
    """words that were only manners or grammar"""


LETTERS = "".join(mark.value for mark in Mark)


class Marked:
    """The words of a question; positions never change."""

    def __init__(self, words: str) -> None:
        self.original = words
        self.text = words

    def put(self, mark: Mark, start: int, end: int) -> None:
        """Mark what stands from *start* to *end*."""
        self.text = self.text[:start] + mark.value * (end - start) + self.text[end:]

    def free(self, start: int, end: int) -> bool:
        """Tell whether nothing from *start* to *end* is marked yet."""
        return not any(letter in LETTERS for letter in self.text[start:end])
