import csv
import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from store.receipts import Account, Signer
from store.tables.notices import Notice, NoticeKind
from texts.catalogue import Texts
from texts.receipt_sheet import sheet

NINE = datetime(2017, 12, 1, 1, tzinfo=UTC)


def test_a_name_that_looks_like_a_formula_stays_a_name() -> None:
    day = date(2017, 12, 1)
    notice = Notice(key="1", chat_id=1, kind=NoticeKind.DIGEST, day=day, since=day, due_at=NINE)
    accounts = [
        Account(notice, "=1+1", [Signer("@SUM(A1)", NINE), Signer("王敏", NINE)]),
        Account(notice, "市商务局", []),
    ]
    written = sheet(accounts, texts=Texts(), zone=ZoneInfo("Asia/Shanghai"))
    _, signed, waiting = csv.reader(io.StringIO(written.decode("utf-8-sig")))
    assert signed == ["2017-12-01", "'=1+1", "已签收", "2017-12-01 09:00", "'@SUM(A1) 王敏"]
    assert waiting == ["2017-12-01", "市商务局", "未签收", "", ""]
