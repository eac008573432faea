"""Pages set in two columns, as gazettes are: the left one is read before the right one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from plans.files.portable.lines import Line, gather, rows_of_runs
from plans.files.portable.marks import Run

GUTTER = 0.8
"""of the letter size: the least white space between columns"""
MIDDLE = (0.42, 0.58)
"""of the page: where the gutter may stand"""
FEWEST = 8
"""lines in each column"""
MOST_ACROSS = 0.25
"""of the rows that may cross the gutter: titles, page numbers"""
FILLED = 0.25
"""of the left column's lines must end at the gutter; the cells of a table do not"""
NEAR = 3.0
"""letters between the end of a full line and the gutter"""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands beside one another, in stretches without a gap."""

    stretches: tuple[tuple[Run, ...], ...]

    @property
    def edges(self) -> list[tuple[float, float]]:
        """Where each stretch begins and ends."""
        return [(run[0].left, max(each.right for each in run)) for run in self.stretches]

    def crosses(self, middle: float) -> bool:
        """Tell whether a stretch reaches over *middle*."""
        return any(left < middle < right for left, right in self.edges)


def usual_gutter(pages: Iterable[tuple[Sequence[Run], float]]) -> float | None:
    """Return where the columns of a document part: on the first page that surely has two."""
    gutters = (_gutter(_rows(runs), width) for runs, width in pages)
    return next((gutter for gutter in gutters if gutter is not None), None)


def set_out(runs: Sequence[Run], *, width: float, gutter: float | None) -> tuple[list[Line], float]:
    """Return a page's lines in the order of reading, and how wide its text is set.

    *gutter* is that of the document; a page whose lines run across it has one column.
    """
    rows = _rows(runs) if gutter is not None else []
    if gutter is None or _across(rows, gutter) > MOST_ACROSS * len(rows):
        return gather(runs), width
    return _by_columns(rows, gutter), gutter


def _by_columns(rows: Sequence[_Row], middle: float) -> list[Line]:
    lines: list[Line] = []
    pending: list[_Row] = []
    for row in rows:
        if row.crosses(middle):
            lines += [*_in_turn(pending, middle), *gather(_runs([row]))]
            pending = []
        else:
            pending.append(row)
    return [*lines, *_in_turn(pending, middle)]


def _rows(runs: Iterable[Run]) -> list[_Row]:
    return [_stretched(row) for row in rows_of_runs(runs)]


def _across(rows: Sequence[_Row], middle: float) -> int:
    return sum(row.crosses(middle) for row in rows)


def _stretched(row: Sequence[Run]) -> _Row:
    stretches: list[list[Run]] = []
    right = float("-inf")
    for run in sorted(row, key=lambda run: run.left):
        if run.left - right > GUTTER * run.size:
            stretches.append([])
        stretches[-1].append(run)
        right = max(right, run.right)
    return _Row(tuple(map(tuple, stretches)))


def _gutter(rows: Sequence[_Row], width: float) -> float | None:
    """Return where the columns part; None where the page has but one."""
    if len(rows) < FEWEST:
        return None
    places = [
        width * (MIDDLE[0] + step * 0.01)
        for step in range(round((MIDDLE[1] - MIDDLE[0]) * 100) + 1)
    ]
    across = {place: _across(rows, place) for place in places}
    fewest = min(across.values())
    clear = [place for place in places if across[place] == fewest]
    middle = clear[len(clear) // 2]
    apart = [row for row in rows if not row.crosses(middle)]
    lefts = [right for row in apart for _, right in row.edges if right <= middle]
    rights = [left for row in apart for left, _ in row.edges if left >= middle]
    if min(len(lefts), len(rights)) < FEWEST or fewest > MOST_ACROSS * len(rows):
        return None
    size = rows[len(rows) // 2].stretches[0][0].size
    filled = sum(1 for right in lefts if right > clear[0] - NEAR * size)
    return middle if filled >= FILLED * len(lefts) else None


def _in_turn(rows: Sequence[_Row], middle: float) -> list[Line]:
    """Return the lines of the left column, then those of the right one as if they stood there."""
    left = gather(run for run in _runs(rows) if run.left < middle)
    right = gather(run for run in _runs(rows) if run.left >= middle)
    if not left or not right:
        return left or right
    shift = min(line.left for line in right) - min(line.left for line in left)
    return [
        *left,
        *(replace(each, left=each.left - shift, right=each.right - shift) for each in right),
    ]


def _runs(rows: Sequence[_Row]) -> Iterable[Run]:
    return (run for row in rows for part in row.stretches for run in part)
