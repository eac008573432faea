"""The record of changes as a table."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from store.tables.records import Audit
from texts.audit_sheet import sheet
from texts.catalogue import Texts


def test_the_table_opens_in_a_spreadsheet_and_calculates_nothing() -> None:
    row = Audit(
        id=1,
        at=datetime(2017, 11, 28, 1, 0, tzinfo=UTC),
        actor="contact:1",
        action="bind",
        subject="chat:2",
        detail={"department": "department:3"},
    )
    names = {"contact:1": "=HYPERLINK(1)", "chat:2": "群,一", "department:3": "市商务局"}
    data = sheet([row], names, texts=Texts(), zone=ZoneInfo("Asia/Shanghai"))
    assert data.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert table[0] == ["时间", "经办", "事项", "对象", "说明"]
    assert table[1] == [
        "2017-11-28 09:00:00",
        "'=HYPERLINK(1)(contact:1)",
        "绑定部门",
        "群,一(chat:2)",
        "department=市商务局(department:3)",
    ]
