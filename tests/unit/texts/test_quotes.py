"""Sentences of documents, cut so that one sees why they are shown."""

from __future__ import annotations

import pytest

from texts.quotes import glimpse

SENTENCE = "加强监管" * 20 + "，开展电梯安全攻坚，大力提升电梯安全水平" + "，落实责任" * 20 + "。"


def test_what_was_looked_for_is_seen_however_far_behind_it_stands() -> None:
    shown = glimpse(SENTENCE, 60, ["电梯安全攻坚", "电梯"])
    assert shown.startswith("……")
    assert "电梯安全攻坚" in shown
    assert len(shown) <= 60 + 4


def test_a_word_of_it_is_better_than_nothing() -> None:
    assert "攻坚" in glimpse(SENTENCE, 60, ["攻坚电梯", "攻坚"])


@pytest.mark.parametrize("words", [[], ["没有的词"], ["加强监管"]])
def test_else_the_beginning_is_shown(words: list[str]) -> None:
    assert glimpse(SENTENCE, 60, words) == f"{SENTENCE[:60]}……"
    assert glimpse("短句。", 60, words) == "短句。"
