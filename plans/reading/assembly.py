"""One task's facts out of its item: duties from its clauses, targets from its other words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from plans.dates import deadline_in
from plans.model import Span, TargetFact, TaskFacts
from plans.reading.item import Item
from plans.reading.prefixes import level_of
from plans.reading.roles import ListRules, duties, list_rules
from plans.reading.targets import Calendar, Promises, promises

_VISION_YEAR = 2035


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A task with those of its targets whose due date is only the plan's."""

    facts: TaskFacts
    guessed: tuple[TargetFact, ...]


def read_task(text: str, item: Item, number: str, rules: ListRules, calendar: Calendar) -> ReadTask:
    """Read what one item says."""
    if item.deadline is None and calendar.undated:
        calendar = replace(calendar, horizon=calendar.undated)
    deadline = _deadline(text, item, calendar)
    promised = _promised(text, item, calendar, deadline)
    facts = TaskFacts(
        number=number,
        title=item.title,
        section=item.section,
        duties=duties(item.clauses, rules),
        targets=promised.targets,
        milestones=promised.milestones,
        due=_due(promised, deadline, calendar),
        span=item.span,
    )
    return ReadTask(facts, promised.guessed)


def _promised(text: str, item: Item, calendar: Calendar, deadline: date | None) -> Promises:
    """What the item promises; a cell of the column 2024年目标 promises it for that year."""
    topic = item.topic or item.title
    lines = _without_clauses(item)
    if not item.years:
        return promises(text, lines, calendar, deadline=deadline, topic=topic)
    found = []
    for line in lines:
        day = item.years.get(line)
        own = replace(calendar, year=day.year) if day else calendar
        found.append(promises(text, [line], own, deadline=day or deadline, topic=topic))
    return Promises(
        tuple(target for each in found for target in each.targets),
        tuple(milestone for each in found for milestone in each.milestones),
        tuple(target for each in found for target in each.guessed),
    )


def rules_of(text: str, items: list[Item], place: str | None) -> ListRules:
    """What holds for every list of the document: who leads, and the prefix most names carry."""
    clauses = [clause for item in items for clause in item.clauses]
    parts = [part for clause in clauses for part in clause.parts]
    levels = Counter(level for part in parts if (level := level_of(part.name.text)))
    prefix, count = levels.most_common(1)[0] if levels else (None, 0)
    usual = prefix if count * 5 >= len(parts) else None
    return list_rules(text, clauses, prefix=usual, place=place)


def dated_lines(items: list[Item]) -> list[Span]:
    """Where the tasks may name dates."""
    return [line for item in items for line in (*item.lines, item.deadline) if line is not None]


def _deadline(text: str, item: Item, calendar: Calendar) -> date | None:
    """The day of 完成时限, where one is written."""
    if item.deadline is None:
        return None
    return deadline_in(item.deadline.of(text), year=calendar.year)


def _without_clauses(item: Item) -> list[Span]:
    """The item's lines with its lists of departments cut out."""
    cuts = sorted((clause.span for clause in item.clauses), key=lambda span: span.start)
    lines: list[Span] = []
    for line in item.lines:
        start = line.start
        for cut in cuts:
            if start <= cut.start < line.end:
                lines.append(Span(start, cut.start))
                start = min(cut.end, line.end)
        lines.append(Span(start, line.end))
    return [line for line in lines if line.end > line.start]


def _due(promised: Promises, deadline: date | None, calendar: Calendar) -> date | None:
    """The latest day of the task's own, visions apart; else the plan's."""
    guessed = {id(target) for target in promised.guessed}
    days = [target.due for target in promised.targets if id(target) not in guessed]
    days += [milestone.due for milestone in promised.milestones]
    near = [day for day in (*days, deadline) if day and day.year < _VISION_YEAR]
    return max(near, default=calendar.horizon)
