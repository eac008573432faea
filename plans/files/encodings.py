"""Bytes of written text to characters: which of the encodings used for Chinese it is."""

from __future__ import annotations

import codecs
from collections import Counter

from plans.errors.documents import BrokenFile

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MULTIBYTE = ("gb18030", "big5hkscs")
WIDE = ("utf-16-le", "utf-16-be")
SAMPLE = 65_536
"""bytes that are weighed; the whole is decoded once"""
TOLERATED = 0.02
"""share of characters that may be damaged in a text that is otherwise sound"""
FREQUENT = frozenset("的一是在和有市区县年月日局委办中国为人大业务质量工作業務質實施行动動计計划劃")
MARKS = frozenset("，。、；：（）《》“”？！")

_DAMAGE = "\ufffd"


def decode(data: bytes, *, declared: str | None = None, suffix: str = "txt") -> str:
    """Return *data* as characters; *declared* is what the file itself says, if it says so."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    found = _trusted(data, declared) or detect(data)
    if found is None:
        raise BrokenFile(suffix=suffix)
    return data.decode(found, errors="replace")


def detect(data: bytes) -> str | None:
    """Name the encoding of *data*, None where it is no text at all."""
    if _decodes(data, "utf-8"):
        return "utf-8"
    sample = data[:SAMPLE]
    best = max(("utf-8", *MULTIBYTE, *WIDE), key=lambda encoding: _plausibility(sample, encoding))
    return best if _plausibility(sample, best) > 0 else None


def _trusted(data: bytes, declared: str | None) -> str | None:
    """Return the declared encoding where the bytes bear it out."""
    if declared is None:
        return None
    named = declared.strip().lower()
    encoding = "gb18030" if named in {"gb2312", "gbk", "x-gbk", "gb_2312-80"} else named
    return encoding if _decodes(data, encoding) else None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    tolerated = len(text) / 20 if encoding.startswith("utf-8") else 0
    return text.count("\0") <= tolerated


def _plausibility(sample: bytes, encoding: str) -> float:
    """Weigh how much the sample looks like Chinese or plain Latin text; 0 or less means no."""
    text = sample.decode(encoding, errors="replace")
    text = text.rstrip(_DAMAGE)  # the cut may split a character
    if not text:
        return 0.0
    damaged = sum(map(text.count, (_DAMAGE, "\0"))) / len(text)
    if damaged > TOLERATED:
        return 0.0
    weights = sum(_weight(char) * times for char, times in Counter(text).items())
    return weights / len(text) - 10 * damaged


def _weight(char: str) -> float:
    """Common characters speak for a decoding, rare ones against it."""
    if char in FREQUENT or char in MARKS:
        return 3.0
    if char in "\t\n\r" or " " <= char <= "~":
        return 1.0
    if "\u4e00" <= char <= "\u9fff":
        return 1.0 if _is_common(char) else -1.0
    if "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e" or char in "·—…–•℃①②③④⑤⑥⑦⑧⑨⑩〇":
        return 1.0
    return -2.0


def _is_common(char: str) -> bool:
    """Tell whether it stands in the first level of GB 2312 or of Big5, which are sorted by use."""
    for charset, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            lead = char.encode(charset)[0]
        except UnicodeEncodeError:
            continue
        if lead <= last:
            return True
    return False
