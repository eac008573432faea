"""Tables copied without their rules: a cell a line, long cells over several, no bars at all.

The heading cells (序号, 重点任务, 牵头单位 …) give the columns and what stands in them. A row
starts at the next number; where it has more lines than cells, they are shared out so that
departments stand under departments and dates under dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plans.reading.marks import Kind, mark_at
from plans.reading.shared_cells import Column, column_of, fits, shared_out
from plans.reading.tables import is_header_cell

Begins = Callable[[str, int], bool]
"""Whether a line begins the row of a number"""
FEWEST_COLUMNS = 3
FEWEST_CELLS = 2
"""an indicator and its goal"""
FEWEST_PLAIN_ROWS = 3
LONGEST_ROW = 60
"""lines"""

FEWEST_INDICATORS = 2
_INDICATOR = re.compile(r"指标(?:名称|内容)?$")
_GOAL = re.compile(r"^20\d\d年|目标值?$")
_FIGURE = re.compile(r"^[≥≤<>=~]*\d")
_NUMBERING = re.compile(r"序号|编号|项次")
_SECTION = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、].{2,30}$")
_CHINESE = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.]?")


@dataclass(frozen=True, slots=True)
class _Heading:
    """The cells that name the columns, and the line behind them."""

    cells: tuple[str, ...]
    body: int

    @property
    def numbers_apart(self) -> bool:
        """Whether the number of a row is a cell of its own."""
        return bool(_NUMBERING.fullmatch(self.cells[0]))

    @property
    def is_of_indicators(self) -> bool:
        """Whether names of indicators and their goals stand below."""
        named = any(_INDICATOR.search(cell) for cell in self.cells)
        return named and any(_GOAL.search(cell) for cell in self.cells)

    @property
    def is_of_tasks(self) -> bool:
        """Whether rows are numbered, or departments stand in one of the columns."""
        assigns = Column.LEADS in self.columns or Column.PARTIES in self.columns
        return len(self.cells) >= FEWEST_COLUMNS and (self.numbers_apart or assigns)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the columns hold, that of the numbers apart."""
        return tuple(map(column_of, self.cells[1:] if self.numbers_apart else self.cells))


def rows_of_bare_tables(lines: Sequence[str]) -> list[str]:
    """Every bare table as rows `| a | b |`, one a line; other lines as they are."""
    rowed: list[str] = []
    at = 0
    while at < len(lines):
        heading = _heading(lines, at)
        if heading is None:
            rowed.append(lines[at])
            at += 1
            continue
        rows, end = _body(lines, heading)
        rowed += [_row(heading.cells), *rows] if rows else list(lines[at : heading.body])
        at = end
    return rowed


def _heading(lines: Sequence[str], at: int) -> _Heading | None:
    """The heading cells that begin here: a 序号, or names of columns with one for departments."""
    cells: list[str] = []
    end = at
    while end < len(lines):
        here = lines[end].strip()
        both = here + (lines[end + 1].strip() if end + 1 < len(lines) else "")
        if is_header_cell(here):
            cells.append(here)
            end += 1
        elif len(here) <= (4 if cells else 1) and is_header_cell(both):
            cells.append(both)
            end += 2
        else:
            break
    if len(cells) < FEWEST_CELLS:
        return None
    heading = _Heading(tuple(cells), end)
    return heading if heading.is_of_indicators or heading.is_of_tasks else None


def _body(lines: Sequence[str], heading: _Heading) -> tuple[list[str], int]:
    """The rows behind the heading, and the line behind the last of them."""
    if heading.is_of_indicators:
        found = _indicator_rows(lines, heading)
        if found[0] or not heading.is_of_tasks:
            return found
    rows: list[str] = []
    at, number, columns = heading.body, 0, heading.columns
    begins = _begins_apart if heading.numbers_apart else _begins_inside
    while at < len(lines):
        section = _section(lines, at, number, begins)
        if section:
            name, at = section
            rows.append(_row([name]))
            columns = tuple(Column.ABSENT if c is Column.GROUP else c for c in columns)
        goes_on = begins(lines[at], number + 1)
        if not goes_on and not section:
            break
        number = number + 1 if goes_on else 1
        first = at + 1 if heading.numbers_apart else at
        end = _next_row(lines, at + 1, number, begins)
        words = [line.strip() for line in lines[first:end]]
        cells, taken = shared_out(words, columns, is_last=end - at > LONGEST_ROW)
        rows.append(_row([str(number), *cells] if heading.numbers_apart else cells))
        at = first + taken
    return (rows, at) if rows or heading.numbers_apart else _plain_rows(lines, heading)


def _indicator_rows(lines: Sequence[str], heading: _Heading) -> tuple[list[str], int]:
    """Rows of as many lines as columns, with a number under a goal; no cell is a sentence."""
    rows: list[str] = []
    at, width = heading.body, len(heading.cells)
    goals = [place for place, cell in enumerate(heading.cells) if _GOAL.search(cell)]
    while at + width <= len(lines):
        cells = [line.strip() for line in lines[at : at + width]]
        counts_on = not heading.numbers_apart or _begins_apart(cells[0], len(rows) + 1)
        has_goal = any(_FIGURE.search(cells[place]) for place in goals)
        if not (counts_on and has_goal) or any("。" in cell for cell in cells):
            break
        rows.append(_row(cells))
        at += width
    return (rows, at) if len(rows) >= FEWEST_INDICATORS else ([], heading.body)


def _plain_rows(lines: Sequence[str], heading: _Heading) -> tuple[list[str], int]:
    """Rows without any number: as many lines as columns, departments where they belong."""
    rows: list[str] = []
    at, width = heading.body, len(heading.cells)
    while at + width <= len(lines):
        cells = [line.strip() for line in lines[at : at + width]]
        if not all(map(fits, cells, heading.columns)):
            break
        rows.append(_row(cells))
        at += width
    return (rows, at) if len(rows) >= FEWEST_PLAIN_ROWS else ([], heading.body)


def _begins_apart(line: str, number: int) -> bool:
    """The number of a row on a line of its own."""
    return line.strip().rstrip(".、)") == str(number)


def _begins_inside(line: str, number: int) -> bool:
    """A cell that begins with the number of its row, such as 3.开展."""
    mark = mark_at(line.strip())
    return mark is not None and mark.kind is Kind.DIGIT and mark.number == number


def _section(lines: Sequence[str], at: int, number: int, begins: Begins) -> tuple[str, int] | None:
    """The name of a section above the next row, and the line of that row."""
    here = lines[at].strip()
    below = lines[at + 1].strip() if at + 1 < len(lines) else ""
    if _SECTION.match(here):
        name, row = here, at + 1
    elif _CHINESE.fullmatch(here):
        name, row = f"{here}、{below}", at + 2
    else:
        return None
    is_next = row < len(lines) and any(begins(lines[row], n) for n in (number + 1, 1))
    return (name, row) if is_next else None


def _next_row(lines: Sequence[str], start: int, number: int, begins: Begins) -> int:
    """Where the row behind *number*, or a section above it, begins; far away where none does."""
    for at in range(start, min(start + LONGEST_ROW, len(lines))):
        if begins(lines[at], number + 1) or _section(lines, at, number, begins):
            return at
    return start + LONGEST_ROW


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
