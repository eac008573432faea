from __future__ import annotations

from datetime import date

import pytest

from plans.dates import date_phrases, full_date
from plans.numerals import chinese_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("三十五", 35),
        ("一百二十", 120),
        ("二〇二五", 2025),
        ("百", 100),
        ("两千", 2000),
        ("三万五千", 35000),
    ],
)
def test_chinese_numbers_have_values(words: str, number: int) -> None:
    assert chinese_number(words) == number


@pytest.mark.parametrize("words", ["", "几十", "abc"])
def test_other_words_are_no_numbers(words: str) -> None:
    assert chinese_number(words) is None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("到2025年", "2025-12-31"),
        ("2025年底前", "2025-12-31"),
        ("2012年起5年内", "2016-12-31"),
        ("2024年6月底前", "2024-06-30"),
        ("2024年2月底", "2024-02-29"),
        ("2024年12月31日前", "2024-12-31"),
        ("12月底前", "2024-12-31"),
        ("2024年第三季度", "2024-09-30"),
        ("第二季度前", "2024-06-30"),
        ("2024年上半年", "2024-06-30"),
        ("“十四五”末", "2025-12-31"),
        ("“十四五”期间", "2025-12-31"),
        ("2024—2026年", "2026-12-31"),
        ("二〇二五年底", "2025-12-31"),
        ("年底前", "2024-12-31"),
        ("明年6月底", "2025-06-30"),
        ("从2012年起5年内", "2016-12-31"),
        ("从2018年开始,力争用三年时间", "2020-12-31"),
    ],
)
def test_dates_mean_their_last_day(text: str, due: str) -> None:
    assert [str(phrase.due) for phrase in date_phrases(text, year=2024)] == [due]


@pytest.mark.parametrize(
    "text", ["比2020年下降", "2021年以来", "每年9月底前", "6个月内", "2024年修订", "13月底"]
)
def test_other_mentions_are_no_dates(text: str) -> None:
    assert date_phrases(text, year=2024) == []


def test_without_a_year_a_month_alone_means_nothing() -> None:
    assert date_phrases("12月底前", year=None) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年1月26日", date(2024, 1, 26)),
        ("二〇二〇年六月八日", date(2020, 6, 8)),
        ("二○○九年十二月二十一日", date(2009, 12, 21)),
        ("2013-08-19 16:29", date(2013, 8, 19)),
        ("2024年2月30日", None),
        ("2024年", None),
    ],
)
def test_full_dates_are_read(text: str, day: date | None) -> None:
    assert full_date(text) == day
