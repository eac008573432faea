"""What a pdf page paints: runs of characters and straight strokes, where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from pypdf import PageObject
from pypdf.generic import ContentStream, DictionaryObject

from plans.files.portable.marks import (
    IDENTITY,
    Budget,
    Matrix,
    Run,
    Stroke,
    matrix_of,
    times,
    upright,
)
from plans.files.portable.operations import operations
from plans.files.portable.typefaces import Typeface, Typefaces

MAX_FORMS_DEEP = 6
THIN = 3.0
"""points; a painted rectangle thinner than this is a stroke"""
SLANT = 0.1
"""runs that lean more than this are watermarks or turned sideways"""


@dataclass(slots=True)
class _State:
    """What q saves and Q restores."""

    ctm: Matrix = IDENTITY
    face: Typeface | None = None
    size: float = 12.0
    gap: float = 0.0
    word_gap: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0


@dataclass(slots=True)
class Canvas:
    """One page, painted by following its operations."""

    faces: Typefaces
    budget: Budget
    runs: list[Run] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    _state: _State = field(default_factory=_State)
    _saved: list[_State] = field(default_factory=list)
    _tm: Matrix = IDENTITY
    _line: Matrix = IDENTITY
    _path: list[tuple[float, float, float, float]] = field(default_factory=list)
    _pen: tuple[float, float] = (0.0, 0.0)
    _open: set[int] = field(default_factory=set)
    """forms that are being painted"""
    _spans: list[str | None] = field(default_factory=list)
    """words that stand for what is painted within each open span of marked content"""

    def paint(self, page: PageObject) -> None:
        """Follow the page's contents."""
        self._state.ctm = upright(page)
        contents = page.get("/Contents")
        if contents is not None:
            self._follow(contents, page.get("/Resources"), depth=0)

    def _follow(self, contents: Any, resources: Any, *, depth: int) -> None:
        held = resources.get_object() if resources is not None else DictionaryObject()
        data = ContentStream(contents.get_object(), None, "bytes").get_data()
        for operands, operator in operations(data):
            self.budget.spend(1 + len(operands))
            act = _ACTS.get(operator)
            if act is not None:
                act(self, operands)
            elif operator == b"Tf":
                self._set_face(held, operands)
            elif operator == b"Do":
                self._form(held, operands, depth)

    def _set_face(self, resources: Any, operands: list[Any]) -> None:
        fonts = resources.get("/Font")
        self._state.face = self.faces.get(fonts, operands[0]) if fonts is not None else None
        self._state.size = float(operands[1])

    def _form(self, resources: Any, operands: list[Any], depth: int) -> None:
        """Paint a form (a page within the page); pictures are passed over."""
        forms = resources.get("/XObject")
        form = forms.get_object().get(operands[0]) if forms is not None else None
        form = form.get_object() if form is not None else None
        if form is None or form.get("/Subtype") != "/Form" or id(form) in self._open:
            return
        if depth >= MAX_FORMS_DEEP:
            return
        self._open.add(id(form))
        self.save([])
        matrix = form.get("/Matrix")
        if matrix is not None:
            self.concat(list(matrix.get_object()))
        self._follow(form, form.get("/Resources", resources), depth=depth + 1)
        self.restore([])
        self._open.discard(id(form))

    # graphics state

    def save(self, _: list[Any]) -> None:
        """Follow q."""
        self._saved.append(replace(self._state))

    def restore(self, _: list[Any]) -> None:
        """Follow Q."""
        if self._saved:
            self._state = self._saved.pop()

    def concat(self, operands: list[Any]) -> None:
        """Follow cm."""
        self._state.ctm = times(matrix_of(operands), self._state.ctm)

    # text state and position

    def begin_text(self, _: list[Any]) -> None:
        """Follow BT."""
        self._tm = self._line = IDENTITY

    def set_matrix(self, operands: list[Any]) -> None:
        """Follow Tm."""
        self._tm = self._line = matrix_of(operands)

    def move(self, operands: list[Any]) -> None:
        """Follow Td."""
        shift = (1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1]))
        self._tm = self._line = times(shift, self._line)

    def move_leading(self, operands: list[Any]) -> None:
        """Follow TD."""
        self._state.leading = -float(operands[1])
        self.move(operands)

    def next_line(self, _: list[Any]) -> None:
        """Follow T*."""
        self.move([0.0, -self._state.leading])

    def set_gap(self, operands: list[Any]) -> None:
        """Follow Tc."""
        self._state.gap = float(operands[0])

    def set_word_gap(self, operands: list[Any]) -> None:
        """Follow Tw."""
        self._state.word_gap = float(operands[0])

    def set_stretch(self, operands: list[Any]) -> None:
        """Follow Tz."""
        self._state.stretch = float(operands[0]) / 100

    def set_leading(self, operands: list[Any]) -> None:
        """Follow TL."""
        self._state.leading = float(operands[0])

    # showing text

    def show(self, operands: list[Any]) -> None:
        """Follow Tj."""
        self._show(operands[:1])

    def show_spaced(self, operands: list[Any]) -> None:
        """Follow TJ."""
        self._show(operands[0] if isinstance(operands[0], list) else [])

    def show_next_line(self, operands: list[Any]) -> None:
        """Follow '."""
        self.next_line([])
        self._show(operands[:1])

    def show_next_line_spaced(self, operands: list[Any]) -> None:
        """Follow the double quote."""
        self._state.word_gap, self._state.gap = float(operands[0]), float(operands[1])
        self.show_next_line(operands[2:])

    def _show(self, parts: Iterable[Any]) -> None:
        for part in parts:
            if isinstance(part, (int, float)):
                self._advance(-float(part) / 1000 * self._state.size * self._state.stretch)
            elif isinstance(part, (bytes, str)) and self._state.face is not None:
                self._show_string(part, self._state.face)

    def _show_string(self, string: bytes | str, face: Typeface) -> None:
        state = self._state
        words, width, codes = face.read(string)
        spaces = words.count(" ")
        advance = (width * state.size + codes * state.gap + spaces * state.word_gap) * state.stretch
        start = times(self._tm, state.ctm)
        self._advance(advance)
        if abs(start[1]) > SLANT * abs(start[0]):
            return
        shown = self._replaced(words)
        if shown:
            size = state.size * abs(start[3])
            left, right = sorted((start[4], start[4] + advance * start[0]))
            self.runs.append(Run(shown, left, right, start[5], size))

    def _replaced(self, words: str) -> str:
        """Prefer what the document says a span reads, once for the span."""
        if not self._spans or self._spans[-1] is None:
            return words
        shown, self._spans[-1] = self._spans[-1], ""
        return shown

    def _advance(self, by: float) -> None:
        a, b, c, d, e, f = self._tm
        self._tm = (a, b, c, d, e + by * a, f + by * b)

    # marked content

    def begin_span(self, operands: list[Any]) -> None:
        """Follow BDC, BMC."""
        marks = operands[1] if len(operands) > 1 else None
        actual = marks.get("/ActualText") if isinstance(marks, dict) else None
        outer = self._spans[-1] if self._spans else None
        self._spans.append(_words_of(actual) if isinstance(actual, bytes) else outer)

    def end_span(self, _: list[Any]) -> None:
        """Follow EMC."""
        if self._spans:
            self._spans.pop()

    # paths

    def rectangle(self, operands: list[Any]) -> None:
        """Follow re."""
        x, y, width, height = map(float, operands[:4])
        self._path.append((x, y, x + width, y + height))

    def move_pen(self, operands: list[Any]) -> None:
        """Follow m."""
        self._pen = (float(operands[0]), float(operands[1]))

    def line_to(self, operands: list[Any]) -> None:
        """Follow l."""
        end = (float(operands[0]), float(operands[1]))
        self._path.append((*self._pen, *end))
        self._pen = end

    def drop_path(self, _: list[Any]) -> None:
        """Follow n."""
        self._path.clear()

    def fill(self, _: list[Any]) -> None:
        """Follow f, F, f*."""
        for box in self._boxes():
            if min(box.right - box.left, box.top - box.bottom) < THIN:
                self.strokes.append(box)

    def stroke(self, _: list[Any]) -> None:
        """Follow S, s, B, b: the outlines of what is not a line itself."""
        for box in self._boxes():
            if min(box.right - box.left, box.top - box.bottom) < THIN:
                self.strokes.append(box)
                continue
            self.strokes += [
                Stroke(box.left, box.bottom, box.right, box.bottom),
                Stroke(box.left, box.top, box.right, box.top),
                Stroke(box.left, box.bottom, box.left, box.top),
                Stroke(box.right, box.bottom, box.right, box.top),
            ]

    def _boxes(self) -> list[Stroke]:
        a, b, c, d, e, f = self._state.ctm
        boxes = []
        for x0, y0, x1, y1 in self._path:
            xs = (a * x0 + c * y0 + e, a * x1 + c * y1 + e)
            ys = (b * x0 + d * y0 + f, b * x1 + d * y1 + f)
            boxes.append(Stroke(min(xs), min(ys), max(xs), max(ys)))
        self._path.clear()
        return boxes


def _words_of(string: bytes) -> str:
    """What a document says in words of its own: UTF-16 where marked so."""
    if string.startswith(b"\xfe\xff"):
        return string[2:].decode("utf-16-be", "replace")
    return string.decode("latin-1")


_ACTS: dict[bytes, Callable[[Canvas, list[Any]], None]] = {
    b"q": Canvas.save,
    b"Q": Canvas.restore,
    b"cm": Canvas.concat,
    b"BT": Canvas.begin_text,
    b"Tm": Canvas.set_matrix,
    b"Td": Canvas.move,
    b"TD": Canvas.move_leading,
    b"T*": Canvas.next_line,
    b"Tc": Canvas.set_gap,
    b"Tw": Canvas.set_word_gap,
    b"Tz": Canvas.set_stretch,
    b"TL": Canvas.set_leading,
    b"Tj": Canvas.show,
    b"TJ": Canvas.show_spaced,
    b"'": Canvas.show_next_line,
    b'"': Canvas.show_next_line_spaced,
    b"BDC": Canvas.begin_span,
    b"BMC": Canvas.begin_span,
    b"EMC": Canvas.end_span,
    b"re": Canvas.rectangle,
    b"m": Canvas.move_pen,
    b"l": Canvas.line_to,
    b"n": Canvas.drop_path,
    **dict.fromkeys((b"f", b"F", b"f*"), Canvas.fill),
    **dict.fromkeys((b"S", b"s", b"B", b"B*", b"b", b"b*"), Canvas.stroke),
}
