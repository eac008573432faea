"""From a document's text to its facts: clean, outline, responsibilities, targets and dates, observances.

Each step is a pure function of a module in `plans.reading`; this one only puts them in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from plans.clean import clean
from plans.dates import date_phrases
from plans.errors import EmptyDocument, NotAPlan
from plans.model import PlanFacts, Span, TargetFact, TaskFacts
from plans.observances import observance_calendar
from plans.reading.mentions import observances_in
from plans.reading.meta import Meta, first_year, horizon_of, meta_of, plan_year
from plans.reading.names import level_of
from plans.reading.outline import Outline, outline_of
from plans.reading.roles import ListRules, duties, first_leads
from plans.reading.sections import give_sections
from plans.reading.targets import Calendar, Promises, promises
from plans.reading.task_tables import items_of_tables, tables_of
from plans.reading.tasks import Item, goal_nodes, items_of_body, names_departments, numbers

_VISION_YEAR = 2035


def read_plan(text: str, *, source: str, known: Callable[[str], bool] | None = None) -> PlanFacts:
    """Read the facts of one document; *known* tells whether a department's name is a known one."""
    cleaned = clean(text)
    if not cleaned:
        raise EmptyDocument
    outline = outline_of(cleaned)
    items = _items(outline)
    if not items:
        raise NotAPlan
    meta = meta_of(outline)
    goals = _goal_lines(outline, items)
    dated = [line for item in items for line in (*item.lines, *_stated(item))]
    horizon = horizon_of(outline, goals, dated, meta.title, meta.issued)
    calendar = Calendar(
        horizon[0] if horizon else None,
        plan_year(meta.title, meta.issued, horizon),
        first_year(meta.title, meta.issued, horizon),
    )
    rules = _rules(cleaned, items, meta)
    tasks = tuple(
        _task(cleaned, item, number, rules, calendar)
        for item, number in zip(items, numbers(items), strict=True)
    )
    return PlanFacts(
        source=source,
        place=meta.place,
        title=meta.title,
        doc_number=meta.doc_number,
        issued=meta.issued,
        horizon=horizon,
        tasks=tasks,
        plan_targets=_plan_targets(cleaned, goals, calendar),
        observances=observances_in(cleaned, observance_calendar()),
        text=cleaned,
    )


def _items(outline: Outline) -> list[Item]:
    """The rows of a table of tasks where there is one, else the items of the body."""
    rows = items_of_tables(outline, tables_of(outline))
    body = items_of_body(outline)
    if rows and (not names_departments(body) or len(rows) >= 0.8 * len(body)):
        give_sections(outline, rows)
        return rows
    return body


def _stated(item: Item) -> tuple[Span, ...]:
    return (item.deadline,) if item.deadline else ()


def _goal_lines(outline: Outline, items: list[Item]) -> list[Span]:
    return [line for node in goal_nodes(outline) for line in node.lines]


def _rules(text: str, items: list[Item], meta: Meta) -> ListRules:
    """What holds for every list of the document."""
    levels = [
        level_of(part.name.text)
        for item in items
        for clause in item.clauses
        for part in clause.parts
    ]
    counted = Counter(level for level in levels if level)
    common = counted.most_common(1)[0] if counted else None
    prefix = common[0] if common and common[1] * 5 >= len(levels) else None
    return ListRules(first_leads(text), prefix, meta.place[:-1] if meta.place else None)


def _task(text: str, item: Item, number: str, rules: ListRules, calendar: Calendar) -> TaskFacts:
    deadline = _deadline(text, item, calendar)
    promised = promises(text, _without_clauses(item), calendar, deadline=deadline)
    return TaskFacts(
        number=number,
        title=item.title,
        section=item.section,
        duties=duties(item.clauses, rules),
        targets=promised.targets,
        milestones=promised.milestones,
        due=_due(promised, deadline, calendar),
        span=item.span,
    )


def _deadline(text: str, item: Item, calendar: Calendar) -> date | None:
    """The day of 完成时限, where one is written."""
    if item.deadline is None:
        return None
    phrases = date_phrases(text, item.deadline.start, item.deadline.end, year=calendar.year)
    return max((phrase.due for phrase in phrases), default=None)


def _without_clauses(item: Item) -> list[Span]:
    """The item's lines with its lists of departments cut out."""
    lines: list[Span] = []
    for line in item.lines:
        start = line.start
        for clause in sorted(item.clauses, key=lambda clause: clause.span.start):
            if start <= clause.span.start < line.end:
                lines.append(Span(start, clause.span.start))
                start = min(clause.span.end, line.end)
        lines.append(Span(start, line.end))
    return [line for line in lines if line.end > line.start]


def _due(promised: Promises, deadline: date | None, calendar: Calendar) -> date | None:
    """The latest day of the task's own, visions apart; else the plan's."""
    own = [
        target.due for target in promised.targets if target not in promised.guessed and target.due
    ]
    days = [
        *own,
        *(milestone.due for milestone in promised.milestones),
        *([deadline] if deadline else []),
    ]
    near = [day for day in days if day.year < _VISION_YEAR]
    return max(near, default=calendar.horizon)


def _plan_targets(text: str, goals: list[Span], calendar: Calendar) -> tuple[TargetFact, ...]:
    return promises(text, goals, calendar).targets
