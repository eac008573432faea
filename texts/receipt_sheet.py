"""A day's 签收 as a table for spreadsheets: CSV in UTF-8 with the mark Excel needs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from store.receipts import Account
from texts.audit_sheet import harmless
from texts.catalogue import Texts

COLUMNS = ("receipt_day", "receipt_title", "receipt_signed", "receipt_first", "receipt_signers")
MOMENT = "%Y-%m-%d %H:%M"


def sheet(accounts: Sequence[Account], *, texts: Texts, zone: ZoneInfo) -> bytes:
    """Write a line for each digest that asked to be signed."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([texts.label(column) for column in COLUMNS])
    for account in accounts:
        signers = account.signers
        cells = (
            account.notice.day.isoformat(),
            account.title,
            texts.label("receipt_yes" if signers else "receipt_no"),
            signers[0].signed_at.astimezone(zone).strftime(MOMENT) if signers else "",
            " ".join(signer.name for signer in signers),
        )
        writer.writerow([harmless(cell) for cell in cells])
    return file.getvalue().encode("utf-8-sig")
