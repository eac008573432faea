"""Tables of indicators: a row for each number, a column for each year it is promised for."""

from __future__ import annotations

import re
from datetime import date

from plans.dates import year_end
from plans.model import Comparison, Span, TargetFact
from plans.reading.outline import Outline
from plans.reading.quantities import Quantity, quantities
from plans.reading.table_columns import cells_of
from plans.reading.targets import Calendar

_NAME = re.compile(r"指标(?:名称|内容)?$|^(?:主要|具体|预期)?指标|^项目$|^内容$")
_GROUP = re.compile(r"类别|属性|序号|一级|领域|分类|备注|说明|责任|牵头")
_UNIT = re.compile(r"单位$|计量单位")
_YEAR = re.compile(r"(20\d\d)")
_BASE = re.compile(r"基期|基数|现状|实际|完成值|基准|预计")
_GOAL = re.compile(r"目标值?|指标值")
_UNIT_IN_NAME = re.compile(r"\(([^()]{1,10})\)$")
_TIMES = {"万": 10_000, "亿": 100_000_000}
"""万件 counts by the piece; money keeps its 万元 and 亿元 (gold/SCHEMA.md)"""
_LIMIT = re.compile(r"死亡率|失业率|浓度|发生率|损失率|漏损率|投诉率|不超过")
_LESS = re.compile(r"^ *(?:≤|<|<=|不高于|不超过|控制在)")


def indicator_targets(outline: Outline, calendar: Calendar) -> tuple[TargetFact, ...]:
    """The targets of every table of indicators."""
    targets: list[TargetFact] = []
    labels: list[str] = []
    for row in outline.rows:
        cells = cells_of(outline.text, row)
        words = [cell.of(outline.text) for cell in cells]
        if any(_NAME.search(word) for word in words) and _goal_columns(words, calendar):
            labels = words
        elif labels and len(cells) == len(labels):
            targets.extend(_row_targets(outline.text, labels, cells, calendar))
        else:
            labels = []
    return tuple(targets)


def goal_years(outline: Outline, begins: int | None) -> frozenset[date]:
    """The days that tables of indicators set goals for; of a run of years only the last."""
    days: set[date] = set()
    for row in outline.rows:
        words = [cell.of(outline.text) for cell in cells_of(outline.text, row)]
        if any(_NAME.search(word) for word in words):
            columns = _goal_columns(words, Calendar(horizon=None, year=None, begins=begins))
            days |= {day for day in columns.values() if day}
    return frozenset(day for day in days if year_end(day.year + 1) not in days)


def _goal_columns(labels: list[str], calendar: Calendar) -> dict[int, date | None]:
    """The columns that hold promises, with the day each is for."""
    columns: dict[int, date | None] = {}
    for at, label in enumerate(labels):
        year = _YEAR.search(label)
        if _BASE.search(label) or (_NAME.search(label) and not year):
            continue
        if year and (calendar.begins is None or int(year.group(1)) >= calendar.begins):
            columns[at] = year_end(int(year.group(1)))
        elif not year and _GOAL.search(label):
            columns[at] = calendar.horizon
    return columns


def _row_targets(
    text: str, labels: list[str], cells: list[Span], calendar: Calendar
) -> list[TargetFact]:
    name = next((cells[at] for at, label in enumerate(labels) if _is_name(label)), None)
    if name is None or name.start == name.end:
        return []
    unit_cell = next(
        (cells[at].of(text) for at, label in enumerate(labels) if _UNIT.search(label)), None
    )
    in_name = _UNIT_IN_NAME.search(name.of(text))
    unit = unit_cell or (in_name.group(1) if in_name else None)
    metric = _UNIT_IN_NAME.sub("", name.of(text)) if in_name else name.of(text)
    found = []
    for at, due in _goal_columns(labels, calendar).items():
        quantity = next(iter(quantities(text, cells[at].start, cells[at].end)), None)
        if quantity:
            found.append(_target(text, metric, unit, quantity, due, cells[at]))
    return found


def _is_name(label: str) -> bool:
    return bool(_NAME.search(label)) and not _GROUP.search(label) and not _UNIT.search(label)


def _target(
    text: str, metric: str, unit: str | None, quantity: Quantity, due: date | None, cell: Span
) -> TargetFact:
    limited = _LIMIT.search(metric) or _LESS.search(cell.of(text))
    op = quantity.op
    if limited and op in (Comparison.AT_LEAST, Comparison.EQUAL):
        op = Comparison.AT_MOST
    times, unit = (1, quantity.unit) if quantity.unit else _counted_in(unit)
    return TargetFact(
        metric=metric,
        op=op,
        value=quantity.value * times,
        upper=quantity.upper and quantity.upper * times,
        unit=unit,
        due=due,
        every=None,
        text=f"{metric} {cell.of(text)}",
        span=cell,
    )


def _counted_in(unit: str | None) -> tuple[int, str | None]:
    """By how much a number in a column of *unit* is to be taken, and of what: 万件 is 件."""
    if not unit or unit[0] not in _TIMES or len(unit) == 1 or "元" in unit:
        return 1, unit
    return _TIMES[unit[0]], unit[1:]
