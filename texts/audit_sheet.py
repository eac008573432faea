"""The record of changes as a table for spreadsheets: CSV in UTF-8 with the mark Excel needs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from store.tables.records import Audit
from texts.catalogue import Texts
from texts.named import named

COLUMNS = ("audit_time", "audit_actor", "audit_action", "audit_subject", "audit_detail")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""what a spreadsheet would calculate, if a group were called so"""


def sheet(
    rows: Sequence[Audit], names: Mapping[str, str], *, texts: Texts, zone: ZoneInfo
) -> bytes:
    """Write every row, the oldest first, with names in place of numbers where they are known."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([texts.label(column) for column in COLUMNS])
    for row in rows:
        detail = "; ".join(f"{key}={value}" for key, value in row.detail.items() if value)
        cells = (
            row.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            named(row.actor, names),
            texts.action(row.action),
            named(row.subject, names),
            named(detail, names),
        )
        writer.writerow([harmless(cell) for cell in cells])
    return file.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
