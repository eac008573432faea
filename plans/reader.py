"""From a document's text to its facts: clean, outline, duties, targets and dates, observances.

Each step is a pure function of a module in `plans.reading`; this one only puts them in order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from plans.clean import clean
from plans.errors.documents import EmptyDocument, NotAPlan
from plans.model import PlanFacts
from plans.observances import observance_calendar
from plans.reading.assembly import ReadTask, dated_lines, read_task, rules_of
from plans.reading.bullets import with_bullets
from plans.reading.counting import numbers
from plans.reading.doubts import doubts_of
from plans.reading.goals import goal_lines
from plans.reading.horizon import first_year, horizon_of, plan_year, stated_deadline
from plans.reading.indicator_tables import goal_years, indicator_targets
from plans.reading.item import Item
from plans.reading.mentions import observances_in
from plans.reading.meta import Meta, meta_of, place_stem
from plans.reading.outline import Outline, outline_of, without_notice
from plans.reading.sections import give_sections
from plans.reading.table_columns import tables_of
from plans.reading.targets import Calendar, promises
from plans.reading.task_tables import items_of_tables
from plans.reading.tasks import items_of_body, looks_like_plan, names_departments


def read_plan(text: str, *, source: str, known: Callable[[str], bool] | None = None) -> PlanFacts:
    """Read the facts of one document; *known* tells whether a department's name is a known one."""
    cleaned = clean(text)
    if not cleaned:
        raise EmptyDocument
    whole = outline_of(cleaned)
    meta = meta_of(whole)
    outline = with_bullets(without_notice(whole, meta.title))
    items = _items(outline)
    if not items or not (names_departments(items) or looks_like_plan(outline, meta.title)):
        raise NotAPlan
    return _facts(outline, items, meta, source=source, known=known)


def _items(outline: Outline) -> list[Item]:
    """The rows of a table of tasks where there is one, else the items of the body."""
    rows = items_of_tables(outline, tables_of(outline))
    body = items_of_body(outline)
    if rows and (not names_departments(body) or len(rows) >= 0.8 * len(body)):
        give_sections(outline, rows)
        return rows
    return body


def _facts(
    outline: Outline,
    items: list[Item],
    meta: Meta,
    *,
    source: str,
    known: Callable[[str], bool] | None,
) -> PlanFacts:
    text = outline.text
    goals = goal_lines(outline, items)
    horizon = horizon_of(
        outline,
        goals,
        dated_lines(items),
        meta.title,
        meta.dated,
        columns=frozenset(day for item in items for day in item.years.values()),
        indicators=goal_years(outline, first_year(meta.title, meta.dated)),
    )
    calendar = Calendar(
        horizon=horizon[0] if horizon else None,
        year=plan_year(meta.title, meta.dated, horizon),
        begins=first_year(meta.title, meta.dated),
        undated=stated_deadline(text),
    )
    read = _tasks(text, items, meta, calendar)
    facts = PlanFacts(
        source=source,
        place=meta.place,
        title=meta.title,
        doc_number=meta.doc_number,
        issued=meta.issued,
        horizon=horizon,
        tasks=tuple(task.facts for task in read),
        plan_targets=promises(text, goals, calendar).targets + indicator_targets(outline, calendar),
        observances=observances_in(text, observance_calendar()),
        text=text,
    )
    return replace(facts, doubts=doubts_of(facts, items, read, known))


def _tasks(text: str, items: list[Item], meta: Meta, calendar: Calendar) -> list[ReadTask]:
    rules = rules_of(text, items, place_stem(meta.place))
    return [
        read_task(text, item, number, rules, calendar)
        for item, number in zip(items, numbers(items), strict=True)
    ]
