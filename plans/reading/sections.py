"""Sections for the rows of a table: the heading above the body item that says the same."""

from __future__ import annotations

from collections import Counter

from plans.reading.outline import Outline, heading
from plans.reading.tasks import Item

_ALIKE = 0.6


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
        best = max(
            range(start, len(titled)),
            key=lambda at: _likeness(item.title or "", titled[at][1]),
            default=None,
        )
        if best is None or _likeness(item.title, titled[best][1]) < _ALIKE:
            continue
        parent = titled[best][0].parent
        above = heading(outline, parent) if parent else None
        item.section = above.of(outline.text) if above else None
        start = best


def _likeness(one: str, other: str) -> float:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other) or 1)
