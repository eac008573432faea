"""A ruled table over all the pages it spans, as rows of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.files.portable.lines import Line, Measure, gather, paragraphs
from plans.files.portable.rulings import Box, Table
from plans.files.rows import Cell, Grid, render

_FINISHED = re.compile(r"[。；;！？|]$")
_ITEM = re.compile(r"^(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]+)(?:[）)、.．]|$))")


def same_columns(a: Table, b: Table) -> bool:
    """Tell whether *b* may go on with *a*."""
    near = zip(a.columns, b.columns, strict=False)
    return len(a.columns) == len(b.columns) and all(abs(x - y) < 4 for x, y in near)


def rows_of(tables: Sequence[Table]) -> list[str]:
    """Return the lines of a table whose parts stand on consecutive pages."""
    rows: list[dict[int, Cell]] = []
    heading: list[tuple[str, ...]] = []
    above = 0
    for part in tables:
        more = _part_rows(part, below=above)
        above += len(more)
        if heading and more and _words(more[0]) == heading:
            more = more[1:]
        heading = heading or _words(more[0]) if more else heading
        if rows and more and _goes_on(rows[-1], more[0], part):
            rows[-1] = _joined(rows[-1], more[0])
            more = more[1:]
        rows += more
    return render(_numbered(rows))


def _part_rows(table: Table, *, below: int) -> list[dict[int, Cell]]:
    """Return the rows on one page; a cell's origin counts from the first page on."""
    grid = Grid()
    for box in table.boxes:
        grid.place(Cell(_lines(box), (box.row, box.column)), rows=box.rows, columns=box.columns)
    shifted: dict[tuple[int, int], Cell] = {}
    for row in grid.rows:
        for column, cell in row.items():
            moved = Cell(cell.lines, (cell.origin[0] + below, cell.origin[1]))
            row[column] = shifted.setdefault(cell.origin, moved)
    return grid.rows


def _lines(box: Box) -> tuple[str, ...]:
    """Join what was broken at the cell's edge; other breaks are the author's."""
    lines: list[Line] = gather(box.runs)
    if not lines:
        return ()
    reach = max(line.right for line in lines)
    room = max(line.size for line in lines) * 2.2
    right = reach if reach > box.right - room else box.right
    measure = Measure(min(line.left for line in lines), right, indented=False)
    return tuple(paragraphs(lines, measure))


def _words(row: dict[int, Cell]) -> list[tuple[str, ...]]:
    return [cell.lines for _, cell in sorted(row.items())]


def _goes_on(before: dict[int, Cell], row: dict[int, Cell], part: Table) -> bool:
    """Tell whether a page's first row is the rest of the last row on the page before."""
    if part.open_above:
        return True
    first = row[0].text if 0 in row else ""
    if not first:
        return any(cell.text for cell in row.values())
    if _ITEM.match(first) or 0 not in before:
        return False
    if _ITEM.match(before[0].text):  # every row has a number, only the rest of one has none
        return True
    unfinished = [cell for cell in before.values() if cell.text and not _FINISHED.search(cell.text)]
    return len(unfinished) > 1 and any(not cell.text for cell in row.values())


def _joined(before: dict[int, Cell], row: dict[int, Cell]) -> dict[int, Cell]:
    """Let each cell of *row* run on from the one above."""
    joined = {}
    for column in sorted(before.keys() | row.keys()):
        upper, lower = before.get(column), row.get(column)
        lines = (upper.lines if upper else ()) + (lower.lines if lower else ())
        if upper and lower and upper.lines and lower.lines:
            lines = (*upper.lines[:-1], upper.lines[-1] + lower.lines[0], *lower.lines[1:])
        origin = upper.origin if upper else (0, column)
        joined[column] = Cell(lines, origin)
    return joined


def _numbered(rows: list[dict[int, Cell]]) -> Grid:
    """Make a grid of rows; cells joined or dropped have left gaps in the count of rows."""
    grid = Grid()
    first_seen: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        moved = {}
        for column, cell in row.items():
            at = first_seen.setdefault(cell.origin, number)
            moved[column] = Cell(cell.lines, (at, cell.origin[1]))
        grid.rows.append(moved)
    return grid
