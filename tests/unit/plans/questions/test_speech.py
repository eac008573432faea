from __future__ import annotations

import pytest

from plans.questions.speech import names_nothing


@pytest.mark.parametrize("word", ["操心", "从头到尾", "掺和", "身上", "硬"])
def test_words_without_a_noun_name_no_topic(word: str) -> None:
    assert names_nothing((word,))


@pytest.mark.parametrize("word", ["电话", "知识产权", "元宇宙链", "BIM"])
def test_nouns_and_what_the_dictionary_lacks_may_be_a_topic(word: str) -> None:
    assert not names_nothing((word,))


def test_one_noun_is_enough() -> None:
    assert not names_nothing(("牵扯", "瘦肉精"))
