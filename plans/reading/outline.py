"""The outline of a cleaned text: its numbered items, nested, and its table rows.

A node's parent is the nearest item above it whose kind of mark differs and is still open: documents
nest 一、 (一) 1. (1) in any selection, so the order of first appearance decides, not a fixed list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.model import Span
from plans.numerals import any_number
from plans.reading.marks import Kind, Mark, mark_at

_ATTACHED = re.compile(r"附[件表]\d{0,2} *: *\S")
_HEADING_LENGTH = 45
_NOTICE_ITEMS = 15
_SHORT_STATEMENT = 25
"""An item that is a single sentence of this length is its own heading"""
_BARE_NUMBER = re.compile(
    r"(?:(?P<digits>\d{1,2})|[二三四五六七八九十]{1,3})(?=[\u4e00-\u9fff])(?![年月日个家项名种类是大条万亿千百位要级市县区]|十|、)"
)
_PROMISES = re.compile(r"\d[^,]*,|,[^,]*\d|^(?:到|至)?20\d\d年(?:底|\d|末|前)")
"""A sentence with a number and a comma is no heading"""
_WHEN_DONE = re.compile(
    r"(?:完成|实施|办结|推进|整改)?(?:时限|时间|期限|节点|进度安排)(?:要求)?:[^。;\n]*"
)
_WHO_ANSWERS = re.compile(
    r"(?:^|\n)(?:牵头|责任|分管|包联|挂牌|联系|督办|市|省|区|县|州|政府)*"
    r"(?:领导|责任人|联系人|(?:联系)?电话|省领导|市领导):[^\n]*"
)
"""Lines that name a person"""
_STATES = re.compile(r",|(?<!\d)\d{1,4}(?!\d)")
"""What a sentence says rather than a heading"""
_STOP = re.compile(r"[。:!?;]|(?<=[\u4e00-\u9fff”)]) (?=[\u4e00-\u9fff“(])")


@dataclass(slots=True, eq=False)
class Node:
    """A numbered item with the lines below it, up to the next item."""

    kind: Kind
    number: int
    start: int
    body: int
    """where the words behind the mark begin"""
    end: int
    """where the item's own lines end; its children's come behind"""
    parent: Node | None
    label: str | None = None
    """1.2 as written"""
    children: list[Node] = field(default_factory=list)
    lines: list[Span] = field(default_factory=list)
    """its own lines, the first without the mark"""

    @property
    def last(self) -> int:
        """Where the item ends, children included."""
        return self.children[-1].last if self.children else self.end

    def within(self) -> list[Node]:
        """The item and all below it, in reading order."""
        return [self, *(node for child in self.children for node in child.within())]

    def above(self) -> list[Node]:
        """The items it stands in, nearest first."""
        return [] if self.parent is None else [self.parent, *self.parent.above()]


@dataclass(slots=True)
class Outline:
    """A text taken apart."""

    text: str
    front: list[Span] = field(default_factory=list)
    """lines before the first item"""
    nodes: list[Node] = field(default_factory=list)
    """all items in reading order"""
    rows: list[Span] = field(default_factory=list)
    """table rows in reading order"""


def outline_of(text: str) -> Outline:
    """Take *text* apart into items and rows."""
    outline = Outline(text)
    stack: list[Node] = []
    attached = False
    for line in _lines(text):
        words = line.of(text)
        if words.startswith("|"):
            outline.rows.append(line)
            continue
        mark = mark_at(text, line.start) or _lost_mark(text, line, outline.nodes)
        attached = bool(_ATTACHED.match(words)) or (attached and _is_attachment(words, mark))
        mark = None if attached else mark
        if mark is None or line.start + mark.length >= line.end:
            _append_line(outline, stack, line)
        else:
            _append_node(outline, stack, line, mark)
    return outline


def _is_attachment(words: str, mark: Mark | None) -> bool:
    """2.任务分工表 below 附件:1.…: a numbered name without a sentence."""
    return (
        mark is not None
        and mark.kind is Kind.DIGIT
        and len(words) < _HEADING_LENGTH
        and "。" not in words
    )


def _lost_mark(text: str, line: Span, nodes: list[Node]) -> Mark | None:
    """The next number of a series whose point was lost: 3开展… behind item 2."""
    found = _BARE_NUMBER.match(text, line.start, line.end)
    if found is None:
        return None
    digits = found.group("digits")
    kind = Kind.DIGIT if digits else Kind.CHINESE
    if kind is Kind.CHINESE and line.end - line.start > _HEADING_LENGTH:
        return None
    number = any_number(digits or found.group())
    last = next((node for node in reversed(nodes) if node.kind is kind), None)
    return Mark(kind, number, len(found.group())) if last and number == last.number + 1 else None


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for words in text.split("\n"):
        if words:
            spans.append(Span(start, start + len(words)))
        start += len(words) + 1
    return spans


def _append_line(outline: Outline, stack: list[Node], line: Span) -> None:
    if stack:
        stack[-1].lines.append(line)
        stack[-1].end = line.end
    else:
        outline.front.append(line)


def _append_node(outline: Outline, stack: list[Node], line: Span, mark: Mark) -> None:
    _close(stack, mark)
    body = line.start + mark.length
    parent = stack[-1] if stack else None
    node = Node(mark.kind, mark.number, line.start, body, line.end, parent, mark.label)
    node.lines.append(Span(body, line.end))
    if parent:
        parent.children.append(node)
    stack.append(node)
    outline.nodes.append(node)


def _close(stack: list[Node], mark: Mark) -> None:
    """Leave the items that the new mark ends: its like and all below, or those that rank lower."""
    kinds = [node.kind for node in stack]
    if mark.kind in kinds:
        del stack[kinds.index(mark.kind) :]
        return
    while stack and _ranks_above(mark, stack[-1]):
        stack.pop()


def _ranks_above(mark: Mark, node: Node) -> bool:
    """Articles count through a document: the first may stand under any heading."""
    if mark.kind is Kind.ARTICLE:
        return node.kind > Kind.CHINESE_PAREN
    return mark.kind < node.kind


def without_notice(outline: Outline, title: str | None) -> Outline:
    """The outline without the items of a covering notice above the plan's own title."""
    if title is None or not outline.nodes:
        return outline
    for node in outline.nodes[:_NOTICE_ITEMS]:
        for line in node.lines[1:]:
            if line.of(outline.text) == title:
                kept = [each for each in outline.nodes if each.start > line.start]
                return Outline(outline.text, outline.front, kept, outline.rows)
    return outline


def heading(outline: Outline, node: Node, *, until: int | None = None) -> Span | None:
    """The item's own heading; None where its first sentence is all it says.

    *until* is where its list of departments begins: a long sentence with nothing but departments
    behind it is the item itself and no heading.
    """
    first = node.lines[0]
    stop = _STOP.search(outline.text, first.start, first.end)
    end = stop.start() if stop else first.end
    if until is not None:
        end = min(end, max(until, first.start))
    if end - first.start > _HEADING_LENGTH or end == first.start:
        return None
    words = outline.text[first.start : end]
    if end < first.end and _PROMISES.search(words) and not node.children:
        return None
    if node.children or _words_behind(outline, node, end, until):
        return Span(first.start, end)
    is_statement = _STATES.search(words) and outline.text[end : end + 1] == "。"
    short = end - first.start <= _SHORT_STATEMENT and not is_statement
    return Span(first.start, end) if short else None


def _words_behind(outline: Outline, node: Node, end: int, until: int | None) -> bool:
    """Whether the item says more than its first sentence."""
    limit = node.end if until is None else max(until, end)
    behind = _WHO_ANSWERS.sub("", _WHEN_DONE.sub("", outline.text[end:limit]))
    return bool(re.search(r"[\u4e00-\u9fff]", behind))
