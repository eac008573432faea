"""Sections for the rows of a table: the heading above the body item that says the same."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from plans.model import Span
from plans.reading.item import Item
from plans.reading.marks import mark_at
from plans.reading.outline import Node, Outline, heading
from plans.reading.table_columns import cells_of
from plans.reading.tables import is_header_cell
from plans.reading.titles import without_count

_ALIKE = 0.6
_LONGEST_NAME = 40
_NO_NAME = re.compile(r"[。;\n]|^(?:注|备注|说明|续|附|单位|填报|合计|小计)")
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
    """A line of its own between the rows of a table is the section of the rows below it."""
    found = [(lower.start, name) for lower, name in _headings_between(outline)]
    begins = [start for start, _ in found]
    for item in items:
        at = bisect_right(begins, item.span.start) - 1
        if at >= 0 and not item.section and item.title:
            item.section = found[at][1]


def _headings_between(outline: Outline) -> Iterator[tuple[Span, str | None]]:
    """The rows below such a line, with its words; None where a table begins without one."""
    text = outline.text
    for upper, lower in pairwise(outline.rows):
        begins = all(is_header_cell(cell.of(text)) for cell in cells_of(text, lower))
        name = _name_between(text[upper.end : lower.start].strip(), marked=begins)
        if name or begins:
            yield lower, name


def _name_between(line: str, *, marked: bool) -> str | None:
    """The name of a section: 一、经济运行, and 经济运行 unless it must be *marked*."""
    mark = mark_at(line)
    name = without_count(line[mark.length if mark else 0 :]).strip(" 。:;,")
    if not name or len(name) > _LONGEST_NAME or _NO_NAME.search(line) or (marked and not mark):
        return None
    return name


def _alike(title: str, titled: list[tuple[Node, str]], start: int) -> int | None:
    """Where the body says the same, looking a few items ahead."""
    ahead = range(start, min(start + _AHEAD, len(titled)))
    best = max(ahead, key=lambda at: _likeness(title, titled[at][1]), default=None)
    return best if best is not None and _likeness(title, titled[best][1]) >= _ALIKE else None


def _likeness(one: str, other: str) -> float:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other) or 1)
