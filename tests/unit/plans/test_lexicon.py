"""jieba's dictionary in our form answers as jieba's own does."""

from __future__ import annotations

import logging
from pathlib import Path

import jieba
import pytest

from plans.lexicon import Lexicon
from plans.search_terms import tokenizer

SAMPLES = sorted((Path(__file__).parents[2] / "data/plans").glob("*.txt"))[:12]


@pytest.fixture(scope="module")
def jiebas() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.ERROR)
    own = jieba.Tokenizer()
    own.initialize()
    return own


def test_documents_are_cut_into_the_same_words(jiebas: jieba.Tokenizer) -> None:
    for sample in SAMPLES:
        text = sample.read_text("utf-8")
        assert list(tokenizer().cut_for_search(text)) == list(jiebas.cut_for_search(text))
        assert list(tokenizer().cut(text, HMM=False)) == list(jiebas.cut(text, HMM=False))


def test_every_word_and_every_beginning_counts_the_same(jiebas: jieba.Tokenizer) -> None:
    ours = tokenizer().FREQ
    some = list(jiebas.FREQ.items())[::11]
    assert [word for word, count in some if ours.get(word) != count] == []
    assert tokenizer().total == jiebas.total


def test_what_begins_no_word_is_not_in_it() -> None:
    lexicon = Lexicon(["质量 30 n", "质量月 2 n", "计量 9 n", "质 5 n"])
    assert lexicon["质量"] == 30
    assert ("计" in lexicon, lexicon["计"]) == (True, 0)
    assert "量" not in lexicon
    assert lexicon.get("质数") is None
    assert lexicon.get("", 7) == 7
    with pytest.raises(KeyError):
        lexicon["质量年"]
    assert lexicon.total == 46
