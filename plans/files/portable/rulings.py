"""Tables of a pdf page, found by the lines that are drawn around their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from plans.files.portable.marks import Run, Stroke

NEAR = 3.0
"""points within which two lines meet or are one"""
SHORTEST = 5.0
MAX_STROKES = 4_000
"""of one page; more is a drawing"""
MAX_SIDE = 400


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a ruled table: its place, its reach and what stands in it."""

    row: int
    column: int
    rows: int
    columns: int
    runs: tuple[Run, ...]
    right: float
    """where its words must turn"""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table on one page."""

    columns: tuple[float, ...]
    top: float
    bottom: float
    boxes: tuple[Box, ...]
    rows: int
    open_above: bool
    """no line is drawn above its first row: the row began on the page before"""
    open_below: bool


@dataclass(slots=True)
class _Web:
    """Strokes that touch one another."""

    flat: list[Stroke] = field(default_factory=list)
    upright: list[Stroke] = field(default_factory=list)


def find(strokes: Sequence[Stroke], runs: Sequence[Run]) -> tuple[list[Table], list[Run]]:
    """Return the tables from top to bottom, and the runs that stand in none of them."""
    tables, free = [], list(runs)
    long = [s for s in strokes if max(s.right - s.left, s.top - s.bottom) >= SHORTEST]
    for web in _webs(long) if len(long) <= MAX_STROKES else ():
        table, free = _table(web, free)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda table: -table.top), free


def _webs(strokes: Sequence[Stroke]) -> list[_Web]:
    """Group the strokes that touch, sweeping from top to bottom."""
    groups: list[tuple[Stroke, list[Stroke]]] = []
    for stroke in sorted(strokes, key=lambda stroke: -stroke.top):
        touching = [group for group in groups if _touch(group[0], stroke)]
        members = [stroke] + [member for group in touching for member in group[1]]
        around = _around([stroke] + [group[0] for group in touching])
        groups = [group for group in groups if group not in touching] + [(around, members)]
    webs = []
    for _, members in groups:
        flat = [stroke for stroke in members if stroke.is_flat]
        webs.append(_Web(flat, [stroke for stroke in members if not stroke.is_flat]))
    return webs


def _touch(a: Stroke, b: Stroke) -> bool:
    return (
        a.left - NEAR <= b.right
        and b.left - NEAR <= a.right
        and a.bottom - NEAR <= b.top
        and b.bottom - NEAR <= a.top
    )


def _around(boxes: Iterable[Stroke]) -> Stroke:
    held = list(boxes)
    return Stroke(
        min(b.left for b in held), min(b.bottom for b in held),
        max(b.right for b in held), max(b.top for b in held),
    )  # fmt: skip


def _table(web: _Web, runs: list[Run]) -> tuple[Table | None, list[Run]]:
    """Make a table of a web of strokes if it has cells; take the runs in it away from *runs*."""
    xs = _positions((stroke.left + stroke.right) / 2 for stroke in web.upright)
    drawn = _positions((stroke.bottom + stroke.top) / 2 for stroke in web.flat)
    if len(xs) < 3 or not drawn or max(len(xs), len(drawn)) > MAX_SIDE:
        return None, runs
    top, bottom = max(s.top for s in web.upright), min(s.bottom for s in web.upright)
    ys = _positions([*drawn, top, bottom])[::-1]
    if len(ys) < 2:
        return None, runs
    lattice = _Lattice(xs, ys, web)
    boxes, free = lattice.fill(runs)
    open_above, open_below = top - drawn[-1] > NEAR, drawn[0] - bottom > NEAR
    table = Table(tuple(xs), ys[0], ys[-1], boxes, len(ys) - 1, open_above, open_below)
    return (table, free) if any(box.runs for box in boxes) else (None, runs)


def _positions(values: Iterable[float]) -> list[float]:
    """Return the distinct positions in rising order; those within reach of another are one."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > NEAR:
            distinct.append(value)
    return distinct


Place = tuple[int, int]
"""row and column"""


class _Lattice:
    """The smallest fields between the lines, and which of them are one cell."""

    def __init__(self, xs: list[float], ys: list[float], web: _Web) -> None:
        self.xs, self.ys, self.web = xs, ys, web
        self._walls = self._uprights()
        self._floors = self._flats()

    def fill(self, runs: list[Run]) -> tuple[tuple[Box, ...], list[Run]]:
        """Put the runs into the cells; return the cells and the runs outside."""
        owner = self._owners()
        held: dict[tuple[int, int], list[Run]] = {place: [] for place in set(owner.values())}
        free = []
        for run in runs:
            place = self._place(run)
            if place is None:
                free.append(run)
            else:
                held[owner[place]].append(run)
        return tuple(self._box(place, owner, held[place]) for place in sorted(held)), free

    def _box(self, place: Place, owner: dict[Place, Place], runs: list[Run]) -> Box:
        row, column = place
        rows = sum(1 for r in range(row, len(self.ys) - 1) if owner[r, column] == place)
        columns = sum(1 for c in range(column, len(self.xs) - 1) if owner[row, c] == place)
        return Box(row, column, rows, columns, tuple(runs), self.xs[column + columns])

    def _owners(self) -> dict[Place, Place]:
        """Map each field to the upper left field of its cell."""
        owner: dict[Place, Place] = {}
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                owner[row, column] = (row, column)
                if column and (row, column) not in self._walls:
                    owner[row, column] = owner[row, column - 1]
                elif row and (row, column) not in self._floors:
                    above = owner[row - 1, column]
                    if above[1] == column:
                        owner[row, column] = above
        return owner

    def _uprights(self) -> set[tuple[int, int]]:
        """Return the fields that have a line at their left."""
        walls = set()
        for stroke in self.web.upright:
            column = self._nearest(self.xs, (stroke.left + stroke.right) / 2)
            for row in range(len(self.ys) - 1):
                middle = (self.ys[row] + self.ys[row + 1]) / 2
                if stroke.bottom <= middle <= stroke.top:
                    walls.add((row, column))
        return walls

    def _flats(self) -> set[tuple[int, int]]:
        """Return the fields that have a line above them."""
        floors = set()
        for stroke in self.web.flat:
            row = self._nearest(self.ys, (stroke.bottom + stroke.top) / 2)
            for column in range(len(self.xs) - 1):
                if stroke.left <= (self.xs[column] + self.xs[column + 1]) / 2 <= stroke.right:
                    floors.add((row, column))
        return floors

    @staticmethod
    def _nearest(values: list[float], value: float) -> int:
        return min(range(len(values)), key=lambda n: abs(values[n] - value))

    def _place(self, run: Run) -> tuple[int, int] | None:
        """Return the field that the middle of *run* lies in."""
        x, y = (run.left + run.right) / 2, run.base + 0.3 * run.size
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] - NEAR <= y <= self.ys[0] + NEAR):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        below = sum(1 for edge in self.ys if edge > y)
        return min(max(below - 1, 0), len(self.ys) - 2), column
