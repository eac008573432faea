"""Tables whose columns are kept apart by tabs or wide gaps, as pasted from a sheet or a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.reading.tables import is_header_cell, row_number

FEWEST_COLUMNS = 3
_TAB = re.compile(r"\t")
_GAP = re.compile(r"\t|[ \u00a0\u3000]{2,}")
_BLANK = re.compile(r"[ \t\u00a0\u3000]+")
_SECTION = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.][^。]{2,30}$")


def rows_of_columns(lines: Sequence[str]) -> list[str]:
    """Every such table as rows `| a | b |`, one a line; other lines as they are."""
    rowed: list[str] = []
    at = 0
    while at < len(lines):
        parting = _parting(lines[at])
        if parting is None:
            rowed.append(lines[at])
            at += 1
            continue
        cells = _cells(lines[at], parting)
        rows, at = _body(lines, at + 1, parting, len(cells))
        rowed += [_row(cells), *rows]
    return rowed


def _parting(line: str) -> re.Pattern[str] | None:
    """What keeps the columns of a heading row apart; None where the line is no heading row."""
    if "|" in line or len(line) > 200 or not _BLANK.search(line.strip()):
        return None
    for parting in (_TAB, _GAP, _BLANK):
        cells = [_bare(cell) for cell in _cells(line, parting)]
        named = sum(1 for cell in cells if is_header_cell(cell))
        if named >= FEWEST_COLUMNS and named >= 0.75 * len(cells) and is_header_cell(cells[0]):
            return parting
    return None


def _cells(line: str, parting: re.Pattern[str]) -> list[str]:
    whole = line.strip("\n ") if parting is _TAB else line.strip()
    return [cell.strip() for cell in parting.split(whole)]


def _bare(cell: str) -> str:
    return _BLANK.sub("", cell)


def _body(
    lines: Sequence[str], at: int, parting: re.Pattern[str], width: int
) -> tuple[list[str], int]:
    """The rows from line *at* on, and the line behind the last of them."""
    rows: list[list[str]] = []
    while at < len(lines):
        line = lines[at]
        cells = _cells(line, parting)
        if not line.strip():
            pass
        elif rows and 1 < len(rows[-1]) < width and len(rows[-1]) + len(cells) - 1 <= width:
            rows[-1][-1] += cells[0]
            rows[-1] += cells[1:]
        elif _begins_row(cells, width):
            rows.append(cells)
        else:
            break
        at += 1
    headings = _headings_behind(rows)
    return [_row(cells) for cells in rows[: len(rows) - headings]], at - headings


def _headings_behind(rows: list[list[str]]) -> int:
    """How many headings stand below the last row: they begin what follows the table."""
    return next((n for n, cells in enumerate(reversed(rows)) if len(cells) > 1), 0)


def _begins_row(cells: list[str], width: int) -> bool:
    if len(cells) == 1:
        return bool(_SECTION.match(cells[0]))
    return len(cells) == width or row_number(cells[0]) is not None


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", " ") for cell in cells) + " |"
