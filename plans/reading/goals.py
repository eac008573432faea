"""Where a plan states its goals and guiding ideas, which are no tasks."""

from __future__ import annotations

import re
from bisect import bisect_right

from plans.model import Span
from plans.reading.item import Item
from plans.reading.outline import Node, Outline
from plans.reading.titles import title_of

GUIDING = re.compile(
    r"(?:指导思想|(?:基本|工作|实施)?原则(?!上)|(?:总体|基本|工作|发展)(?:要求|思路|考虑|目标)|充分认识|重要意义|重大意义"
    r"|(?:发展|工作|面临的?|现有|主要)?(?:形势|现状|基础|环境|背景|成效|问题)(?:与|和|及|$|。)|适用范围|编制依据|总则)"
)
_GOAL_LINE = re.compile(r"(?:总体|工作|主要|行动|年度|发展|预期)目标(?:任务)?[: ].{10,}")
_BY_THEN = re.compile(
    r"(?:(?<=[。;:,])|(?<=\n))(?:(?:力争|确保|争取|通过努力|经过努力),?)?(?:(?:到|至)20\d\d年(?:底|末)?,|20\d\d年(?:底|末)前?,)"
    r"(?=[^。]{0,200}?(?:达|以上|增长|不低于|不少于|超过|建成|新增|突破)[^。]{0,10}\d)"
)
"""Goals stated in the paragraph that says what the plan is for"""
_PREAMBLE_LINES = 3
_GOALS_FOLLOW = re.compile(r"目标(?:任务)?(?:是|为|如下)?:$")


def goal_lines(outline: Outline, items: list[Item]) -> list[Span]:
    """The lines that state the plan's goals and guiding ideas, tasks among them apart."""
    guides = goals_and_guides(outline)
    lines = [line for node in outline.nodes if node in guides for line in node.lines]
    lines += _goals_in_front(outline) or ([] if guides else _goals_in_preamble(outline))
    above = {id(each) for item in items for each in _above(item)}
    lines += [line for node in outline.nodes if id(node) in above for line in node.lines[1:]]
    taken = sorted((item.span.start, item.span.end) for item in items)
    return [
        line for line in sorted(set(lines), key=lambda line: line.start) if not _inside(line, taken)
    ]


def _goals_in_front(outline: Outline) -> list[Span]:
    """Goals above the first heading, behind 工作目标:."""
    text, front = outline.text, outline.front
    return [line for line in front if _GOAL_LINE.match(text, line.start, line.end)]


def _goals_in_preamble(outline: Outline) -> list[Span]:
    """What the paragraphs right above the first heading promise, from 到2022年底 on."""
    text = outline.text
    found = (
        (_BY_THEN.search(text, line.start, line.end), line)
        for line in outline.front[-_PREAMBLE_LINES:]
    )
    return [Span(said.start(), line.end) for said, line in found if said]


def _first_run(outline: Outline) -> list[Node]:
    """The items of one kind that the text begins with, where another kind takes over."""
    nodes = outline.nodes
    kind = nodes[0].kind if nodes else None
    other = next((at for at, node in enumerate(nodes) if node.kind is not kind), 0)
    return nodes[:other]


def _above(item: Item) -> list[Node]:
    """The headings an item stands under; a table row stands under none."""
    return [item.group, *item.group.above()] if isinstance(item.group, Node) else []


def _inside(line: Span, taken: list[tuple[int, int]]) -> bool:
    at = bisect_right(taken, (line.start, line.end)) - 1
    before = taken[at] if at >= 0 else (0, 0)
    following = taken[at + 1] if at + 1 < len(taken) else (line.start + 1, 0)
    return before[0] <= line.start < before[1] or following[0] == line.start


def goals_and_guides(outline: Outline) -> set[Node]:
    """The items that state goals or guiding ideas, and all that stand below them."""
    front = outline.front
    counted = front and _GOALS_FOLLOW.search(outline.text, front[-1].start, front[-1].end)
    found: set[Node] = set(_first_run(outline)) if counted else set()
    for node in outline.nodes:
        if node.parent in found or _is_guide_heading(outline, node):
            found.add(node)
    return found


def _is_guide_heading(outline: Outline, node: Node) -> bool:
    title = title_of(outline, node, None) or outline.text[node.body : node.body + 14]
    short = title[:22]
    if GUIDING.match(short):
        return True
    return bool(
        re.match(
            r"(?:\d+年)?[\u4e00-\u9fff]{0,8}(?:目标|愿景)(?:要求|指标|和指标)?"
            r"(?:[。:,]|$|(?=[到至]?20\d\d年))",
            short,
        )
        or (short.startswith("目标任务") and not node.children)
    )
