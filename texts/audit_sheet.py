"""The record of changes as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from store.tables.records import Audit
from texts.catalogue import Texts
from texts.named import named
from texts.spreadsheet import spreadsheet

COLUMNS = ("audit_time", "audit_actor", "audit_action", "audit_subject", "audit_detail")
MOMENT = "%Y-%m-%d %H:%M:%S"


def sheet(
    rows: Sequence[Audit], names: Mapping[str, str], *, texts: Texts, zone: ZoneInfo
) -> bytes:
    """Write every row, the oldest first, with names in place of numbers where they are known."""

    def cells(row: Audit) -> Sequence[str]:
        detail = "; ".join(f"{key}={value}" for key, value in row.detail.items() if value)
        return (
            row.at.astimezone(zone).strftime(MOMENT),
            named(row.actor, names),
            texts.action(row.action),
            named(row.subject, names),
            named(detail, names),
        )

    return spreadsheet([texts.label(column) for column in COLUMNS], map(cells, rows))
