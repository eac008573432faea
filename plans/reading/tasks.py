"""Which items of a document are its tasks, and what stands with each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.model import Span
from plans.reading.bare_headings import headings_above
from plans.reading.clauses import clauses_in
from plans.reading.goals import goals_and_guides
from plans.reading.item import Item
from plans.reading.marks import Kind
from plans.reading.outline import Node, Outline
from plans.reading.role_lists import Clause
from plans.reading.titles import title_of, without_count

_PLAN_HEADING = re.compile(
    r"(?:主要|重点|工作|目标)任务|(?:总体|工作|主要|发展)目标|(?:组织|保障)(?:保障|措施|实施|领导)|总体要求|工作措施|实施步骤|工作安排"
)
_DONE_BY = re.compile(r"(?:年|月|季度|日)(?:底|末)?(?:之?前|内)?(?:完成|办结|建成|落实到位)")
_DEADLINE_LINE = re.compile(
    r"(?:^|(?<=[。;,(\n]))[(〔【]?(?:完成|实施|办结|整改|推进)?(?:时限|时间|期限|时间节点|进度安排|时间安排)(?:要求)?[:]"
)
_DEADLINE_STOP = re.compile(r"[。;)〕】]")
_SUB_ITEMS = (Kind.DIGIT_PAREN, Kind.CIRCLED)


@dataclass(slots=True)
class _Tree:
    outline: Outline
    clauses: dict[Node, list[Clause]] = field(default_factory=dict)
    headings: dict[Node, int] = field(default_factory=dict)
    """where the words of a heading end that names who leads all below it"""
    bare: dict[Node, str] = field(default_factory=dict)
    """the headings without a number that items stand under"""


def items_of_body(outline: Outline) -> list[Item]:
    """The items with a clause that says who does them; where none has one, all of the main part."""
    tree = _Tree(outline, bare=headings_above(outline))
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
    eligible = set(nodes) - goals_and_guides(outline)
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
        title=title_of(outline, node, until),
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
        title = title_of(outline, above, tree.headings.get(above))
        if title is None and above.children:
            title = without_count(outline.text[above.body : above.lines[0].end]).strip(" 。:;,")
            title = title if len(title) <= 40 else None
        if title:
            return title
    return tree.bare.get([node, *node.above()][-1])
