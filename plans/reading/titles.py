"""The title of an item: its heading without marks and counts."""

from __future__ import annotations

import re

from plans.reading.outline import Node, Outline, heading

_COUNT_BEHIND = re.compile(
    r" *\(共? *(?:\d{1,3}|[一二三四五六七八九十]{1,3}) *(?:大?项|条|个)(?:任务|工作)?\)$"
)


def title_of(outline: Outline, node: Node, until: int | None) -> str | None:
    """The item's heading; *until* is where its list of departments begins."""
    span = heading(outline, node, until=until)
    return without_count(span.of(outline.text)).strip(" 。:;,") if span else None


def without_count(name: str) -> str:
    """筑牢安全底线 for 筑牢安全底线(共5项)."""
    return _COUNT_BEHIND.sub("", name)
