"""pdf with text: paragraphs mended, ruled tables to rows, page numbers and heads left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError, PyPdfError

from plans.errors.documents import (
    BrokenFile,
    DocumentTooComplex,
    DocumentTooLarge,
    EmptyDocument,
    LockedFile,
    ScannedDocument,
)
from plans.files.extract import Extract
from plans.files.portable.canvas import Canvas
from plans.files.portable.columns import set_out, usual_gutter
from plans.files.portable.lines import Line, Measure, paragraphs
from plans.files.portable.marks import Budget, Run
from plans.files.portable.rulings import Table, find
from plans.files.portable.sheets import rows_of, same_columns
from plans.files.portable.typefaces import NOTDEF, Typefaces

MAX_PAGES = 300
LIMITS = Configuration(
    zlib_maximum_output_length=32_000_000,
    lzw_maximum_output_length=32_000_000,
    run_length_maximum_output_length=32_000_000,
    array_based_stream_maximum_output_length=32_000_000,
    stream_decoding_work_maximum_length=64_000_000,
    stream_parsing_work_maximum_count=600_000,
)
"""of one stream; the contents of a dense page have some 100,000 bytes and 15,000 tokens"""
SPARSE = 12
"""letters on a page of a scanned document: a stamp, a page number"""
RUNNING_PAGES = 3
"""a line at the edge of this many pages, and of most, is a running head"""

PAINTS = frozenset({b"Do", b"INLINE IMAGE", b"f", b"F", b"f*"})
"""operators that paint pictures, or letters turned into outlines"""

_FAULTS = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
           OSError, RecursionError, NotImplementedError, ArithmeticError)  # fmt: skip
"""what pypdf raises on objects that are not what they should be"""
_PAGE_NUMBER = re.compile(
    r"^[-—–－\s·•~]*(?:第\s*)?\d{1,4}\s*[页頁]?"
    r"(?:\s*[/,，]?\s*共?\s*\d{1,4}\s*[页頁]?)?[-—–－\s·•~]*$"
)
_RADICALS = str.maketrans(
    "⺁⺄⺆⺇⺈⺊⺌⺎⺏⺐⺑⺒⺓⺔⺖⺘⺙⺛⺝⺟⺠⺡⺢⺣⺥⺦⺨⺩⺪⺫⺬⺭⺮⺯⺱⺲⺶⺷⺸⺹⺺⺼⺽⺾"
    "⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻫⻬⻮⻰⻱⻳",
    "厂乙冂几刀卜小兀尢尢尣巳幺彑忄扌攵无月母民氵水灬爪丬犭王疋目示礻竹糹冈罒羊羊羊老聿月臼艹"
    "艹虎衤覀西见角讠贝足车辶辶辶阝長镸长门阝雨青韦页风飞食食飠饣马骨鬼鱼鸟卤麦黄齐齐齿龙龟龟",
)
"""parts of characters that some programs write in place of the characters"""


@dataclass(slots=True)
class Sheet:
    """One page, taken apart."""

    width: float
    """of the page, of a column where it has two"""
    lines: list[Line]
    tables: list[Table]


def read(data: bytes, *, suffix: str) -> Extract:
    """Read all pages in order."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its doubts are not ours to log
    try:
        with apply_configuration(LIMITS):
            return _read(PdfReader(io.BytesIO(data), strict=False), suffix)
    except LimitReachedError as error:
        raise DocumentTooComplex(suffix=suffix) from error
    except _FAULTS as error:
        raise BrokenFile(suffix=suffix) from error


def _read(reader: PdfReader, suffix: str) -> Extract:
    pages = _pages(reader, suffix)
    sheets = _sheets(pages)
    if not any(sheet.lines or sheet.tables for sheet in sheets):
        raise ScannedDocument if any(map(_has_picture, pages)) else EmptyDocument
    margins = _drop_margins(sheets)
    text = "\n".join(_text(sheets)).translate(_RADICALS)
    _refuse_pictures(text, pages)
    return Extract(text, "\n".join(margins))


def _pages(reader: PdfReader, suffix: str) -> list[PageObject]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise LockedFile(suffix=suffix)
    if reader.get_num_pages() > MAX_PAGES:
        raise DocumentTooLarge(limit=f"{MAX_PAGES}页")
    return [page for _, page in zip(range(MAX_PAGES), reader.pages, strict=False)]


def _sheets(pages: Sequence[PageObject]) -> list[Sheet]:
    faces, budget = Typefaces(), Budget()
    painted: list[tuple[list[Run], float, list[Table]]] = []
    for page in pages:
        canvas = Canvas(faces, budget)
        canvas.paint(page)
        tables, free = find(canvas.strokes, canvas.runs)
        width = page.mediabox.height if page.rotation % 180 else page.mediabox.width
        painted.append((free, float(width), tables))
    gutter = usual_gutter((free, width) for free, width, _ in painted)
    set_pages = (set_out(free, width=width, gutter=gutter) for free, width, _ in painted)
    return [
        Sheet(measure, lines, tables)
        for (lines, measure), (_, _, tables) in zip(set_pages, painted, strict=True)
    ]


def _has_picture(page: PageObject) -> bool:
    """Tell whether something is painted on a page."""
    contents = page.get_contents()
    operations = contents.operations if contents is not None else []
    return any(operator in PAINTS for _, operator in operations)


def _refuse_pictures(text: str, pages: Sequence[PageObject]) -> None:
    """Refuse scans with a stamp of text, and fonts that do not say what their signs mean."""
    words = [char for char in text if char.isalnum()]
    unreadable = sum(1 for char in text if char == NOTDEF or "\ue000" <= char <= "\uf8ff")
    if unreadable > len(words) / 2:
        raise ScannedDocument
    if len(words) < SPARSE * len(pages) and any(map(_has_picture, pages)):
        raise ScannedDocument


def _drop_margins(sheets: Sequence[Sheet]) -> list[str]:
    """Take running heads and page numbers off the pages and return them."""
    edges = Counter(_shape(line) for sheet in sheets for line in _edge_lines(sheet))
    often = max(RUNNING_PAGES, len(sheets) // 2)
    dropped = []
    for sheet in sheets:
        for line in _edge_lines(sheet):
            if _PAGE_NUMBER.match(line.text) or edges[_shape(line)] >= often:
                sheet.lines.remove(line)
                dropped.append(line.text)
    return dropped


def _edge_lines(sheet: Sheet) -> list[Line]:
    """Return the outermost line at the top and the bottom, unless a table lies further out."""
    if not sheet.lines:
        return []
    top, bottom = sheet.lines[0], sheet.lines[-1]
    is_head = all(top.base > table.bottom for table in sheet.tables)
    is_foot = all(bottom.base < table.top for table in sheet.tables)
    edges = [top] if is_head else []
    return edges + ([bottom] if is_foot and bottom not in edges else [])


def _shape(line: Line) -> tuple[str, int]:
    """Return what running heads have in common: their words without figures, and their height."""
    return re.sub(r"\d+", "0", line.text), round(line.base / 4)


def _text(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Yield the lines of the document; paragraphs and tables run on over the pages."""
    pending_lines: list[Line] = []
    pending_tables: list[Table] = []
    widths = sorted(sheet.width for sheet in sheets)
    lines = [line for sheet in sheets for line in sheet.lines]
    measure = Measure.of(lines, width=widths[len(widths) // 2])
    for block in (block for sheet in sheets for block in _blocks(sheet)):
        if isinstance(block, Table):
            yield from paragraphs(pending_lines, measure)
            pending_lines = []
            if pending_tables and not same_columns(pending_tables[-1], block):
                yield from rows_of(pending_tables)
                pending_tables = []
            pending_tables.append(block)
        else:
            yield from rows_of(pending_tables)
            pending_tables = []
            pending_lines += block
    yield from rows_of(pending_tables)
    yield from paragraphs(pending_lines, measure)


def _blocks(sheet: Sheet) -> Iterator[Table | list[Line]]:
    """Yield the tables of a page and the lines between them, from top to bottom."""
    edges = [float("inf"), *(table.top for table in sheet.tables), float("-inf")]
    for number, (upper, lower) in enumerate(pairwise(edges)):
        between = [line for line in sheet.lines if lower < line.base <= upper]
        if between:
            yield between
        if number < len(sheet.tables):
            yield sheet.tables[number]
