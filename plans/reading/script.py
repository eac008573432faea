"""One script and one width: simplified characters, NFKC, no pinyin annotations.

Documents copied from the web come in traditional characters, with readings such as `新(xīn)` behind
single characters, in full width, or in all of these at once.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import opencc

_KEPT = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
"""NFKC would turn these list markers into plain digits"""

_AFTER_OPENCC = {
    "甯": "宁",
    "计画": "计划",
    "复盖": "覆盖",
    "规画": "规划",
    "着名": "著名",
    "着作": "著作",
    "显着": "显著",
    "幷": "并",
    "徵": "征",
    "藉由": "借由",
    "佈": "布",
    "裏": "里",
    "﹒": ".",
    "・": "·",
    "﹪": "%",
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
}
"""What the converter leaves or gets wrong in government prose"""

_MANGLED = {"ㄒ": "一", "ǘ": "二", "ㄈ": "三", "ㄋ": "四", "ㄎ": "五", "\ue7c9": "六", "ㄆ": "七"}
_MANGLED |= {"ò": "八", "ň": "九", "ㄊ": "十"}
"""What is left of (一) where a page in GBK lost a byte before it: `?。ㄒ唬`"""
_MANGLED_MARK = re.compile(
    "(?:[?\uff1f]。?|(?<=[。\\n])|^)([ㄒǘㄈㄋㄎ\ue7c9ㄆòňㄊ])[唬模澹撸耍牛\ue000-\uf8ff]?[┚〗]?"
)
_LASTING = re.compile("(?<![显卓昭名原专巨论遗土编译新])著(?![名作述称录者有书文论史])")
"""著 where modern prose writes 着: 著力, 沿著"""

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_READING = re.compile(rf"(?<=[\u3400-\u9fff])\(([a-zü{_TONED}]{{1,7}}) *\)")
_HAS_TONE = re.compile(f"[{_TONED}]")
_SYLLABLE = re.compile(r"(?:[bpmfdtnlgkhjqxzcsrwy]|[zcs]h)?[aeiouü]{1,3}(?:n|ng|r)?")
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_MANY_READINGS = 5


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def one_script(text: str) -> str:
    """Simplified characters in half width, without readings and invisible characters."""
    text = _MANGLED_MARK.sub(lambda match: f"\n({_MANGLED[match.group(1)]})", text)
    folded = _fold(_ZERO_WIDTH.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    simplified = _converter().convert(_without_readings(folded))
    for wrong, right in _AFTER_OPENCC.items():
        simplified = simplified.replace(wrong, right)
    return _LASTING.sub("着", simplified)


def _fold(text: str) -> str:
    """NFKC, sparing the circled digits that number items."""
    if not any(mark in text for mark in _KEPT):
        return unicodedata.normalize("NFKC", text)
    pieces = re.split("([①-⑳])", text)
    return "".join(p if p in _KEPT else unicodedata.normalize("NFKC", p) for p in pieces)


def _without_readings(text: str) -> str:
    """Drop `(xīn)` behind a character; untoned `(de)` only where the text is full of readings."""
    readings = _READING.findall(text)
    toned = sum(1 for reading in readings if _HAS_TONE.search(reading))

    def kept(match: re.Match[str]) -> str:
        reading = match.group(1)
        if _HAS_TONE.search(reading):
            return ""
        return "" if toned >= _MANY_READINGS and _SYLLABLE.fullmatch(reading) else match.group()

    return _READING.sub(kept, text)
