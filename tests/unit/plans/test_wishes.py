"""Questions with two wishes are cut where the second begins."""

from __future__ import annotations

import pytest

from plans.wishes import parted


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("我们配合谁,配合哪几项", "我们配合谁", "配合哪几项"),
        ("质量月是哪天,谁负责?", "质量月是哪天", "谁负责?"),
        ("我是商务局的,我们牵头哪些,又配合哪些", "我是商务局的,我们牵头哪些", "配合哪些"),
        ("质量月是哪天谁负责", "质量月是哪天", "谁负责"),
        ("我们局有哪些任务和指标", "我们局有哪些任务", "有哪些指标"),
    ],
)
def test_a_second_wish_is_cut_off(words: str, first: str, second: str) -> None:
    assert parted(words) == (first, second)


@pytest.mark.parametrize(
    "words",
    ["我是商务局的,我们有哪些任务", "商务局牵头、农业局配合的任务有哪些", "年底前,我们要完成什么"],
)
def test_one_wish_stays_whole(words: str) -> None:
    assert parted(words) is None
