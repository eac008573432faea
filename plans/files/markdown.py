"""md: its marks taken off, its tables to rows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from plans.files.rows import pipe

_RULE = re.compile(r"(?:[-*_] *){3,}")
_SEPARATOR = re.compile(r"(?=.*\|)\|?(?: *:?-+:? *\|)* *(?::?-+:? *)?")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+|\s+#+\s*$")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_BULLET = re.compile(r"^\s*[-*+]\s+(?:\[[ xX]\]\s+)?")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"\*\*|~~|(?<!\w)__|__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,300}?)(?<=\S)\*(?![\w*])")
_CODE = re.compile(r"`{1,3}([^`]{1,300})`{1,3}")
_TAG = re.compile(r"</?(?:br|p|b|i|u|strong|em|span|sup|sub|center|font|div|a)\b[^<>]*>", re.I)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|~>-])")
_FRONT_MATTER = re.compile(r"\A---\n.{0,5000}?\n---\n", re.S)
MAX_MARKS = 300
"""letters of a line that is nothing but marks"""


def read(text: str) -> str:
    """Return the words of a tidied Markdown text."""
    return "\n".join(_lines(_FRONT_MATTER.sub("", text, count=1)))


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not _is_mark(line.strip()):
            yield _row(line) if line.strip().startswith("|") else _words(_unmarked(line))


def _is_mark(line: str) -> bool:
    """Tell whether a line shows nothing: a rule, a fence, the line below a heading row."""
    if not line or len(line) > MAX_MARKS:
        return False
    return bool(_RULE.fullmatch(line) or _SEPARATOR.fullmatch(line) or _FENCE.match(line))


def _unmarked(line: str) -> str:
    return _BULLET.sub("", _HEADING.sub("", _QUOTE.sub("", line)))


def _row(line: str) -> str:
    inner = re.sub(r"\\\|", "｜", line.strip()).strip("|")
    return pipe(_words(cell.strip()) for cell in inner.split("|"))


def _words(line: str) -> str:
    """Take off what marks words within a line."""
    for mark, shown in ((_LINK, r"\1"), (_STRONG, ""), (_EMPHASIS, r"\1"), (_CODE, r"\1")):
        line = mark.sub(shown, line)
    return html.unescape(_ESCAPE.sub(r"\1", _TAG.sub(" " if "<br" in line.lower() else "", line)))
