from __future__ import annotations

import pytest

from plans.questions.normal import normal, without_mentions


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("市環保局有什麼任務？", "市环保局有什么任务?"),
        ("任務１２", "任务12"),
        ("資訊安全", "信息安全"),
        ("资讯", "资讯"),
        ("「雪亮工程」", "“雪亮工程”"),
    ],
)
def test_width_and_script_make_no_difference(typed: str, read: str) -> None:
    assert normal(typed) == read


def test_a_mention_of_the_bot_is_no_part_of_the_question() -> None:
    assert without_mentions("@duban_bot 市商务局 任务") == "市商务局任务"
    assert without_mentions("@小助手 任务清单") == "任务清单"
