from datetime import date, time

import pytest

from plans.moments import day_in, moment_in, time_in

TODAY = date(2026, 8, 25)
"""a Tuesday"""


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("2026-09-01 09:30", date(2026, 9, 1), time(9, 30)),
        ("2026/9/1 9:30", date(2026, 9, 1), time(9, 30)),
        ("2026年9月1日上午9点半", date(2026, 9, 1), time(9, 30)),
        ("20260901 14:00", date(2026, 9, 1), time(14, 0)),
        ("9月1日 9:30", date(2026, 9, 1), time(9, 30)),
        ("9月1日(周二)下午2点一刻", date(2026, 9, 1), time(14, 15)),
        ("九月一号下午三点二十分", date(2026, 9, 1), time(15, 20)),
        ("9/1 09:30-11:00", date(2026, 9, 1), time(9, 30)),
        ("明年3月15日", date(2027, 3, 15), None),
        ("3月15日", date(2027, 3, 15), None),
        ("8月25日", date(2026, 8, 25), None),
        ("2月29日", date(2028, 2, 29), None),
        ("明天下午3点", date(2026, 8, 26), time(15, 0)),
        ("今晚8点", date(2026, 8, 25), time(20, 0)),
        ("大后天", date(2026, 8, 28), None),
        ("后天中午12点", date(2026, 8, 27), time(12, 0)),
        ("周五", date(2026, 8, 28), None),
        ("周一", date(2026, 8, 31), None),
        ("本周一", date(2026, 8, 24), None),
        ("下周五", date(2026, 9, 4), None),
        ("下下周三 10:00", date(2026, 9, 9), time(10, 0)),
        ("星期天", date(2026, 8, 30), None),
        ("三天后", date(2026, 8, 28), None),
        ("两周后", date(2026, 9, 8), None),
        ("10天以后上午9时", date(2026, 9, 4), time(9, 0)),
        ("半个月后", date(2026, 9, 9), None),
        ("6个月后", date(2027, 2, 25), None),
        ("下月5日", date(2026, 9, 5), None),
        ("下个月15号", date(2026, 9, 15), None),
        ("月底", date(2026, 8, 31), None),
        ("下月底", date(2026, 9, 30), None),
        ("年底", date(2026, 12, 31), None),
        ("28日", date(2026, 8, 28), None),
        ("15号", date(2026, 9, 15), None),
    ],
)
def test_days_and_times_as_people_write_them(words: str, day: date, at: time | None) -> None:
    found = moment_in(words, TODAY)
    assert found is not None
    assert (found.day, found.at) == (day, at)
    assert (found.start, found.end) == (0, len(words))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "质量月启动仪式",
        "2026-02-30",
        "13月1日",
        "明天25:00",
        "2099年1月1日",
        "第3项",
        "市商务局",
    ],
)
def test_what_names_no_day_that_exists_is_no_moment(words: str) -> None:
    assert moment_in(words, TODAY) is None


def test_the_words_around_a_moment_are_left_for_others() -> None:
    words = "质量月启动仪式 2026-09-01 09:30 市政府会议室 市商务局"
    found = moment_in(words, TODAY)
    assert found is not None
    assert words[: found.start].strip() == "质量月启动仪式"
    assert words[found.end :].strip() == "市政府会议室 市商务局"


def test_a_number_in_the_name_of_a_place_is_no_time() -> None:
    found = moment_in("9月1日 3号会议室", TODAY)
    assert found is not None
    assert (found.day, found.at) == (date(2026, 9, 1), None)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("下周一", date(2026, 8, 31)),
        ("9月1日 9:30", None),
        ("到下周一", None),
        (" 明天 ", date(2026, 8, 26)),
    ],
)
def test_a_day_alone_is_told_from_a_day_among_words(words: str, day: date | None) -> None:
    assert day_in(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("8:30", time(8, 30)),
        ("08:30", time(8, 30)),
        ("下午3点", time(15, 0)),
        ("九点半", time(9, 30)),
        ("24:00", None),
        ("9", None),
        ("9:75", None),
    ],
)
def test_a_time_of_day_alone(words: str, at: time | None) -> None:
    assert time_in(words) == at
