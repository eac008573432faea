"""Punctuation as Chinese is set: full width between Chinese words, half width in dates and numbers.

Documents are read in half width (`plans/clean`); what people see is set again, quotations included.
"""

from __future__ import annotations

import re

CHINESE = r"\u4e00-\u9fff"
MARKS = {",": "，", ";": "；", ":": "：", "?": "？"}
_MARK = re.compile(rf"(?<=[{CHINESE}”」』》）%）])([,;:?])(?=[{CHINESE}“「『《（/<&\s\d]|$)")
_BRACKETS = re.compile(rf"\((?!周[一二三四五六日]\))([^()<>]*[{CHINESE}][^()<>]*)\)")


def full_width(text: str) -> str:
    """Set *text* (Telegram's HTML); dates keep their `(周日)`, times and entities their marks."""
    set_brackets = _BRACKETS.sub(r"（\1）", text)
    return _MARK.sub(lambda mark: MARKS[mark[1]], set_brackets)
