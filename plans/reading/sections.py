"""Sections for the rows of a table: the heading above the body item that says the same."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from plans.model import Span
from plans.reading.item import Item
from plans.reading.outline import Node, Outline, heading
from plans.reading.titles import without_count

_ALIKE = 0.6
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AHEAD = 40
"""items"""


def give_sections(outline: Outline, items: list[Item]) -> None:
    """Give each row the heading between it and the row above, else that of its item in the body."""
    _give_headings_between(outline, items)
    titled = [
        (node, span.of(outline.text)) for node in outline.nodes if (span := heading(outline, node))
    ]
    start = 0
    for item in items:
        at = _alike(item.title, titled, start) if item.title else None
        if at is None:
            continue
        node, start = titled[at][0], at
        above = heading(outline, node.parent) if node.parent else None
        if above and not item.section:
            item.section = above.of(outline.text)
        _take_words(outline.text, item, node)


def _take_words(text: str, item: Item, node: Node) -> None:
    """Let a row that only charges departments say what its item in the body promises."""
    body = [line for each in node.within() for line in each.lines]
    if _numbers(text, body) > _numbers(text, item.lines):
        item.lines = body


def _numbers(text: str, lines: list[Span]) -> int:
    return sum(len(_NUMBER.findall(line.of(text))) for line in lines)


def _give_headings_between(outline: Outline, items: list[Item]) -> None:
    """一、经济运行 on a line of its own between the rows of a table is a section."""
    starts = [row.start for row in outline.rows]
    between = [
        (node.start, span.of(outline.text).strip(" 。:;,"))
        for node in outline.nodes
        if 0 < (at := bisect_left(starts, node.start)) < len(starts)
        and not outline.text[outline.rows[at - 1].end : node.start].strip()
        and not outline.text[node.lines[0].end : starts[at]].strip()
        and (span := heading(outline, node))
    ]
    begins = [start for start, _ in between]
    for item in items:
        at = bisect_left(begins, item.span.start) - 1
        if at >= 0 and not item.section and item.title:
            item.section = without_count(between[at][1])


def _alike(title: str, titled: list[tuple[Node, str]], start: int) -> int | None:
    """Where the body says the same, looking a few items ahead."""
    ahead = range(start, min(start + _AHEAD, len(titled)))
    best = max(ahead, key=lambda at: _likeness(title, titled[at][1]), default=None)
    return best if best is not None and _likeness(title, titled[best][1]) >= _ALIKE else None


def _likeness(one: str, other: str) -> float:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other) or 1)
