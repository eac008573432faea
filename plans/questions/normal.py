"""A question as it is understood: half width, simplified, without what is only manners."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_MENTION = re.compile(r"@[A-Za-z0-9_\u4e00-\u9fff]+\s*")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff。,、?!:;])\s+(?=[\u4e00-\u9fff])")
_MARKS = str.maketrans({"。": "。", "﹖": "?", "…": " ", "~": "~", "\u200b": "", "\ufeff": ""})
_QUOTES = str.maketrans({"「": "“", "」": "”", "『": "“", "』": "”", '"': '"'})


def normal(text: str) -> str:
    """Fold width and script; 資訊 is 信息 in a question, never in a document."""
    folded = unicodedata.normalize("NFKC", text).translate(_MARKS).translate(_QUOTES)
    return _simplified(folded).strip()


def without_mentions(text: str) -> str:
    """Drop @names, and spaces that stand between Chinese letters."""
    return _BETWEEN_CHINESE.sub("", _MENTION.sub(" ", text)).strip()


def _simplified(text: str) -> str:
    simple: str = _converter("t2s").convert(text)
    if simple == text:
        return text
    # words differ across the strait too; only who writes traditional script may mean them
    native: str = _converter("t2s").convert(_converter("tw2sp").convert(text))
    return native


@lru_cache(maxsize=2)
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)
