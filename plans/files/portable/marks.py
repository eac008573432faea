"""What stands on a pdf page, and the arithmetic of where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pypdf import PageObject

from plans.errors.documents import DocumentTooComplex

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MAX_OPERATIONS = 6_000_000
"""of a whole document, each operand counted; a dense page has about 20,000"""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters painted in one go; measures in points from the page's lower left."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A horizontal or vertical line."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_flat(self) -> bool:
        """Tell a horizontal line from a vertical one."""
        return self.right - self.left > self.top - self.bottom


@dataclass(slots=True)
class Budget:
    """How many operations may still be done for the document."""

    left: int = MAX_OPERATIONS

    def spend(self, operations: int) -> None:
        """Count *operations*, refuse when it gets too much."""
        self.left -= operations
        if self.left < 0:
            raise DocumentTooComplex(suffix="pdf")


def times(a: Matrix, b: Matrix) -> Matrix:
    """Apply *a*, then *b*."""
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def matrix_of(operands: list[Any]) -> Matrix:
    """Read the six numbers of a matrix."""
    a, b, c, d, e, f = (float(operand) for operand in operands[:6])
    return (a, b, c, d, e, f)


def upright(page: PageObject) -> Matrix:
    """Return the matrix that stands a turned page upright."""
    turned: dict[int, Matrix] = {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
        270: (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
    }
    return turned.get(int(page.rotation) % 360, IDENTITY)
