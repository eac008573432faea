"""Documents made for the tests: pdf pages with Chinese text and tables, Office files, zips."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

WIDTH, HEIGHT = 595, 842
SIZE = 14
LEFT, TOP, RIGHT, BOTTOM = 70, 760, 525, 70
LINE = 24

FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
    " /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
    " /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4"
    " /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /StemV 80 >> >>] >>"
)


def pdf(pages: Iterable[str], *, extra: str = "") -> bytes:
    """Write a pdf whose pages have these contents; `text` and `ruled` write such contents."""
    contents = [page.encode() for page in pages]
    first = 4
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        FONT.encode(),
    ]
    for n, stream in enumerate(contents):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {first + 2 * n + 1} 0 R >>"
        )
        objects += [
            page.encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    return objects_to_pdf(objects)


def objects_to_pdf(objects: Sequence[bytes]) -> bytes:
    """Number the objects from 1 and add the table of their places; the first is the catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def text(words: str, x: float, y: float, *, size: float = SIZE) -> str:
    """Write the operations that show *words* at a place."""
    code = words.encode("utf-16-be").hex()
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{code}> Tj ET"


def stroke(x0: float, y0: float, x1: float, y1: float) -> str:
    """Write the operations that draw a line."""
    return f"{x0} {y0} m {x1} {y1} l S"


@dataclass
class Typesetter:
    """Sets paragraphs and ruled tables page by page, breaking lines and rows as Word does."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = TOP
    numbers: bool = True
    columns: int = 1
    column: int = 0

    @property
    def width(self) -> float:
        """Of a column, with two letters between columns."""
        return (RIGHT - LEFT - 2 * SIZE * (self.columns - 1)) / self.columns

    def paragraph(self, words: str, *, indent: int = 2) -> None:
        """Set one paragraph with its first line standing in."""
        lines = _broken(words, int(self.width / SIZE), indent=indent)
        for number, line in enumerate(lines):
            if self.y < BOTTOM:
                self.turn()
            shift = indent * SIZE if number == 0 else 0
            left = LEFT + self.column * (self.width + 2 * SIZE)
            self.pages[-1].append(text(line, left + shift, self.y))
            self.y -= LINE

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """Set a ruled table; a row that does not fit is cut at the end of the page."""
        for row in rows:
            cells = [
                _broken(cell, int(width / SIZE) - 1)
                for cell, width in zip(row, widths, strict=True)
            ]
            while any(cells):
                fitting = int((self.y - BOTTOM) / LINE)
                if fitting < 1:
                    self.turn()
                    continue
                self._strip([cell[:fitting] for cell in cells], widths)
                cells = [cell[fitting:] for cell in cells]

    def _strip(self, cells: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        top = self.y + SIZE
        bottom = top - LINE * max(map(len, cells))
        x = float(LEFT)
        marks = self.pages[-1]
        for cell, width in zip(cells, widths, strict=True):
            marks += [stroke(x, top, x, bottom), stroke(x, top, x + width, top)]
            marks += [stroke(x, bottom, x + width, bottom)]
            marks += [text(line, x + 4, self.y - LINE * n) for n, line in enumerate(cell)]
            x += width
        marks.append(stroke(x, top, x, bottom))
        self.y = bottom - SIZE

    def turn(self) -> None:
        """Begin a new column or page."""
        self.y = TOP
        self.column = (self.column + 1) % self.columns
        if self.column == 0:
            self.pages.append([])

    def done(self) -> bytes:
        """Return the pdf."""
        if self.numbers:
            for number, page in enumerate(self.pages, start=1):
                page.append(text(f"— {number} —", 280, 40, size=10))
        return pdf("\n".join(page) for page in self.pages)


def _broken(words: str, room: int, *, indent: int = 0) -> list[str]:
    """Break a line between any two characters, but in no Latin word and no number."""
    lines, left = [""], room - indent
    for piece in re.findall(r"[^\W\u4e00-\u9fff]+|.", words):
        if len(piece) > left:
            lines.append("")
            left = room
        lines[-1] += piece
        left -= len(piece)
    return lines


def docx(document: object) -> bytes:
    """Return the bytes of a python-docx document."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def docx_of(body: str, *, numbering: str | None = None) -> bytes:
    """Make a docx whose body is this WordprocessingML (prefix w declared)."""
    document = Document()
    held = document.element.body
    for child in list(held):
        held.remove(child)
    for child in parse_xml(f"<w:body {nsdecls('w', 'wp', 'a')}>{body}</w:body>"):
        held.append(child)
    if numbering is not None:
        root = document.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for child in parse_xml(f"<w:numbering {nsdecls('w')}>{numbering}</w:numbering>"):
            root.append(child)
    return docx(document)


def xlsx(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(parts: dict[str, bytes | str]) -> bytes:
    """Zip *parts*."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def replaced(package: bytes, parts: dict[str, bytes | str]) -> bytes:
    """Return a copy of a zip in which some parts stand replaced or added."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        held: dict[str, bytes | str] = {name: old.read(name) for name in old.namelist()}
    return packed(held | parts)
