"""Sections for the rows of a table: the heading above the body item that says the same."""

from __future__ import annotations

from collections import Counter

from plans.reading.outline import Node, Outline, heading
from plans.reading.tasks import Item

_ALIKE = 0.6
_AHEAD = 40
"""items"""


def give_sections(outline: Outline, items: list[Item]) -> None:
    """Find each row's item in the body, going forward, and take the heading above it."""
    titled = [
        (node, span.of(outline.text))
        for node in outline.nodes
        if (span := heading(outline, node)) and node.parent
    ]
    start = 0
    for item in items:
        if item.section or not item.title:
            continue
        at = _alike(item.title, titled, start)
        parent = titled[at][0].parent if at is not None else None
        above = heading(outline, parent) if parent else None
        if above:
            item.section = above.of(outline.text)
        start = start if at is None else at


def _alike(title: str, titled: list[tuple[Node, str]], start: int) -> int | None:
    """Where the body says the same, looking a few items ahead."""
    ahead = range(start, min(start + _AHEAD, len(titled)))
    best = max(ahead, key=lambda at: _likeness(title, titled[at][1]), default=None)
    return best if best is not None and _likeness(title, titled[best][1]) >= _ALIKE else None


def _likeness(one: str, other: str) -> float:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other) or 1)
