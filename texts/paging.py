"""A long answer cut into pages: about a screen of a phone each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from plans.query import Kind, Query
from store.replies import Answer, DepartmentLine, TargetLine, TaskLine

PAGE_LINES = 13
"""of what is listed and the headings in it; what stands around them makes it a screen"""
LINE_CHARACTERS = 21
"""how many Chinese characters stand side by side on a phone"""
PAGE_TASKS = 2
"""tasks in full on one page"""
HIT_CHARACTERS = 60
"""of the sentence that has the topic"""

Lines = Callable[[Any, Any], int]
"""how many lines an item takes, given the one above it on the page (None for the first)"""


def pages(answer: Answer) -> list[Sequence[Any]]:
    """Return what each page lists; one empty page where there is nothing to list."""
    items = listed(answer)
    if answer.kind is Kind.TASK:
        return [items[i : i + PAGE_TASKS] for i in range(0, len(items), PAGE_TASKS)] or [()]
    if answer.kind is Kind.DEPARTMENTS and len(answer.tasks) == 1:
        return [items]  # one sentence for each role
    if answer.kind is Kind.TASKS and by_date(answer.query):
        return _filled(items, _dated_lines) or [()]
    return _filled(items, _LINES.get(answer.kind, _one_line)) or [()]


def listed(answer: Answer) -> Sequence[Any]:
    """Return what the answer lists, in the order it is shown; by date where it is about dates."""
    if answer.kind is Kind.TASKS and by_date(answer.query):
        return sorted(answer.tasks, key=lambda task: (task.due is None, task.due))
    fields = _FIELDS.get(answer.kind)
    return fields(answer) if fields else ()


def by_date(query: Query) -> bool:
    """Tell whether a list is one of deadlines, the most urgent first."""
    return query.window is not None


def _filled(items: Sequence[Any], lines: Lines) -> list[Sequence[Any]]:
    """Put as many items on each page as its lines hold, at least one."""
    starts, used = [0], 0
    for at, item in enumerate(items):
        needed = lines(item, items[at - 1] if at > starts[-1] else None)
        if at > starts[-1] and used + needed > PAGE_LINES:
            starts.append(at)
            used, needed = 0, lines(item, None)
        used += needed
    return [items[a:b] for a, b in pairwise([*starts, len(items)]) if b > a]


def wrapped(characters: int) -> int:
    """Return how many lines so many characters fill."""
    return max(-(-characters // LINE_CHARACTERS), 1)


def _own_lines(task: TaskLine) -> int:
    words = len(task.title or task.hit[:30]) + (8 if task.target_count else 0) + 5
    return wrapped(words) + (wrapped(min(len(task.hit), HIT_CHARACTERS)) if task.hit else 0)


def _dated_lines(task: TaskLine, above: TaskLine | None) -> int:
    """A date has a blank line above it, and the plan below it."""
    return _own_lines(task) + (3 if above is None or above.due != task.due else 0)


def _task_lines(task: TaskLine, above: TaskLine | None) -> int:
    heads = 0
    if above is None or above.plan != task.plan:
        heads += 2
    if task.role and (above is None or above.role != task.role):
        heads += 1
    return _own_lines(task) + heads


def _target_lines(target: TargetLine, above: TargetLine | None) -> int:
    heads = 0
    if above is None or above.plan != target.plan:
        heads += 2
    if above is None or (above.plan, above.task) != (target.plan, target.task):
        heads += 1
    return wrapped(len(target.metric) + 8) + heads


def _department_lines(line: DepartmentLine, _above: Any) -> int:
    parts = sum(1 for count in (line.lead, line.responsible, line.support) if count)
    return wrapped(len(line.name) + len(line.successor or "") + 5 * parts)


def _plan_lines(plan: Any, _above: Any) -> int:
    return wrapped(len(plan.title or plan.key) + 2) + 2


def _one_line(_item: Any, _above: Any) -> int:
    return 1


_LINES: Mapping[Kind, Lines] = {
    Kind.TASKS: _task_lines,
    Kind.TARGETS: _target_lines,
    Kind.DEPARTMENTS: _department_lines,
    Kind.PLANS: _plan_lines,
}
_FIELDS: Mapping[Kind, Callable[[Answer], Sequence[Any]]] = {
    Kind.TASKS: lambda answer: answer.tasks,
    Kind.TASK: lambda answer: answer.tasks,
    Kind.TARGETS: lambda answer: answer.targets,
    Kind.DEPARTMENTS: lambda answer: answer.departments,
    Kind.OBSERVANCES: lambda answer: answer.observances,
    Kind.PLANS: lambda answer: answer.plans,
    Kind.COUNT: lambda answer: answer.sections,
}
