"""Text as the search index holds it: jieba's words for ranking, pairs of letters for exactness.

A phrase of pairs (知识 识产 产权) matches exactly where the words stand side by side, whatever
jieba makes of them; both are words with spaces between, so any database indexes them alike.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import jieba

from plans.lexicon import Lexicon

logging.getLogger("jieba").handlers.clear()  # its own writes past the log and what that takes out

_MARKS = re.compile(r"[\s“”\"'‘’《》〈〉<>「」『』【】·•*|]")
_PIECE = re.compile(r"[0-9a-z\u3400-\u9fff.+%/-]+")
_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")


@lru_cache(maxsize=1)
def tokenizer() -> jieba.Tokenizer:
    """Return our own tokenizer, loaded on first use: jieba's global one stays as it is."""
    own = jieba.Tokenizer()
    with own.get_dict_file() as file:
        own.FREQ = Lexicon(line.decode("utf-8") for line in file)
    own.total, own.initialized = own.FREQ.total, True
    return own


def folded(text: str) -> str:
    """Fold what a search must not see: width, case, spaces, quotation marks."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def words(text: str) -> str:
    """Return the index's words of *text*: jieba's, the parts of long ones included."""
    pieces = _PIECE.findall(folded(text))
    return " ".join(word for piece in pieces for word in tokenizer().cut_for_search(piece))


def letters(text: str) -> str:
    """Return what pairs are made of: a phrase stands side by side where its letters do."""
    return " ".join(_PIECE.findall(folded(text)))


def pairs(text: str) -> str:
    """Return every two neighbouring letters of *text*; the last of a run stands alone too."""
    return " ".join(pair for piece in _PIECE.findall(folded(text)) for pair in _pairs(piece))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pairs that stand side by side; of a prefix one, of which only the beginning is known."""

    pairs: tuple[str, ...]
    letters: str
    is_prefix: bool = False


def phrases(typed: str) -> list[Phrase]:
    """Return what finds *typed* letter by letter, all of it; nothing for mere marks."""
    runs = _PIECE.findall(folded(typed))
    return [found for run in runs if (found := _phrase(run))]


def sentences(text: str) -> list[str]:
    """Cut *text* into its sentences."""
    return [found[0] for found in _SENTENCE.finditer(text)]


def sentence_at(text: str, position: int) -> str:
    """Return the sentence of *text* that holds *position*."""
    for found in _SENTENCE.finditer(text):
        if found.start() <= position < found.end():
            return found[0]
    return ""


def _pairs(piece: str) -> Iterator[str]:
    yield from (piece[i : i + 2] for i in range(len(piece) - 1))
    yield piece[-1]


def _phrase(run: str) -> Phrase | None:
    if len(run) > 1:
        return Phrase(tuple(run[i : i + 2] for i in range(len(run) - 1)), run)
    return Phrase((run,), run, is_prefix=True) if run.isascii() else None  # 一 says nothing
