"""White space and punctuation: one space only where Latin words meet, no doubled marks."""

from __future__ import annotations

import re

_WIDE = r"[\u2e80-\u9fff\u3000-\u303f“”‘’—…·、。,;:!?()《》〈〉〔〕【】\[\]%]"
_GAP_AFTER_WIDE = re.compile(rf"(?<={_WIDE})[ \t]+(?=[^\s|])")
_GAP_BEFORE_WIDE = re.compile(rf"(?<=[^\s|])[ \t]+(?={_WIDE})")
_DOUBLED = re.compile(r"([、。,;:])(?:\s*\1)+")
_CLASHING = re.compile(r"(?<=[、。,;:])[、,](?=[^\s])")
_BEFORE_STOP = re.compile(r"[、,;:]+(?=。)")
_DOT = re.compile(r"(?<=[\u4e00-\u9fff%”])(?<![一二三四五六七八九十])\.(?= ?[\u4e00-\u9fff“]|\s|$)")
_HEADING_GAP = "\u2003"
"""stands between a heading and the text behind it while the other gaps are closed"""
_WIDE_GAP = re.compile(r"(?<=[\u4e00-\u9fff)”》])[ \t]{2,}(?=[\u4e00-\u9fff(“《])")


def with_stops(text: str) -> str:
    """A copy whose full stops have become dots (增长8%. 财政局) with full stops again."""
    return _DOT.sub("。", text) if len(_DOT.findall(text)) > text.count("。") else text


def tidy_line(line: str, *, numbered: bool) -> str:
    """The line with its white space closed up; a wide gap still parts a numbered heading."""
    line = line.replace("\u00a0", " ").replace("\u3000", " ").strip()
    if numbered:
        line = _WIDE_GAP.sub(_HEADING_GAP, line, count=1)
    line = _GAP_AFTER_WIDE.sub("", line)
    line = _GAP_BEFORE_WIDE.sub("", line)
    return re.sub(r"[ \t]+", " ", line).replace(_HEADING_GAP, " ")


def tidy_punctuation(text: str) -> str:
    """No mark twice in a row, no comma beside a stronger mark."""
    text = _DOUBLED.sub(r"\1", text)
    text = _BEFORE_STOP.sub("", text)
    return _CLASHING.sub("", text)
