"""Tasks without numbers: paragraphs, behind —— or ● or nothing, that each say who does them."""

from __future__ import annotations

import re

from plans.model import Span
from plans.reading.clauses import clauses_in
from plans.reading.marks import Kind
from plans.reading.outline import Node, Outline

_BULLET = re.compile(r"(?:——?|[-•●◆■▪★☆]) *")
_FEWEST = 2
_LONGEST_TITLE = 40
_STOP = re.compile(r"[。;:]")
_TITLED = re.compile(r"[^。;:,、\d]{4,24}。.{10,}")
"""加强组织领导。成立…"""


def with_bullets(outline: Outline) -> Outline:
    """The outline with the bullets or bare paragraphs of an item as items below it."""
    nodes: list[Node] = []
    told = {node: starts for node in outline.nodes if (starts := _paragraphs(outline.text, node))}
    usual = {node.kind for node, starts in told.items() if len(starts) >= _FEWEST}
    for node in outline.nodes:
        nodes.append(node)
        starts = _bullets(outline.text, node) or (told.get(node, []) if node.kind in usual else [])
        if starts and not node.children:
            nodes.extend(_split(outline.text, node, starts))
    return Outline(outline.text, outline.front, nodes, outline.rows)


def _bullets(text: str, node: Node) -> list[int]:
    """The lines of an item that are bullets, where two or more of them are charged."""
    starts = [at for at, line in enumerate(node.lines) if at and _begins(text, line)]
    charged = [at for at in starts if clauses_in(text, [node.lines[at]])]
    return starts if len(charged) >= _FEWEST else []


def _begins(text: str, line: Span) -> bool:
    return bool(_BULLET.match(text, line.start, line.end))


def _paragraphs(text: str, node: Node) -> list[int]:
    """The paragraphs below a bare heading where all have a title and each says who does it."""
    first = node.lines[0].of(text)
    if len(first) > _LONGEST_TITLE or _STOP.search(first):
        return []
    starts = [at for at, line in enumerate(node.lines) if at and _TITLED.match(line.of(text))]
    if not starts or starts[0] != 1:
        return []
    ends = [*starts[1:], len(node.lines)]
    stretches = [node.lines[start:end] for start, end in zip(starts, ends, strict=True)]
    return starts if all(clauses_in(text, stretch) for stretch in stretches) else []


def _split(text: str, node: Node, starts: list[int]) -> list[Node]:
    """Give the bullets' lines to nodes of their own."""
    lines, ends = node.lines, [*starts[1:], len(node.lines)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        first = lines[start]
        mark = _BULLET.match(text, first.start, first.end)
        body = mark.end() if mark else first.start
        last = lines[end - 1].end
        child = Node(Kind.BULLET, number, first.start, body, last, node)
        child.lines = [Span(body, first.end), *lines[start + 1 : end]]
        node.children.append(child)
    node.lines = lines[: starts[0]]
    node.end = node.lines[-1].end
    return node.children
