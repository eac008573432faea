from __future__ import annotations

from datetime import date

import pytest

from plans.questions.windows import window_in

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("年底前", None, "2026-12-31"),
        ("今年年底前", None, "2026-12-31"),
        ("2025年底前", None, "2025-12-31"),
        ("明年底前", None, "2027-12-31"),
        ("年内", None, "2026-12-31"),
        ("本月", "2026-11-01", "2026-11-30"),
        ("这个月底前", None, "2026-11-30"),
        ("月底前", None, "2026-11-30"),
        ("下个月", "2026-12-01", "2026-12-31"),
        ("9月到期", "2026-09-01", "2026-09-30"),
        ("九月底前", None, "2026-09-30"),
        ("12月5日前", None, "2026-12-05"),
        ("2027年3月", "2027-03-01", "2027-03-31"),
        ("下个季度", "2027-01-01", "2027-03-31"),
        ("第三季度", "2026-07-01", "2026-09-30"),
        ("一季度末", None, "2026-03-31"),
        ("上半年", "2026-01-01", "2026-06-30"),
        ("本周", "2026-11-23", "2026-11-29"),
        ("未来30天", "2026-11-28", "2026-12-28"),
        ("未来三周", "2026-11-28", "2026-12-19"),
        ("两个月内", "2026-11-28", "2027-01-28"),
        ("三个月内", "2026-11-28", "2027-02-28"),
        ("半年内", "2026-11-28", "2027-05-29"),
        ("逾期的", None, "2026-11-27"),
        ("明天", "2026-11-29", "2026-11-29"),
        ("十四五末", None, "2025-12-31"),
    ],
)
def test_stretches_of_time_are_read(words: str, start: str | None, end: str) -> None:
    found = window_in(words, TODAY)
    assert found is not None
    assert found.window.start == (start and date.fromisoformat(start))
    assert found.window.end == date.fromisoformat(end)


@pytest.mark.parametrize("words", ["质量月", "内容", "三年行动计划", "13月", "周三", "任务3", ""])
def test_other_words_are_no_time(words: str) -> None:
    assert window_in(words, TODAY) is None


def test_a_year_in_passing_is_told_from_a_deadline() -> None:
    passing, deadline = window_in("今年有哪些", TODAY), window_in("今年底前", TODAY)
    assert passing is not None
    assert deadline is not None
    assert (passing.loose, deadline.loose) == (True, False)
