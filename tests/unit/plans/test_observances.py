from __future__ import annotations

from datetime import date

import pytest

from plans.observances import is_usual, next_day, observance_calendar, standard_name
from plans.reading.mentions import observances_in


@pytest.mark.parametrize(
    ("name", "standard"),
    [
        ("全国质量月", "质量月"),
        ("国际消费者权益保护日", "国际消费者权益日"),
        ("“3·15”国际消费者权益日", "国际消费者权益日"),
        ("世界标准化日", "世界标准日"),
        ("119消防宣传月", "消防宣传月"),
        ("国家宪法日", "国家宪法日"),
        ("质量安全周", "质量安全周"),
    ],
)
def test_names_have_a_standard(name: str, standard: str) -> None:
    assert standard_name(name) == standard


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("质量月", date(2024, 8, 18), date(2024, 9, 1)),
        ("质量月", date(2024, 9, 2), date(2025, 9, 1)),
        ("国际消费者权益日", date(2024, 3, 15), date(2024, 3, 15)),
        ("世界知识产权日", date(2024, 1, 1), date(2024, 4, 26)),
        ("中国品牌日", date(2024, 1, 1), date(2024, 5, 10)),
        ("世界计量日", date(2024, 1, 1), date(2024, 5, 20)),
        ("世界认可日", date(2024, 1, 1), date(2024, 6, 9)),
        ("世界标准日", date(2024, 1, 1), date(2024, 10, 14)),
        ("网络安全宣传周", date(2024, 1, 1), date(2024, 9, 16)),
        ("全国助残日", date(2024, 1, 1), date(2024, 5, 19)),
        ("节能宣传周", date(2018, 1, 1), date(2018, 6, 11)),
        ("全国低碳日", date(2018, 1, 1), date(2018, 6, 13)),
        ("全国低碳日", date(2027, 1, 1), date(2027, 6, 16)),
    ],
)
def test_the_next_round_has_a_first_day(name: str, day: date, expected: date) -> None:
    assert next_day(name, day) == expected


@pytest.mark.parametrize(
    ("name", "usual"),
    [("全国节能宣传周", True), ("质量月", False), ("文化和自然遗产日", False), ("某日", False)],
)
def test_a_day_that_each_years_notice_sets_is_only_usual(name: str, *, usual: bool) -> None:
    assert is_usual(name) is usual


def test_an_unknown_name_has_no_day() -> None:
    assert next_day("质量安全周", date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("质量月", date(2024, 9, 30)),
        ("科技活动周", date(2024, 5, 24)),
        ("世界计量日", date(2024, 5, 20)),
    ],
)
def test_months_weeks_and_days_have_a_last_day(name: str, last: date) -> None:
    known = observance_calendar().find(name)
    assert known is not None
    assert known.last(2024) == last


def test_observances_of_a_stretch_come_in_order() -> None:
    begun = observance_calendar().between(date(2024, 5, 9), date(2024, 5, 12))
    assert [(str(start), day.name) for start, day in begun][:2] == [
        ("2024-05-10", "中国品牌日"),
        ("2024-05-12", "国际护士节"),
    ]


def test_every_name_and_alias_is_unique() -> None:
    names = [name for day in observance_calendar().days for name in (day.name, *day.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("开展“中国品牌日”“质量月”等活动", ["中国品牌日", "质量月"]),
        ("广泛开展“3·15”国际消费者权益日、“全国质量月”活动", ["国际消费者权益日", "全国质量月"]),
        ("组织5·12防灾减灾日宣传", ["防灾减灾日"]),
        ("城市质量节、质量安全周、质量夏令营等活动", ["质量安全周"]),
        ("推进全生命周期管理", []),
        ("在5个工作日内办结", []),
        ("每月、当日、截止日报送", []),
        ("办好质量月,做好质量月宣传", ["质量月"]),
        ("迎接第12个世界海豚日,办好世界海豚日展览", ["世界海豚日"]),
    ],
)
def test_names_are_found_in_text(text: str, names: list[str]) -> None:
    assert [fact.name for fact in observances_in(text, observance_calendar())] == names
