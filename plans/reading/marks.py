"""The marks that number items: 一、 (一) 1. (1) ① 第三条."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from plans.numerals import any_number, chinese_number

_CN = "[一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]{1,4}"
_BEFORE_WORDS = r"[、.]? *(?=[\u4e00-\u9fff“《])(?![万亿%倍个家项元人米公平吨分])"
_NUMBER_BEHIND = (
    r"20\d\d年|(?:[1-9]|1[0-2])月(?:\d|底|初|份|[上中下]旬)"
    r"|[3-6]G[\u4e00-\u9fff]|\d{3,5}(?![\d.])[\u4e00-\u9fff](?<![万亿元吨平公米千])"
)
"""An item that itself begins with a number: 5.2023年底前…, 3.5G网络, 7.12345热线"""
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_ROMAN |= {"VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Kind(IntEnum):
    """What a mark looks like; the order is that in which documents usually nest them."""

    PART = 0
    """第一部分, 第一章"""
    SECTION = 1
    """第一节"""
    ROMAN = 2
    """II."""
    CHINESE = 3
    """一、"""
    ARTICLE = 4
    """第三条, 任务三"""
    CHINESE_PAREN = 5
    """(一)"""
    DIGIT = 6
    """1. or 1、"""
    DECIMAL = 7
    """1.2"""
    DECIMAL_LOWER = 8
    """1.2.3"""
    DIGIT_PAREN = 9
    """(1) or 1)"""
    CIRCLED = 10
    """①"""
    BULLET = 11
    """—— or ●, which mark_at leaves to plans.reading.bullets"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at the start of a line."""

    kind: Kind
    number: int
    length: int
    """characters it takes, white space behind it included"""
    label: str | None = None
    """1.2 as written, where the number alone says too little"""


_SHAPES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.PART, re.compile(rf"第({_CN}|\d{{1,2}})(?:部分|章|编|篇)[ :、.]*")),
    (Kind.SECTION, re.compile(rf"第({_CN}|\d{{1,2}})节[ :、.]*")),
    (Kind.ARTICLE, re.compile(rf"第({_CN}|\d{{1,3}})(?:条|项|款)[ :、.]*")),
    (
        Kind.ARTICLE,
        re.compile(rf"(?:重点)?(?:任务|举措|行动|工程|专项)({_CN}|\d{{1,2}})(?:[:、.]|(?= )) *"),
    ),
    (Kind.ROMAN, re.compile(r"([IVX]{1,4})[、.] *(?=[\u4e00-\u9fff“])")),
    (Kind.CHINESE, re.compile(rf"({_CN})(?:、|\.(?!\d)|,(?=[^一二三四五六七八九十]{{4}})) *")),
    (Kind.CHINESE_PAREN, re.compile(rf"\( *({_CN}) *\) *[、.]? *")),
    (Kind.CHINESE_PAREN, re.compile(rf"({_CN})\) *")),
    (Kind.DECIMAL_LOWER, re.compile(rf"\d{{1,2}}\.\d{{1,2}}\.(\d{{1,2}}){_BEFORE_WORDS}")),
    (Kind.DECIMAL, re.compile(rf"\d{{1,2}}\.(\d{{1,2}}){_BEFORE_WORDS}")),
    (Kind.DIGIT, re.compile(r"(\d{1,3}) *(?:[、.](?!\d)|,(?=[\u4e00-\u9fff]{4})) *")),
    (Kind.DIGIT, re.compile(rf"(\d{{1,2}})[.、] *(?={_NUMBER_BEHIND})")),
    (Kind.DIGIT_PAREN, re.compile(r"\( *(\d{1,3}) *\) *[、.]? *")),
    (Kind.DIGIT_PAREN, re.compile(r"(\d{1,3})\) *(?=[\u4e00-\u9fff“])")),
    (Kind.CIRCLED, re.compile(rf"([{_CIRCLED}])[、.]? *")),
)
_STARTS = re.compile(rf"[第任重举行工专(IVX\d一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾{_CIRCLED}]")


def mark_at(text: str, position: int = 0) -> Mark | None:
    """The mark that starts at *position*, if one does."""
    if not _STARTS.match(text, position):
        return None
    for kind, shape in _SHAPES:
        found = shape.match(text, position)
        if found:
            number = _number(found.group(1))
            if number:
                return Mark(kind, number, found.end() - position, _label(kind, found.group()))
    return None


def _label(kind: Kind, words: str) -> str | None:
    return words.strip(" 、.") if kind in (Kind.DECIMAL, Kind.DECIMAL_LOWER) else None


def _number(words: str) -> int | None:
    if words in _ROMAN:
        return _ROMAN[words]
    if words in _CIRCLED:
        return _CIRCLED.index(words) + 1
    return any_number(words) if words.isdecimal() else chinese_number(words)
