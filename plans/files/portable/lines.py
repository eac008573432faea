"""Runs of characters to lines, lines to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from plans.files.portable.marks import Run

SAME_LINE = 0.5
"""of the letter size: how far apart the bases of one line may lie"""
GAP = 0.3
"""of the letter size: white space wide enough to be a space between Latin words"""
COLUMN_GAP = 1.8
"""of the letter size: white space that sets columns apart"""
FULL = 1.6
"""letters that may be missing at the right of a line that runs on"""
RAGGED = 8
"""the same where paragraphs are indented, so that a line at the margin is no beginning"""
WIDE = 0.7
"""of the page: text whose widest lines end before this was not broken by the layout"""
INDENT = 1.2
"""letters by which the first line of a paragraph stands in"""

_ENDS = re.compile(r"[。！？；：:;!?]$")
_OPENS = re.compile(
    r"^(?:第?[一二三四五六七八九十百]+[、章节節条條]|[（(]\s*(?:[一二三四五六七八九十]+|\d{1,2})\s*[）)]"
    r"|\d{1,2}\s*(?:[、）)]|[.．](?!\s*\d))|[①-⑳]|附件|附:|附：)"
)
_LETTER = re.compile(r"[A-Za-z]")
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand beside one another."""

    text: str
    left: float
    right: float
    base: float
    size: float


def gather(runs: Iterable[Run]) -> list[Line]:
    """Return the lines from top to bottom, each read from left to right."""
    return [line for line in map(_line, rows_of_runs(runs)) if line.text]


def rows_of_runs(runs: Iterable[Run]) -> list[list[Run]]:
    """Return what stands beside one another, from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.base, run.left)):
        if rows and _is_beside(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _is_beside(first: Run, run: Run) -> bool:
    return first.base - run.base < SAME_LINE * max(min(first.size, run.size), 1.0)


def _line(row: list[Run]) -> Line:
    row = sorted(row, key=lambda run: run.left)
    text, right = "", row[0].left
    for run in row:
        text += _space(text, run, right) + run.text
        right = max(right, run.right)
    sizes = sorted(run.size for run in row)
    words = re.sub(r"\s+", " ", text).strip()
    return Line(words, row[0].left, right, row[0].base, sizes[len(sizes) // 2])


def _space(before: str, run: Run, right: float) -> str:
    """Return what stands between the words so far and the next run."""
    gap = (run.left - right) / max(run.size, 1.0)
    if not before or gap < GAP:
        return ""
    is_latin = _LATIN.match(run.text) and _LATIN.match(before[-1:])
    return " " if gap > COLUMN_GAP or is_latin else ""


@dataclass(frozen=True, slots=True)
class Measure:
    """How far the lines of a text reach, and whether its paragraphs are indented."""

    left: float
    right: float
    indented: bool

    @classmethod
    def of(cls, lines: Sequence[Line], *, width: float) -> Measure:
        """Take the measure of *lines* on pages of this *width*."""
        if not lines:
            return cls(0.0, width, indented=False)
        rights = sorted(line.right for line in lines)
        left = min(line.left for line in lines)
        stand_in = sum(1 for line in lines if line.left > left + INDENT * line.size)
        right = max(rights[int(len(rights) * 0.9)], WIDE * width)
        return cls(left, right, indented=0 < stand_in < len(lines))


def paragraphs(lines: Sequence[Line], measure: Measure) -> Iterator[str]:
    """Join the lines that the layout broke."""
    words, before = "", None
    for line in lines:
        if before is not None and _runs_on(before, line, measure):
            is_latin = _LETTER.match(words[-1:]) and _LETTER.match(line.text)
            words += (" " if is_latin else "") + line.text
        else:
            if words:
                yield words
            words = line.text
        before = line
    if words:
        yield words


def _runs_on(before: Line, line: Line, measure: Measure) -> bool:
    """Tell whether *line* goes on where *before* was broken."""
    if abs(before.size - line.size) > 0.2 * line.size:
        return False
    missing = (measure.right - before.right) / max(before.size, 1.0)
    if not measure.indented:
        ended = _ENDS.search(before.text) and _OPENS.match(line.text)
        return missing < FULL and not ended
    if line.left > measure.left + INDENT * line.size:
        return False
    return missing < (FULL if _OPENS.match(line.text) else RAGGED)
