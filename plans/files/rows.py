"""Tables as rows of text: `| cell | cell |`, one row a line, merged cells repeated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plans.errors.documents import DocumentTooComplex

MAX_CELLS = 200_000
"""of one table once its merged cells are repeated"""

_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f“”"
_ENDS_CJK = re.compile(rf"[{_CJK}]$")
_STARTS_CJK = re.compile(rf"^[{_CJK}]")
_ENDS_MARK = re.compile(r"[，。、；：,.;:！？（(《“—-]$")
_STARTS_MARK = re.compile(r"^[，。、；：,.;:！？）)》”]")
_LABEL = re.compile(r"^[\u4e00-\u9fff]{2,8}[:：]")
_ITEM = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]+[）)、]|[（(]?\d{1,2}(?:[）)、]|[.．](?!\d))|[①-⑳])"
)
_BODY = re.compile(
    r"^(?!办公室|管委会|委员会|人民政府|政府|党组|党委)[^，。；：,;:]{2,24}"
    r"(?:局|办|部|厅|院|会|委|府|处|行|站|队|中心|海关|公司|集团|银行|政府|單位|单位|廳|處|辦|關|會|隊)$"
)
_SHORT_BODY = re.compile(r"^.{0,2}(?:市|省|县|区|州|党)?委$")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands at one place of a table, and where the cell it belongs to begins."""

    lines: tuple[str, ...]
    origin: tuple[int, int]

    @property
    def text(self) -> str:
        """The cell in one line."""
        return fold(self.lines).replace("|", "｜")


class Grid:
    """Cells by row and column, filled from the top."""

    def __init__(self) -> None:
        self.rows: list[dict[int, Cell]] = []
        self._filled = 0

    def place(self, cell: Cell, *, rows: int = 1, columns: int = 1) -> None:
        """Put *cell* at its origin and wherever else its spans reach."""
        top, left = cell.origin
        for row in range(top, top + rows):
            self.repeat(cell, row=row, column=left, columns=columns)

    def repeat(self, cell: Cell, *, row: int, column: int, columns: int) -> None:
        """Let *cell*, which may begin further up, cover a part of *row*."""
        self._filled += columns
        if self._filled > MAX_CELLS:
            raise DocumentTooComplex(suffix="表格")
        while len(self.rows) <= row:
            self.rows.append({})
        for at in range(column, column + columns):
            self.rows[row].setdefault(at, cell)

    def free_column(self, row: int, *, start: int = 0) -> int:
        """Return the first column of *row* that no cell from above covers."""
        column = start
        while row < len(self.rows) and column in self.rows[row]:
            column += 1
        return column


def fold(lines: Iterable[str]) -> str:
    """Join the lines of a cell: names in a column stay apart, a broken word is mended."""
    folded, before = "", ""
    for line in (" ".join(raw.split()) for raw in lines):
        if line:
            folded += _between(before, line) + line if folded else line
            before = line
    return folded


def _between(before: str, after: str) -> str:
    if _ENDS_MARK.search(before) or _STARTS_MARK.match(after):
        return ""
    if _LABEL.match(after):
        return "；"
    if _BODY.match(before) and _BODY.match(after) and not _SHORT_BODY.match(before):
        return "、"
    if _ITEM.match(after):
        return " "
    return "" if _ENDS_CJK.search(before) and _STARTS_CJK.match(after) else " "


def render(grid: Grid) -> list[str]:
    """Return the table's lines; titles and single columns come as plain lines."""
    filled = [_filled(row) for row in grid.rows]
    columns = sorted({origin[1] for cells in filled if len(cells) > 1 for origin in cells})
    return [
        line
        for number, (row, cells) in enumerate(zip(grid.rows, filled, strict=True))
        if any(origin[0] == number for origin in cells)
        for line in _lines(row, cells, columns)
    ]


def _filled(row: dict[int, Cell]) -> dict[tuple[int, int], Cell]:
    """Return the cells that hold words, each once."""
    return {cell.origin: cell for cell in row.values() if any(map(str.strip, cell.lines))}


def _lines(
    row: dict[int, Cell], cells: dict[tuple[int, int], Cell], columns: list[int]
) -> list[str]:
    """Write a row; spacer columns, in which nothing begins, are left out."""
    only = next(iter(cells.values()))
    if len(cells) == 1 and not columns:
        return list(only.lines)
    if len(cells) == 1 and only.origin[1] <= columns[0]:
        return [only.text]
    return [pipe(row[column].text if column in row else "" for column in columns)]


def pipe(cells: Iterable[str]) -> str:
    """Write one row."""
    return "| " + " | ".join(cells) + " |"
