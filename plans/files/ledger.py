"""xlsx: every sheet that can be seen, as rows; values as they were last calculated and shown."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from plans.errors.documents import BrokenFile, DocumentTooLarge
from plans.files.extract import Extract
from plans.files.numbering import children, value
from plans.files.package import Package
from plans.files.rows import Cell, Grid, render

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_SHEETS = 100

_NAMELESS = re.compile(r"^(?:sheet|工作表|表)\s*\d*$", re.I)
_FAULTS = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, TypeError,
           AttributeError, IndexError, SyntaxError, OSError, EOFError)  # fmt: skip
"""what openpyxl raises on parts that do not fit together"""

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]{0,80}?ref="([A-Z0-9$:]{2,40})"')
MERGE_MARK = 160
"""bytes of the longest such mark, which may lie across two pieces"""

Merges = list[tuple[int, int, int, int]]


def read(package: Package) -> Extract:
    """Read the sheets in their order."""
    try:
        return Extract.of(_lines(package))
    except _FAULTS as error:
        raise BrokenFile(suffix=package.suffix) from error


def _lines(package: Package) -> Iterator[str]:
    merges = _merges_by_sheet(package)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not keep
        stream = io.BytesIO(package.data)
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets[:MAX_SHEETS] if sheet.sheet_state == "visible"]
        for sheet in sheets:
            lines = render(_grid(sheet, merges.get(sheet.title, [])))
            if lines and len(sheets) > 1 and not _NAMELESS.match(sheet.title):
                yield sheet.title
            yield from lines


def _grid(sheet: ReadOnlyWorksheet, merges: Merges) -> Grid:
    """Fill a grid with what is shown; merged cells keep their first value."""
    spans = {(top, left): (right, bottom) for left, top, right, bottom in merges}
    cells = list(_cells(sheet))
    last = cells[-1][0] if cells else 0
    grid = Grid()
    for row, column, words in cells:
        right, bottom = spans.get((row, column), (column, row))
        cell = Cell(tuple(words.splitlines()), (row - 1, column - 1))
        grid.place(cell, rows=min(bottom, last) - row + 1, columns=right - column + 1)
    return grid


def _cells(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and words of the cells that hold something."""
    sheet.reset_dimensions()  # what a file claims is not what it holds
    filled = 0
    rows: Any = sheet.iter_rows(max_col=MAX_COLUMNS)  # type: ignore[misc]  # stubs borrow the method
    before = None
    for row in rows:
        if row is before:  # one and the same row stands in for all that are missing
            continue
        before = row
        shown = [(cell.row, cell.column, _shown(cell)) for cell in row if cell.value is not None]
        shown = [place for place in shown if place[2].strip()]
        filled += bool(shown)
        if filled > MAX_ROWS:
            raise DocumentTooLarge(limit=f"{MAX_ROWS}行")
        yield from shown


def _shown(cell: Any) -> str:
    """Write a value about as the sheet shows it."""
    held = cell.value
    style = str(getattr(cell, "number_format", "") or "")
    if isinstance(held, bool) or cell.data_type == "e":
        return ""
    if isinstance(held, (dt.datetime, dt.date)):
        return _date(held, style)
    if isinstance(held, (int, float)):
        return _number(held, style)
    return str(held)


def _date(day: dt.date, style: str) -> str:
    """A date that is shown without its day is a month."""
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", style.lower())
    month = f"{day.year}年{day.month}月"
    return month if plain and "d" not in plain else f"{month}{day.day}日"


def _number(held: float, style: str) -> str:
    percent = "%" in style
    exact = Decimal(str(held)) * (100 if percent else 1)
    if not exact.is_finite():
        return ""
    rounded = exact.quantize(Decimal("1.000000")).normalize() if abs(exact) < 10**18 else exact
    return f"{rounded:f}" + ("%" if percent else "")


def _merges_by_sheet(package: Package) -> dict[str, Merges]:
    """Read the merged ranges, which openpyxl leaves out when it streams."""
    targets = {
        value(relation, "Id"): value(relation, "Target") or ""
        for relation in children(package.tree("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    book = package.tree("xl/workbook.xml")
    found: dict[str, Merges] = {}
    for sheet in () if book is None else book.iter("{*}sheet"):
        target = targets.get(value(sheet, "id"), "")
        path = posixpath.normpath(posixpath.join("xl", target)) if target[:1] != "/" else target[1:]
        found[value(sheet, "name") or ""] = _merges(package, path)
    return found


def _merges(package: Package, path: str) -> Merges:
    """Search the sheet's markup piece by piece: as a tree it may be too large to hold."""
    refs: list[str] = []
    tail = b""
    for piece in package.pieces(path):
        window = tail + piece
        matches = list(_MERGE.finditer(window))
        refs += [match[1].decode() for match in matches]
        tail = window[max(matches[-1].end() if matches else 0, len(window) - MERGE_MARK) :]
    return [bounds for bounds in map(_bounds, refs[:MAX_ROWS]) if bounds]


def _bounds(ref: str) -> tuple[int, int, int, int] | None:
    """Return left, top, right, bottom; None where the range is open or beyond all measure."""
    left, top, right, bottom = range_boundaries(ref)
    if None in (left, top, right, bottom):
        return None
    return int(left), int(top), min(int(right), MAX_COLUMNS), min(int(bottom), MAX_ROWS)  # type: ignore[arg-type]
