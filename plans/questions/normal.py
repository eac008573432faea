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

_ACROSS_THE_STRAIT = (
    ("资讯", "信息"),
    ("网路", "网络"),
    ("网际网络", "互联网"),
    ("软体", "软件"),
    ("硬体", "硬件"),
    ("数位", "数字"),
    ("专案", "项目"),
    ("计画", "计划"),
    ("人工智慧", "人工智能"),
    ("资料库", "数据库"),
    ("晶片", "芯片"),
    ("积体电路", "集成电路"),
    ("奈米", "纳米"),
    ("云端运算", "云计算"),
    ("物联网路", "物联网"),
)


def normal(text: str) -> str:
    """Fold width and script; 資訊 is 信息 in a question, never in a document."""
    folded = unicodedata.normalize("NFKC", text).translate(_MARKS).translate(_QUOTES)
    return _simplified(folded).strip()


def without_mentions(text: str) -> str:
    """Drop @names, and spaces that stand between Chinese letters."""
    return _BETWEEN_CHINESE.sub("", _MENTION.sub(" ", text)).strip()


def _simplified(text: str) -> str:
    simple: str = _converter().convert(text)
    if simple == text:
        return text
    # words differ across the strait too, and only who writes traditional script may mean them;
    # OpenCC's tw2sp is no help: it makes a pointer (指针) of 指標
    for theirs, ours in _ACROSS_THE_STRAIT:
        simple = simple.replace(theirs, ours)
    return simple


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")
