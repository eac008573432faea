"""Numbers written in Chinese: 三十五, 百, 2.42亿."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "○": 0, "O": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3}
DIGITS |= {"肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}
SCALES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
SCALES |= {"百万": Decimal(10**6), "千万": Decimal(10**7), "万亿": Decimal(10**12), "": Decimal(1)}
"""What the letters behind a number in digits multiply it by"""


def chinese_number(words: str) -> int | None:
    """The value of 三十五, 一百二十 or 二〇二五; None for anything else."""
    if not words:
        return None
    if len(words) > 1 and all(letter in DIGITS for letter in words):
        return int("".join(str(DIGITS[letter]) for letter in words))
    total = section = digit = 0
    for letter in words:
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in _UNITS:
            section += (digit or 1) * _UNITS[letter]
            digit = 0
        elif letter in _SCALES:
            total = (total + section + digit or 1) * _SCALES[letter]
            section = digit = 0
        else:
            return None
    return total + section + digit


def any_number(words: str) -> int | None:
    """The value of a whole number in digits or in Chinese."""
    return int(words) if words.isdecimal() else chinese_number(words)
