"""Tables for spreadsheets: CSV in UTF-8 with the mark Excel needs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""what a spreadsheet would calculate, if a group were called so; some take full width as well"""


def spreadsheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a file of *header* and *rows* in which nothing is calculated."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
