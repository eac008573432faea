"""Parts of speech from jieba's dictionary: which words can name what a question is about."""

from __future__ import annotations

from functools import lru_cache

import jieba

_NAMING = ("n", "vn", "an", "j", "eng", "x", "b", "g")
"""jieba's tags of words that name things; verbs, adverbs, numbers, idioms and the rest do not"""


def names_nothing(words: tuple[str, ...]) -> bool:
    """Tell whether none of *words* is a noun: 操心, 从头到尾. What jieba does not know is one."""
    return all(_names_nothing(word) for word in words)


@lru_cache(maxsize=4096)
def _names_nothing(word: str) -> bool:
    if len(word) == 1:
        return not word.isascii()  # one Chinese letter says nothing
    tag = _tag(word)
    return bool(tag) and not tag.startswith(_NAMING)


def _tag(word: str) -> str:
    """Look *word* up without jieba's own table of tags, which holds every word twice in memory."""
    dictionary = _dictionary()
    at = dictionary.find(f"\n{word} ".encode())
    if at < 0:
        return ""
    line = dictionary[at + 1 : dictionary.index(b"\n", at + 1)]
    return line.decode().rsplit(" ", 1)[-1].strip()


@lru_cache(maxsize=1)
def _dictionary() -> bytes:
    with jieba.get_dict_file() as file:
        words: bytes = file.read()
    return b"\n" + words
