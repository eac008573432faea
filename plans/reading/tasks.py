"""Which items and rows of a document are its tasks, and how the document counts them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date

from plans.model import Span
from plans.reading.clauses import Clause, clauses_in
from plans.reading.marks import Kind
from plans.reading.outline import Node, Outline, heading

GOALS = re.compile(r"目标(?!任务分工)|愿景|指标")
GUIDING = re.compile(
    r"(?:指导思想|(?:基本|工作|实施)?原则(?!上)|(?:总体|基本|工作|发展)(?:要求|思路|考虑|目标)|充分认识|重要意义|重大意义"
    r"|(?:发展|工作|面临的?|现有|主要)?(?:形势|现状|基础|环境|背景|成效|问题)(?:与|和|及|$|。)|适用范围|编制依据|总则)"
)
_PLAN_HEADING = re.compile(
    r"(?:主要|重点|工作|目标)任务|(?:总体|工作|主要|发展)目标|(?:组织|保障)(?:保障|措施|实施|领导)|总体要求|工作措施|实施步骤|工作安排"
)
_DONE_BY = re.compile(r"(?:年|月|季度|日)(?:底|末)?(?:之?前|内)?(?:完成|办结|建成|落实到位)")
_DEADLINE_LINE = re.compile(
    r"(?:^|(?<=[。;,(\n]))[(〔【]?(?:完成|实施|办结|整改|推进)?(?:时限|时间|期限|时间节点|进度安排|时间安排)(?:要求)?[:]"
)
_DEADLINE_STOP = re.compile(r"[。;)〕】]")
_GOAL_LINE = re.compile(r"(?:总体|工作|主要|行动|年度|发展|预期)目标(?:任务)?[: ].{10,}")
_BY_THEN = re.compile(
    r"(?:(?<=[。;:,])|(?<=\n))(?:(?:力争|确保|争取|通过努力|经过努力),?)?(?:(?:到|至)20\d\d年(?:底|末)?,|20\d\d年(?:底|末)前?,)"
    r"(?=[^。]{0,200}?(?:达|以上|增长|不低于|不少于|超过|建成|新增|突破)[^。]{0,10}\d)"
)
"""Goals stated in the paragraph that says what the plan is for"""
_PREAMBLE_LINES = 3
_GOALS_FOLLOW = re.compile(r"目标(?:任务)?(?:是|为|如下)?:$")
_COUNT_BEHIND = re.compile(
    r" *\(共? *(?:\d{1,3}|[一二三四五六七八九十]{1,3}) *(?:大?项|条|个)(?:任务|工作)?\)$"
)
_SUB_ITEMS = (Kind.DIGIT_PAREN, Kind.CIRCLED)


@dataclass(slots=True)
class Item:
    """A task before its duties and targets are read."""

    number: int
    group: object
    """items of one group are counted together: the item's parent or its table"""
    begins_group: bool
    """the group counts from 1 even where its first item is no task"""
    title: str | None
    section: str | None
    lines: list[Span]
    clauses: list[Clause]
    span: Span
    deadline: Span | None = None
    kind: Kind | None = None
    """what its mark looks like; None for the row of a table"""
    label: str | None = None
    """1.2 as written"""
    years: dict[Span, date] = field(default_factory=dict)
    """the last day that a line is for, where its column says so: 2024年目标"""
    topic: str | None = None
    """what the item is about, for numbers that do not say what they measure"""


@dataclass(slots=True)
class _Tree:
    outline: Outline
    clauses: dict[Node, list[Clause]] = field(default_factory=dict)
    headings: dict[Node, int] = field(default_factory=dict)
    """where the words of a heading end that names who leads all below it"""


def items_of_body(outline: Outline) -> list[Item]:
    """The items with a clause that says who does them; where none has one, all of the main part."""
    tree = _Tree(outline)
    for node in outline.nodes:
        found = clauses_in(outline.text, node.lines)
        if found:
            tree.clauses[node] = found
    _free_headings(tree)
    _hand_up(tree)
    chosen = list(tree.clauses) if tree.clauses else _main_part(outline)
    order = {node: at for at, node in enumerate(outline.nodes)}
    chosen.sort(key=order.__getitem__)
    tasks = set(chosen)
    return [_item(tree, node, tasks) for node in chosen]


def names_departments(items: list[Item]) -> bool:
    """Whether any item says who does it."""
    return any(item.clauses for item in items)


def looks_like_plan(outline: Outline, title: str | None) -> bool:
    """Whether a text without departments is a plan all the same: by its title or its headings."""
    headings = " ".join(
        outline.text[n.body : n.body + 12] for n in outline.nodes if n.kind <= Kind.CHINESE_PAREN
    )
    return title is not None or bool(_PLAN_HEADING.search(headings))


def goal_lines(outline: Outline, items: list[Item]) -> list[Span]:
    """The lines that state the plan's goals and guiding ideas, tasks among them apart."""
    guides = _goals_and_guides(outline)
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


def _goals_and_guides(outline: Outline) -> set[Node]:
    """The items that state goals or guiding ideas, and all that stand below them."""
    front = outline.front
    counted = front and _GOALS_FOLLOW.search(outline.text, front[-1].start, front[-1].end)
    found: set[Node] = set(_first_run(outline)) if counted else set()
    for node in outline.nodes:
        if node.parent in found or _is_guide_heading(outline, node):
            found.add(node)
    return found


def _is_guide_heading(outline: Outline, node: Node) -> bool:
    title = _title(outline, node, None) or outline.text[node.body : node.body + 14]
    short = title[:22]
    if GUIDING.match(short):
        return True
    return bool(
        re.match(
            r"(?:\d+年)?[\u4e00-\u9fff]{0,8}(?:目标|愿景)(?:要求|指标|和指标)?(?:[。:,]"
            r"|$)",
            short,
        )
        or (short.startswith("目标任务") and not node.children)
    )


def _title(outline: Outline, node: Node, until: int | None) -> str | None:
    span = heading(outline, node, until=until)
    return without_count(span.of(outline.text)).strip(" 。:;,") if span else None


def without_count(name: str) -> str:
    """筑牢安全底线 for 筑牢安全底线(共5项)."""
    return _COUNT_BEHIND.sub("", name)


def _free_headings(tree: _Tree) -> None:
    """(一)公共教育(牵头单位:…) over items that each have a clause of their own is no task."""
    for node in list(tree.clauses):
        with_own = sum(1 for child in node.children if child in tree.clauses)
        in_heading = all(clause.span.start < node.lines[0].end for clause in tree.clauses[node])
        if with_own >= 2 and with_own == len(node.children) and in_heading:
            tree.headings[node] = tree.clauses.pop(node)[0].span.start


def _hand_up(tree: _Tree) -> None:
    """A clause behind the last of several sub-items speaks for the item they stand in."""
    parents = {node.parent for node in tree.clauses if node.parent}
    candidates = [parent for parent in parents if _only_last_has(tree, parent)]
    usual = {node.kind for node in tree.clauses if node.parent not in candidates}
    for parent in candidates:
        if (
            parent.kind in usual
            or (parent.children[-1].kind in _SUB_ITEMS)
            or _is_rule(tree, candidates, parent)
        ):
            tree.clauses.setdefault(parent, []).extend(tree.clauses.pop(parent.children[-1]))


def _only_last_has(tree: _Tree, parent: Node) -> bool:
    """Of two or more sub-items only the last has a clause, and it ends there."""
    if len(parent.children) < 2 or parent in tree.clauses:
        return False
    *others, last = parent.children
    return last in tree.clauses and not any(
        node in tree.clauses for other in others for node in other.within()
    )


def _is_rule(tree: _Tree, candidates: list[Node], parent: Node) -> bool:
    """Most items of this kind whose sub-items have clauses have them behind the last only."""
    alike = {
        node.parent for node in tree.clauses if node.parent and node.parent.kind is parent.kind
    }
    same = [node for node in candidates if node.kind is parent.kind]
    return len(same) >= 2 and len(same) > 0.5 * len(alike)


def _main_part(outline: Outline) -> list[Node]:
    """The lowest numbered items below the goals, sub-items such as (1) apart."""
    nodes = [n for n in outline.nodes if n.kind not in _SUB_ITEMS]
    eligible = set(nodes) - _goals_and_guides(outline)
    return [
        node
        for node in nodes
        if node in eligible
        and eligible.isdisjoint(node.children)
        and (node.parent or not node.children)
    ]


def _item(tree: _Tree, node: Node, chosen: set[Node]) -> Item:
    outline = tree.outline
    clauses = tree.clauses.get(node, [])
    own = [clause for clause in clauses if node.start <= clause.span.start < node.end]
    until = own[0].span.start if own else None
    lines = [line for each in _own_nodes(node, chosen) for line in each.lines]
    end = max(each.end for each in _own_nodes(node, chosen))
    return Item(
        number=node.number,
        group=node.parent,
        begins_group=(node.parent.children[0] if node.parent else node).number == 1,
        title=_title(outline, node, until),
        section=_section(tree, node),
        lines=lines,
        clauses=clauses,
        span=Span(node.start, end),
        deadline=_stated_deadline(outline.text, clauses, lines),
        kind=node.kind,
        label=node.label,
    )


def _stated_deadline(text: str, clauses: list[Clause], lines: list[Span]) -> Span | None:
    """The words behind 完成时限:, in a clause or on a line of their own."""
    stated = next((clause.deadline for clause in clauses if clause.deadline), None)
    if stated:
        return stated
    for line in lines:
        found = _DEADLINE_LINE.search(text, line.start, line.end)
        if found:
            stop = _DEADLINE_STOP.search(text, found.end(), line.end)
            return Span(found.end(), stop.start() if stop else line.end)
    return next((each.span for each in clauses if _DONE_BY.search(each.span.of(text))), None)


def _own_nodes(node: Node, chosen: set[Node]) -> list[Node]:
    """The item and its sub-items that are no tasks themselves."""
    return [
        node,
        *(
            each
            for child in node.children
            if child not in chosen
            for each in _own_nodes(child, chosen)
        ),
    ]


def _section(tree: _Tree, node: Node) -> str | None:
    outline = tree.outline
    for above in node.above():
        title = _title(outline, above, tree.headings.get(above))
        if title is None and above.children:
            title = without_count(outline.text[above.body : above.lines[0].end]).strip(" 。:;,")
            title = title if len(title) <= 40 else None
        if title:
            return title
    return None
