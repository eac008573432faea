"""Tables of tasks: what the columns hold, and the items of the rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.model import Role, Span
from plans.reading.clauses import Clause, Part, clauses_in
from plans.reading.marks import mark_at
from plans.reading.names import names_in
from plans.reading.outline import Outline
from plans.reading.tables import is_header_cell, row_number
from plans.reading.tasks import Item

_NUMBER = re.compile(r"序号|编号|项次")
_SECTION = re.compile(r"类别|领域|板块|方面|分类|类型|方向|^目标任务$")
_LEAD = re.compile(r"牵头|主办|主责|第一责任")
_SUPPORT = re.compile(r"配合|参与|协办|协助|支持|联动")
_DUTY = re.compile(r"责任|负责|落实|实施|承办|单位|部门")
_PERSON = re.compile(r"人$|领导|联系|电话|科室|处室|股室")
_AREA = re.compile(r"镇街|乡镇|属地|街道|县区|区县")
_DEADLINE = re.compile(r"时限|时间|期限|节点|进度(?!情况)")
_TASK = re.compile(r"任务|工作|事项|项目|举措|措施|名称")
_CONTENT = re.compile(r"内容|举措|措施|要求|目标|标准|事项|描述")
_NOTE = re.compile(r"(?:备注|注|说明|合计|总计|小计)(?:[:0-9]|$)")
_HEADING_LENGTH = 45
_SHORT_STATEMENT = 25


@dataclass(slots=True)
class Table:
    """A table with departments in it: its columns by what they hold, and its rows of cells."""

    columns: dict[str, list[int]]
    labels: list[str]
    rows: list[list[Span]] = field(default_factory=list)


def tables_of(outline: Outline) -> list[Table]:
    """The tables that assign tasks to departments."""
    tables: list[Table] = []
    for row in outline.rows:
        cells = cells_of(outline.text, row)
        labels = [cell.of(outline.text) for cell in cells]
        if _is_heading(labels):
            if not tables or tables[-1].labels != labels:
                tables.append(Table(_columns(labels), labels))
        elif tables:
            tables[-1].rows.append(cells)
    return [table for table in tables if _assigns(table)]


def cells_of(text: str, row: Span) -> list[Span]:
    """The cells of `| a | b |`, without the white space around them."""
    cells: list[Span] = []
    start = row.start + 1
    end = row.end - 1 if text[row.end - 1] == "|" else row.end
    for position in range(start, end + 1):
        if position == end or text[position] == "|":
            left, right = start, position
            while left < right and text[left] == " ":
                left += 1
            while right > left and text[right - 1] == " ":
                right -= 1
            cells.append(Span(left, right))
            start = position + 1
    return cells


def _is_heading(labels: list[str]) -> bool:
    named = [label for label in labels if is_header_cell(label)]
    return len(named) >= 2 and len(named) >= 0.6 * len([label for label in labels if label])


def _columns(labels: list[str]) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for at, label in enumerate(labels):
        columns.setdefault(_holds(label), []).append(at)
    return columns


def _holds(label: str) -> str:
    """What a column holds, by its heading."""
    tests = (
        ("number", _NUMBER),
        ("person", _PERSON),
        ("deadline", _DEADLINE),
        ("lead", _LEAD),
        ("support", _SUPPORT),
        ("area", _AREA),
        ("duty", _DUTY),
        ("section", _SECTION),
        ("task", _TASK),
        ("content", _CONTENT),
    )
    bare = re.sub(r"\(.*?\)", "", label)
    return next((kind for kind, pattern in tests if pattern.search(bare)), "other")


def _assigns(table: Table) -> bool:
    return bool(table.rows) and any(kind in table.columns for kind in ("lead", "duty", "support"))


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
                item.section = item.section or merged or banner
                items.append(item)
    return items


def _banner(text: str, row: list[Span]) -> str | None:
    """A row that says one thing only: a section's name; "" where it is a note or a sum."""
    words = {cell.of(text) for cell in row if cell.start < cell.end}
    if len(words) != 1:
        return None if words else ""
    cell = next(cell for cell in row if cell.start < cell.end)
    name = _without_mark(text, cell).strip("。:; ")
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
        lines=[cell for cell in words if cell.of(text)],
        clauses=_clauses(text, cells),
        span=Span(row[0].start, row[-1].end),
        deadline=_first(text, cells.get("deadline", [])),
    )


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
