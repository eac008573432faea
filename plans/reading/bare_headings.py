"""Headings without a number above numbered items: 筑牢粮食安全根基, then (一)….

Only where nothing in the document counts its sections, and where the line before it is at its end.
"""

from __future__ import annotations

import re
from itertools import pairwise

from plans.model import Span
from plans.reading.marks import Kind
from plans.reading.outline import Node, Outline

_HEADING = re.compile(r"[\u4e00-\u9fff“”《》、()]{4,30}(?<![)])")
_ENDS = re.compile(r"[。;:)〕]$")
_NO_HEADING = re.compile(
    r"(?:政府|办公室|办公厅|委员会|局|厅|小组|方案|计划|规划|意见|措施|要点|清单|通知|全文|正文|附件)$"
)
"""A signature, a title or the page's own words"""
_COUNTED = (Kind.PART, Kind.SECTION, Kind.ROMAN, Kind.CHINESE)


def headings_above(outline: Outline) -> dict[Node, str]:
    """The heading that each item without a parent stands under."""
    if any(node.kind in _COUNTED for node in outline.nodes):
        return {}
    found: dict[Node, str] = {}
    current = _last_line(outline.text, outline.front)
    for before, node in pairwise([None, *outline.nodes]):
        if before is not None:
            current = _last_line(outline.text, before.lines) or current
        if node is not None and node.parent is None and current:
            found[node] = current
    return found


def _last_line(text: str, lines: list[Span]) -> str | None:
    """The last of *lines*, where it is a heading below words that have come to their end."""
    if len(lines) < 2:
        return None
    before, words = lines[-2].of(text), lines[-1].of(text)
    if not _HEADING.fullmatch(words) or _NO_HEADING.search(words) or not _ENDS.search(before):
        return None
    return words
