from __future__ import annotations

import pytest

from plans.questions.numbers import numbers_in

EXISTING = tuple(str(number) for number in range(1, 36))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("任务12", "12"),
        ("第六项任务是什么", "6"),
        ("第(十九)条", "19"),
        ("任务三有哪些", "3"),
        ("任务分解表第16项", "16"),
        ("列一下第1、3、5项任务", "1 3 5"),
        ("任务3和任务7", "3 7"),
        ("第1项和第3项", "1 3"),
        ("任务1到5", "1 2 3 4 5"),
        ("第3到第6项", "3 4 5 6"),
        ("1-3号任务", "1 2 3"),
        ("3、5号任务", "3 5"),
        ("前三项任务", "1 2 3"),
        ("最后一项任务", "35"),
        ("最后两项", "34 35"),
        ("倒数第二项", "34"),
        ("第五十项", "50"),
        ("第99999999999999999999项任务", "99999999999999999999"),
        ("任务3有几个配合单位", "3"),
    ],
)
def test_task_numbers_are_read(words: str, numbers: str) -> None:
    found = numbers_in(words, EXISTING)
    assert found is not None
    assert found.numbers == tuple(numbers.split())


def test_a_number_within_a_section_is_read_where_the_plan_counts_so() -> None:
    found = numbers_in("任务2/1", ("1/1", "2/1"))
    assert found is not None
    assert found.numbers == ("2/1",)


@pytest.mark.parametrize(
    "words",
    ["有几项任务", "任务一共几项", "第三部分", "第三季度", "哪一项任务", "任务20个", "一般任务"],
)
def test_numbers_of_other_things_are_left_alone(words: str) -> None:
    assert numbers_in(words, EXISTING) is None
