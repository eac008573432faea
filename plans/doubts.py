"""What in a reading a coordinator should look at: found afterwards, from facts and text alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from plans.dates import date_phrases
from plans.model import Doubt, DoubtKind, DutyFact, PlanFacts, Span, TargetFact, TaskFacts

USUAL = 0.5
"""the share of tasks with departments from which one without is odd"""
BEHIND = 20
"""characters behind a number in which its day may follow: 建成3家(2024年底前)"""
_AREA = re.compile(r"(?<!各)(?:开发区|高新区|新区|园区|试验区|示范区|[\u4e00-\u9fff]{2}[区县])$")
_AREA_OFFICE = re.compile(r"(?:管委会|管理委员会|政府|办事处)$")
_COUNTED = re.compile(r"(?:(.+)/)?(\d+)")


def doubts_of(facts: PlanFacts, known: Callable[[str], bool]) -> tuple[Doubt, ...]:
    """Return what was read with doubt, in the order of the document; *known* tells real names."""
    found = [
        *_without_horizon(facts),
        *_numbering(facts),
        *_nobodys(facts),
        *_unknown(facts, known),
        *_odd_lists(facts),
        *_undated(facts),
    ]
    return tuple(sorted(found, key=lambda doubt: doubt.span.start))


def _without_horizon(facts: PlanFacts) -> Iterator[Doubt]:
    if not facts.horizon:
        words = facts.title or facts.source
        yield Doubt(DoubtKind.NO_HORIZON, None, words, None, _find(facts.text, words))


def _numbering(facts: PlanFacts) -> Iterator[Doubt]:
    """Numbers that are missing between two of the same section."""
    last: dict[str, int] = {}
    for task in facts.tasks:
        counted = _COUNTED.fullmatch(task.number)
        if counted is None:
            continue
        section, number = counted[1] or "", int(counted[2])
        before = last.get(section, number - 1)
        if number != before + 1:
            words = f"{before} → {number}"
            yield Doubt(DoubtKind.NUMBERING, task.number, words, None, _head(task, facts.text))
        last[section] = number


def _nobodys(facts: PlanFacts) -> Iterator[Doubt]:
    with_duties = sum(1 for task in facts.tasks if task.duties)
    if with_duties < USUAL * len(facts.tasks):
        return
    for task in facts.tasks:
        if not task.duties:
            words = task.title or _head(task, facts.text).of(facts.text)
            span = _head(task, facts.text)
            yield Doubt(DoubtKind.NO_DEPARTMENT, task.number, words, None, span)


def _unknown(facts: PlanFacts, known: Callable[[str], bool]) -> Iterator[Doubt]:
    """Each name once, where it first stands."""
    seen: set[str] = set()
    for task in facts.tasks:
        for duty in task.duties:
            if duty.department not in seen and not known(duty.department):
                yield Doubt(
                    DoubtKind.UNKNOWN_DEPARTMENT, task.number, duty.department, None, duty.span
                )
            seen.add(duty.department)


def _odd_lists(facts: PlanFacts) -> Iterator[Doubt]:
    """大亚湾开发区、仲恺高新区管委会: two bodies, or one, or a place that lost its office."""
    for task in facts.tasks:
        duties = sorted(task.duties, key=lambda duty: duty.span.start)
        for first, second in pairwise(duties):
            if _is_area(first) and _AREA_OFFICE.search(second.department):
                span = Span(first.span.start, second.span.end)
                if span.end - span.start > 2 * (len(first.department) + len(second.department)):
                    continue
                assumed = f"{first.department}；{second.department}"
                yield Doubt(DoubtKind.ODD_LIST, task.number, span.of(facts.text), assumed, span)


def _is_area(duty: DutyFact) -> bool:
    return bool(_AREA.search(duty.department))


def _undated(facts: PlanFacts) -> Iterator[Doubt]:
    """Numbers of tasks whose own paragraph names no day: one doubt for each paragraph.

    The goals of the whole plan are not asked about: its day is theirs.
    """
    for task in facts.tasks:
        guessed = [target for target in task.targets if _is_guessed(facts, target)]
        for _, group in groupby(guessed, key=lambda target: _paragraph(facts, target).start):
            together = list(group)
            span = Span(together[0].span.start, together[-1].span.end)
            words = span.of(facts.text) or together[0].text
            due = together[0].due
            assumed = due.isoformat() if due else None
            yield Doubt(DoubtKind.GUESSED_DUE, task.number, words, assumed, span)


def _is_guessed(facts: PlanFacts, target: TargetFact) -> bool:
    """Whether the day is the plan's own, and nothing about it stands before the number."""
    if target.due not in facts.horizon or target.every is not None:
        return False
    here = _paragraph(facts, target)
    end = min(here.end, target.span.end + BEHIND)
    return not date_phrases(facts.text, here.start, end, year=facts.horizon[0].year)


def _paragraph(facts: PlanFacts, target: TargetFact) -> Span:
    start = facts.text.rfind("\n", 0, target.span.start) + 1
    end = facts.text.find("\n", target.span.end)
    return Span(start, end if end >= 0 else len(facts.text))


def _head(task: TaskFacts, text: str) -> Span:
    """The first line of a task."""
    end = text.find("\n", task.span.start, task.span.end)
    return Span(task.span.start, end if end >= 0 else task.span.end)


def _find(text: str, words: str) -> Span:
    start = max(text.find(words), 0)
    return Span(start, start + len(words))
