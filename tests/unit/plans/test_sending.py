"""When something is to be sent, and until when it is to be signed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from plans.districts import is_district
from plans.repeats import Repeat
from plans.sending import NOW, Sending, SignBy, sending_in, sign_by_in
from scheduler.workdays import build_workdays

TODAY = date(2017, 11, 28)
"""a Tuesday"""
ZONE = ZoneInfo("Asia/Shanghai")
WORKDAYS = build_workdays()


@pytest.mark.parametrize("words", ["现在", "立即", "马上发送", "立刻发"])
def test_now_has_many_words(words: str) -> None:
    assert sending_in(words, TODAY, WORKDAYS) == NOW


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("明天9点", date(2017, 11, 29), time(9)),
        ("明天", date(2017, 11, 29), time(9)),
        ("下周一上午", date(2017, 12, 4), time(9)),
        ("后天下午", date(2017, 11, 30), time(15)),
        ("12月5日15:00", date(2017, 12, 5), time(15)),
        ("下一个工作日下午3点半", date(2017, 11, 29), time(15, 30)),
    ],
)
def test_a_day_and_a_part_of_it_are_a_moment(words: str, day: date, at: time) -> None:
    assert sending_in(words, TODAY, WORKDAYS) == Sending(day, at)


@pytest.mark.parametrize(
    ("words", "rule", "days"),
    [
        ("每周一", "week:0", [date(2017, 12, 4), date(2017, 12, 11)]),
        ("每个星期天", "week:6", [date(2017, 12, 3), date(2017, 12, 10)]),
        ("每月最后一个工作日", "month_end:0", [date(2017, 11, 30), date(2017, 12, 29)]),
        ("每月底", "month_end:0", [date(2017, 11, 30), date(2017, 12, 29)]),
        ("每月第一个工作日", "month_begin:0", [date(2017, 12, 1), date(2018, 1, 2)]),
        ("每月31日", "month:31", [date(2017, 11, 30), date(2017, 12, 31)]),
        ("每季度末", "quarter_end:0", [date(2017, 12, 29), date(2018, 3, 30)]),
        ("每个工作日", "workday:0", [date(2017, 11, 29), date(2017, 11, 30)]),
    ],
)
def test_rules_know_their_next_days(words: str, rule: str, days: list[date]) -> None:
    sending = sending_in(words, TODAY, WORKDAYS)
    assert sending is not None
    assert str(sending.repeat) == rule
    assert Repeat.parse(rule) == sending.repeat
    now = datetime(2017, 11, 28, 4, tzinfo=UTC)
    found = []
    for _ in days:
        now = sending.instant(now, WORKDAYS, ZONE)
        found.append(now.date())
    assert found == days


@pytest.mark.parametrize("words", ["过几天", "25点", "每月40日", "每周一25点", ""])
def test_what_names_no_time_is_none(words: str) -> None:
    assert sending_in(words, TODAY, WORKDAYS) is None


def test_a_rule_comes_today_only_while_its_time_lies_ahead() -> None:
    sending = sending_in("每周二上午9点", TODAY, WORKDAYS)
    assert sending is not None
    for hour, day in ((8, TODAY), (9, date(2017, 12, 5)), (10, date(2017, 12, 5))):
        now = datetime(2017, 11, 28, hour, tzinfo=ZONE)
        assert sending.instant(now, WORKDAYS, ZONE).date() == day


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("3个工作日内", SignBy(time(17), working_days=3)),
        ("两个工作日内12点", SignBy(time(12), working_days=2)),
        ("明天", SignBy(time(17), date(2017, 11, 29))),
        ("12月8日上午", SignBy(time(9), date(2017, 12, 8))),
        ("尽快", None),
    ],
)
def test_until_when_to_sign_is_a_day_or_working_days(words: str, until: SignBy | None) -> None:
    assert sign_by_in(words, TODAY) == until


def test_working_days_are_counted_from_the_day_it_goes_out() -> None:
    friday = datetime(2017, 12, 29, 9, tzinfo=ZONE)  # before New Year
    assert SignBy(time(17)).instant(friday, WORKDAYS, ZONE).date() == date(2017, 12, 29)
    later = SignBy(time(17), working_days=1).instant(friday, WORKDAYS, ZONE)
    assert later == datetime(2018, 1, 2, 17, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("惠城区人民政府", True),
        ("各县(区)政府", True),
        ("仲恺高新区管委会", True),
        ("各镇街", True),
        ("市商务局", False),
        ("市政府办公室", False),
        ("市人民政府", False),
    ],
)
def test_districts_are_told_from_departments(name: str, district: bool) -> None:
    assert is_district(name) is district
