import csv
import io

import pytest

from texts.spreadsheet import spreadsheet


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_nothing_that_somebody_is_called_is_calculated(start: str) -> None:
    written = spreadsheet(["名称"], [[f"{start}SUM(A1)"]])
    _, row = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert row == [f"'{start}SUM(A1)"]


def test_words_and_numbers_stay_as_they_are() -> None:
    written = spreadsheet(["名称", "日期"], [["群,一", "2017-11-28"]])
    assert [*csv.reader(io.StringIO(written.decode("utf-8-sig")))][1] == ["群,一", "2017-11-28"]
