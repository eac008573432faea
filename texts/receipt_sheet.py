"""A day's 签收 as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from store.receipts import Account
from texts.catalogue import Texts
from texts.spreadsheet import spreadsheet

COLUMNS = ("receipt_day", "receipt_title", "receipt_signed", "receipt_first", "receipt_signers")
MOMENT = "%Y-%m-%d %H:%M"


def sheet(accounts: Sequence[Account], *, texts: Texts, zone: ZoneInfo) -> bytes:
    """Write a line for each digest that asked to be signed."""

    def cells(account: Account) -> Sequence[str]:
        signers = account.signers
        return (
            account.notice.day.isoformat(),
            account.title,
            texts.label("receipt_yes" if signers else "receipt_no"),
            signers[0].signed_at.astimezone(zone).strftime(MOMENT) if signers else "",
            " ".join(signer.name for signer in signers),
        )

    return spreadsheet([texts.label(column) for column in COLUMNS], map(cells, accounts))
