"""Cleaning at the door: raw text of any script and noise -> one paragraph or row a line.

Everything behind this module sees simplified characters in half width (NFKC), without pinyin
annotations, page numbers and the words around a web page; spans count in the text returned here.
"""

from __future__ import annotations

import re

from plans.reading.bare_numbers import with_marks
from plans.reading.bare_tables import rows_of_bare_tables
from plans.reading.column_tables import rows_of_columns
from plans.reading.furniture import without_furniture
from plans.reading.lines import paragraphs
from plans.reading.marks import mark_at
from plans.reading.script import one_script
from plans.reading.spacing import tidy_line, tidy_punctuation, with_stops
from plans.reading.tables import rows_on_lines

_INLINE_MARK = re.compile(
    r"(?<=[。;)】〕])(?=\([一二三四五六七八九十]{1,3}\)[^、,;。)]{2})"
    r"|(?<=[。;)】〕])(?=[一二三四五六七八九十]{1,3}、[\u4e00-\u9fff])"
    r"|(?<=[。)】〕])(?=\d{1,2}[.、][\u4e00-\u9fff“])"
    r"|(?<=[。;)】〕])(?=\(\d{1,2}\)[\u4e00-\u9fff“])"
    r"|(?<=[。;)】〕])(?=[①-⑳])"
)
_HEADING_IN_HEADING = re.compile(
    r"^([一二三四五六七八九十]{1,3}、[^。;,(]{2,24}?) ?(?=\([一二三四五六七八九十]{1,3}\)"
    r"|1[.、][\u4e00-\u9fff])"
)


def clean(text: str) -> str:
    """The document's own words, one paragraph or table row on each line."""
    written = rows_of_columns(with_marks(with_stops(one_script(text)).split("\n")))
    lines = [tidy_line(line, numbered=_is_numbered(line)) for line in written]
    lines = rows_of_bare_tables([line for line in lines if line])
    lines = [line for line in without_furniture(lines) if line]
    joined = "\n".join(paragraphs(rows_on_lines(lines)))
    return "\n".join(_one_item_a_line(tidy_punctuation(joined).split("\n")))


def _is_numbered(line: str) -> bool:
    return mark_at(line.strip()) is not None


def _one_item_a_line(lines: list[str]) -> list[str]:
    """Break a line before an item that starts inside it."""
    broken: list[str] = []
    for line in lines:
        if line.startswith("|"):
            broken.append(line)
            continue
        pieces = _INLINE_MARK.sub("\n", line).split("\n")
        split = "\n".join(_HEADING_IN_HEADING.sub("\\1\n", piece, count=1) for piece in pieces)
        broken.extend(piece.strip() for piece in split.split("\n") if piece.strip())
    return broken
