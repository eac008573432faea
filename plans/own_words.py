"""A task's own words: its text without the lists of who does it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plans.model import Span

GAP = 12
"""letters between two names that still stand in one list: 、, 牵头, 按职责分工负责"""
_OPENING = re.compile(r"(?:[(〔【\[|\s]|由|分别|(?:牵头|配合|参与|责任|负责)(?:单位|部门)?:?)+$")
_CLOSING = re.compile(r"[^。;\n]{0,14}?[)〕】\]]|[^。;\n)]{0,14}(?:[。;]|$)")

_COUNTED_OFF = re.compile(
    r"^[\s|]*(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．|]|\d{1,3}\s)[\s|]*"
)
_CELL = " | "
"""between the cells of a table's row"""


def own_words(text: str, span: Span, duties: Iterable[Span]) -> str:
    """Return what stands at *span* without its *duties*, which are names and not topics."""
    words, at = [], span.start
    for start, end in _lists(text, span, duties):
        words.append(text[at : max(start, at)])
        at = max(at, end)
    words.append(text[at : span.end])
    return "\n".join(word.strip() for word in words if word.strip())


def _lists(text: str, within: Span, duties: Iterable[Span]) -> list[tuple[int, int]]:
    lists: list[tuple[int, int]] = []
    for span in sorted(duties, key=lambda duty: duty.start):
        if lists and span.start - lists[-1][1] <= GAP:
            lists[-1] = (lists[-1][0], max(lists[-1][1], span.end))
        else:
            lists.append((span.start, span.end))
    return [_with_brackets(text, within, start, end) for start, end in lists]


def _with_brackets(text: str, within: Span, start: int, end: int) -> tuple[int, int]:
    opening = _OPENING.search(text[within.start : start])
    closing = _CLOSING.match(text, end, within.end)
    return (
        within.start + opening.start() if opening else start,
        closing.end() if closing else end,
    )


def uncounted(words: str) -> str:
    """Drop the number and the bars of a table's row that a task's own words begin with."""
    return _COUNTED_OFF.sub("", words).replace(_CELL, "，")


def opening(words: str) -> str:
    """Return what a task without a heading may be called by: a row's first cell, or all."""
    return _COUNTED_OFF.sub("", words).split(_CELL)[0].rstrip("。；;")


def beneath(title: str, words: str) -> str:
    """Return the other cells of a table's row that begins with its number and *title*."""
    row = _COUNTED_OFF.sub("", words)
    return row.removeprefix(title + _CELL) if row.startswith(title + _CELL) else words
