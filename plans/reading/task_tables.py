"""The items that the rows of a table state."""

from __future__ import annotations

import re

from plans.model import Role, Span
from plans.reading.clauses import clauses_in
from plans.reading.item import Item
from plans.reading.marks import mark_at
from plans.reading.names import names_in
from plans.reading.outline import Outline
from plans.reading.role_lists import Clause, Part
from plans.reading.table_columns import Table
from plans.reading.tables import row_number
from plans.reading.titles import without_count

_NUMBER_OF = re.compile(r"\d(?:%|[万亿]?[个家座所处项套台条户人])(?!月|年|季)")
_NOTE = re.compile(r"(?:备注|注|说明|合计|总计|小计)(?:[:0-9]|$)")
_HEADING_LENGTH = 45
_SHORT_STATEMENT = 25


def items_of_tables(outline: Outline, tables: list[Table]) -> list[Item]:
    """One item a row; a row that repeats the merged cells above it is an item of its own."""
    items: list[Item] = []
    for table in tables:
        _tell_sections(outline.text, table)
        first, banner = len(items), None
        for row in table.rows:
            above = _banner(outline.text, row)
            if above is not None:
                banner = above or banner
                continue
            item = _item(outline, table, row, len(items) + 1)
            before = items[-1] if len(items) > first else None
            if item and before and _goes_on(outline.text, table, before, row):
                _extend(before, item)
            elif item:
                merged = before.section if before and "section" in table.columns else None
                item.section = item.section or banner or merged
                items.append(item)
    return items


def _banner(text: str, row: list[Span]) -> str | None:
    """A row that says one thing only: a section's name; "" where it is a note or a sum."""
    words = {cell.of(text) for cell in row if cell.start < cell.end}
    if len(words) != 1:
        return None if words else ""
    cell = next(cell for cell in row if cell.start < cell.end)
    name = without_count(_without_mark(text, cell)).strip("。:; ")
    return "" if _NOTE.match(name) or len(name) > _HEADING_LENGTH or "。" in name else name


def _goes_on(text: str, table: Table, before: Item, row: list[Span]) -> bool:
    """A merged cell: the row has neither number nor task, or those of the row before it."""
    if "number" not in table.columns or "task" not in table.columns:
        return False
    number, task = (
        next((row[at].of(text) for at in table.columns[kind] if at < len(row)), "")
        for kind in ("number", "task")
    )
    if not number:
        return not task
    mark = row_number(number)
    return mark == before.number and task == before.lines[0].of(text) and len(before.lines) > 1


def _extend(item: Item, more: Item) -> None:
    """Add a further row to its item."""
    item.lines += more.lines
    item.clauses += more.clauses
    item.span = Span(item.span.start, more.span.end)
    item.deadline = item.deadline or more.deadline


def _tell_sections(text: str, table: Table) -> None:
    """A merged first column over rows that number their own content names sections, not tasks."""
    columns = table.columns
    if (
        "number" in columns
        or "section" in columns
        or "task" not in columns
        or "content" not in columns
    ):
        return
    task, content = columns["task"][0], columns["content"][0]
    rows = [row for row in table.rows if max(task, content) < len(row)]
    marked = sum(1 for row in rows if mark_at(text, row[content].start))
    distinct = len({row[task].of(text) for row in rows})
    if rows and marked > 0.7 * len(rows) and distinct < len(rows):
        columns["section"] = columns.pop("task")


def _item(outline: Outline, table: Table, row: list[Span], fallback: int) -> Item | None:
    text = outline.text
    cells = {
        kind: [row[at] for at in places if at < len(row)] for kind, places in table.columns.items()
    }
    words = [*cells.get("task", []), *cells.get("content", [])]
    if (
        not any(cell.of(text) for cell in words)
        or len({cell.of(text) for cell in row if cell.of(text)}) < 2
    ):
        return None
    number, title = _number_and_title(text, cells, words, fallback)
    section = _first(text, cells.get("section", []))
    return Item(
        number=number,
        group=table,
        begins_group=True,
        title=title,
        section=_without_mark(text, section) if section else None,
        lines=[cell for cell in [*words, *_promising(text, cells)] if cell.of(text)],
        clauses=_clauses(text, cells),
        span=Span(row[0].start, row[-1].end),
        deadline=_first(text, cells.get("deadline", [])),
        years={row[at]: day for at, day in table.years.items() if at < len(row)},
        topic=_topic(text, table, row),
    )


def _promising(text: str, cells: dict[str, list[Span]]) -> list[Span]:
    """The cells for deadlines that promise numbers: 2024年底前建成3个,2025年全部建成."""
    return [cell for cell in cells.get("deadline", []) if _NUMBER_OF.search(cell.of(text))]


def _topic(text: str, table: Table, row: list[Span]) -> str | None:
    """What the row is about: beside columns for years the last of its other short cells."""
    if not table.years:
        return None
    places = sorted([*table.columns.get("content", []), *table.columns.get("task", [])])
    cells = [row[at].of(text) for at in places if at < len(row) and at not in table.years]
    return next((cell for cell in reversed(cells) if cell and len(cell) <= _HEADING_LENGTH), None)


def _first(text: str, cells: list[Span]) -> Span | None:
    """The first cell with words in it."""
    return next((cell for cell in cells if cell.of(text)), None)


def _without_mark(text: str, cell: Span) -> str:
    mark = mark_at(text, cell.start)
    return text[cell.start + (mark.length if mark else 0) : cell.end]


def _number_and_title(
    text: str, cells: dict[str, list[Span]], words: list[Span], fallback: int
) -> tuple[int, str | None]:
    numbered = next((row_number(cell.of(text)) for cell in cells.get("number", [])), None)
    first = words[0]
    mark = mark_at(text, first.start)
    body = (
        first.start + mark.length if mark and first.start + mark.length < first.end else first.start
    )
    number = numbered or (mark.number if mark else fallback)
    title = text[body : first.end].strip("。;: ")
    several = len([cell for cell in words if cell.of(text)]) > 1
    longest = _HEADING_LENGTH if several else _SHORT_STATEMENT
    return number, title if title and len(title) <= longest and "。" not in title else None


def _clauses(text: str, cells: dict[str, list[Span]]) -> list[Clause]:
    """The departments of a row as one clause; cells that name roles are read like a line."""
    parts: list[Part] = []
    spans: list[Span] = []
    for kind, role in (
        ("lead", Role.LEAD),
        ("duty", None),
        ("support", Role.SUPPORT),
        ("area", None),
    ):
        for cell in cells.get(kind, []):
            found = _cell_parts(text, cell, role)
            parts.extend(found)
            spans.extend([cell] if found else [])
    written = [
        clause
        for cell in (*cells.get("task", []), *cells.get("content", []))
        for clause in clauses_in(text, [cell])
    ]
    if not parts:
        return written
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    return [Clause(span, tuple(parts))]


def _cell_parts(text: str, cell: Span, role: Role | None) -> list[Part]:
    words = cell.of(text)
    if re.search(r"(?:单位|部门):|牵头|配合|负责|参与", words):
        spoken = clauses_in(text, [cell])
        if spoken:
            return [part for clause in spoken for part in clause.parts]
    return [Part(name, role) for name in names_in(words, at=cell.start)]
