"""What was read with doubt, for the coordinator to confirm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from plans.model import Doubt, DoubtKind, PlanFacts, Span, TaskFacts
from plans.reading.assembly import ReadTask
from plans.reading.item import Item

_START = Span(0, 0)
_AREA = re.compile(r"(?<!各)(?:开发区|高新区|新区|园区|试验区|示范区|[\u4e00-\u9fff]{2}[区县])$")
_AREA_OFFICE = re.compile(r"(?:管委会|管理委员会|政府|办事处)$")


def doubts_of(
    facts: PlanFacts,
    items: list[Item],
    read: list[ReadTask],
    known: Callable[[str], bool] | None,
) -> tuple[Doubt, ...]:
    """Every doubt in the order of the text, those about the whole plan first."""
    pairs = list(zip(facts.tasks, items, strict=True))
    found = [
        *_no_horizon(facts),
        *_numbering(facts.tasks),
        *_no_department(facts.tasks),
        *(doubt for task in facts.tasks for doubt in _unknown_departments(task, known)),
        *(doubt for task, item in pairs for doubt in _odd_lists(facts.text, task, item)),
        *(doubt for task in facts.tasks for doubt in _areas(facts.text, task)),
        *(doubt for task in read for doubt in _guessed_due(task)),
    ]
    return tuple(sorted(_once(found), key=lambda doubt: (doubt.task is not None, doubt.span.start)))


def _no_horizon(facts: PlanFacts) -> Iterable[Doubt]:
    if not facts.horizon:
        yield Doubt(DoubtKind.NO_HORIZON, None, facts.title or "", None, _START)


def _numbering(tasks: tuple[TaskFacts, ...]) -> Iterable[Doubt]:
    """A number that does not follow the one before it within its stretch of counting."""
    for before, task in pairwise(tasks):
        if "." in task.number:
            continue
        section, _, number = task.number.rpartition("/")
        last_section, _, last = before.number.rpartition("/")
        counted = number.isdecimal() and last.isdecimal()
        if section == last_section and not (counted and int(number) == int(last) + 1):
            yield Doubt(
                DoubtKind.NUMBERING,
                task.number,
                f"{before.number} → {task.number}",
                None,
                task.span,
            )


def _no_department(tasks: tuple[TaskFacts, ...]) -> Iterable[Doubt]:
    if any(task.duties for task in tasks):
        for task in tasks:
            if not task.duties:
                yield Doubt(DoubtKind.NO_DEPARTMENT, task.number, task.title or "", None, task.span)


def _unknown_departments(task: TaskFacts, known: Callable[[str], bool] | None) -> Iterable[Doubt]:
    if known:
        for duty in task.duties:
            if not known(duty.department):
                yield Doubt(
                    DoubtKind.UNKNOWN_DEPARTMENT, task.number, duty.department, None, duty.span
                )


def _odd_lists(text: str, task: TaskFacts, item: Item) -> Iterable[Doubt]:
    names = "、".join(duty.department for duty in task.duties)
    for clause in item.clauses:
        if clause.is_odd:
            yield Doubt(DoubtKind.ODD_LIST, task.number, clause.span.of(text), names, clause.span)


def _areas(text: str, task: TaskFacts) -> Iterable[Doubt]:
    """大亚湾开发区、仲恺高新区管委会: two bodies, or one, or a place that lost its office."""
    for one, two in pairwise(sorted(task.duties, key=lambda duty: duty.span.start)):
        span = Span(one.span.start, two.span.end)
        adjoin = two.span.start - one.span.end <= 1
        if adjoin and _AREA.search(one.department) and _AREA_OFFICE.search(two.department):
            assumed = f"{one.department}；{two.department}"
            yield Doubt(DoubtKind.ODD_LIST, task.number, span.of(text), assumed, span)


def _guessed_due(task: ReadTask) -> Iterable[Doubt]:
    """One doubt a task: its first number without a date of its own."""
    if task.guessed:
        target = task.guessed[0]
        due = target.due.isoformat() if target.due else None
        yield Doubt(DoubtKind.GUESSED_DUE, task.facts.number, target.text, due, target.span)


def _once(doubts: list[Doubt]) -> list[Doubt]:
    """One doubt for each name that is unknown, however many tasks list it."""
    seen: set[tuple[DoubtKind, str]] = set()
    kept = []
    for doubt in doubts:
        key = (doubt.kind, doubt.words)
        if doubt.kind is DoubtKind.UNKNOWN_DEPARTMENT and key in seen:
            continue
        seen.add(key)
        kept.append(doubt)
    return kept
