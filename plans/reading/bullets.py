"""Bullets that are tasks: —— or ● in front of paragraphs that each say who does them."""

from __future__ import annotations

import re

from plans.model import Span
from plans.reading.clauses import clauses_in
from plans.reading.marks import Kind
from plans.reading.outline import Node, Outline

_BULLET = re.compile(r"(?:——?|[-•●◆■▪★☆]) *")
_FEWEST = 2


def with_bullets(outline: Outline) -> Outline:
    """The outline with the bullets of an item as items below it, where two or more are charged."""
    nodes: list[Node] = []
    for node in outline.nodes:
        nodes.append(node)
        starts = [at for at, line in enumerate(node.lines) if at and _begins(outline.text, line)]
        charged = [at for at in starts if clauses_in(outline.text, [node.lines[at]])]
        if len(charged) >= _FEWEST and not node.children:
            nodes.extend(_split(outline.text, node, starts))
    return Outline(outline.text, outline.front, nodes, outline.rows)


def _begins(text: str, line: Span) -> bool:
    return bool(_BULLET.match(text, line.start, line.end))


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
