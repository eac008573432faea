"""Numbers that lost their mark: `1 加强…` below each other are items, as `1.加强…` would be."""

from __future__ import annotations

import re

from plans.numerals import chinese_number
from plans.reading.marks import mark_at

_NUMBERED = re.compile(r"\s*(\d{1,3})[ \t\u3000]+(?=[\u4e00-\u9fff“])")
_TOLD = re.compile(r"\s*([一二三四五六七八九十]{1,3})是,?(?=[\u4e00-\u9fff“])")
_COLUMNS = re.compile(r"\S(?:\t|[ \u3000]{2,})\S")
"""a gap between the cells of a table"""
_FEWEST = 4
_NEAR = 6
"""lines in which the text below a heading begins"""


def with_marks(lines: list[str]) -> list[str]:
    """Put a stop behind the numbers of lines that count 1, 2, 3 … and begin paragraphs.

    A line of a table is none: it has gaps between its cells, or no sentence. 一是, 二是 count where
    nothing else does.
    """
    if not any(mark_at(line.strip()) for line in lines):
        lines = _told_apart(lines)
    counted = _counted(lines)
    if len(counted) < _FEWEST or not all(_begins_paragraph(lines, at) for at in counted):
        return lines
    marked = list(lines)
    for at in counted:
        marked[at] = _NUMBERED.sub(r"\1.", lines[at], count=1)
    return marked


def _told_apart(lines: list[str]) -> list[str]:
    """1.新建… for 一是新建…, where lines go on with 二是 and 三是."""
    told = [_TOLD.match(line) for line in lines]
    numbers = [chinese_number(found.group(1)) for found in told if found]
    if len(numbers) < _FEWEST or numbers != list(range(1, len(numbers) + 1)):
        return lines
    return [
        f"{chinese_number(found.group(1))}.{line[found.end() :]}" if found else line
        for line, found in zip(lines, told, strict=True)
    ]


def _counted(lines: list[str]) -> list[int]:
    """The lines that begin with the next number each, from 1 on."""
    found: list[int] = []
    for at, line in enumerate(lines):
        number = _NUMBERED.match(line)
        if number and int(number.group(1)) == len(found) + 1:
            found.append(at)
    return found


def _begins_paragraph(lines: list[str], at: int) -> bool:
    """Whether a sentence stands in the line or in the one below it."""
    line = _NUMBERED.sub("", lines[at], count=1)
    below = next((after for after in lines[at + 1 : at + _NEAR] if after.strip()), "")
    own_below = "" if _NUMBERED.match(below) else below
    return "。" in line + own_below and not _COLUMNS.search(line.strip())
