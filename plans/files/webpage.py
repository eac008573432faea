"""html as a browser saves it: blocks to lines, data tables to rows, furniture left out."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from plans.errors.documents import BrokenFile, EmptyDocument
from plans.files.encodings import decode
from plans.files.extract import Extract
from plans.files.furniture import Furniture
from plans.files.rows import Cell, Grid, render

BLOCKS = frozenset(
    {
        *("body", "header", "main", "article", "section", "div", "center", "address", "details"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "hr", "blockquote", "summary"),
        *("ul", "ol", "li", "dl", "dt", "dd", "fieldset", "figure", "figcaption"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    }
)
MAX_SPAN = 1_000
MAX_DIGITS = 6

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.I)
_NUMBERED = re.compile(r"^\s*[（(]?[\d一二三四五六七八九十]+[.．、)）]")


def read(data: bytes, *, suffix: str) -> Extract:
    """Read a page."""
    found = _CHARSET.search(data[:8192])
    declared = found[1].decode() if found else None
    return read_markup(decode(data, declared=declared, suffix=suffix), suffix=suffix)


def read_archive(data: bytes, *, suffix: str) -> Extract:
    """Read the page of a single-file archive (mht), its first part of html."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return read(page, suffix=suffix)
    raise BrokenFile(suffix=suffix)


def read_markup(markup: str, *, suffix: str) -> Extract:
    """Read a page whose characters are known."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    clean = markup.replace("\0", "").encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(clean, parser) if clean.strip() else None
    except etree.XMLSyntaxError as error:
        raise BrokenFile(suffix=suffix) from error
    if root is None:
        raise EmptyDocument
    return Extract.of(Page(root).lines(root))


class Page:
    """One walk through a page, without recursion: pages can be nested very deep."""

    def __init__(self, root: etree._Element) -> None:
        self._furniture = Furniture(root)
        self._items: Counter[etree._Element] = Counter()
        """items seen so far of each ordered list"""

    def lines(self, root: etree._Element) -> Iterator[str]:
        """Yield the lines below *root*."""
        line = ""
        for piece in self._pieces(root):
            if isinstance(piece, list):
                yield from _tidy(line)
                yield from piece
                line = ""
            elif piece == "\n":
                yield from _tidy(line)
                line = ""
            else:
                line += piece
        yield from _tidy(line)

    def _pieces(self, root: etree._Element) -> Iterator[str | list[str]]:
        """Yield words, a line feed for the end of a line, and the rows of a table as one list."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = str(element.tag)
            inside = element is not root
            if event == "end":
                yield from ("\n",) if name in BLOCKS else ()
                yield from (_words(element.tail),) if inside else ()
            elif inside and self._furniture.is_dropped(element):
                walk.skip_subtree()
            elif inside and name == "table" and self._furniture.is_data(element):
                walk.skip_subtree()
                yield render(self._grid(element))
            else:
                yield from ("\n",) if name in BLOCKS or name == "br" else ()
                yield self._number(element) + _words(element.text)

    def _number(self, element: etree._Element) -> str:
        """Write the number that a browser shows before an item of an ordered list."""
        parent = element.getparent()
        if element.tag != "li" or parent is None or parent.tag != "ol":
            return ""
        self._items[parent] += 1
        words = "".join(map(str, islice(element.itertext(), 5)))
        if _NUMBERED.match(words[:20]) or "none" in (parent.get("style") or ""):
            return ""
        start = parent.get("start") or "1"
        first = int(start) if start.isdecimal() and len(start) < MAX_DIGITS else 1
        return f"{first + self._items[parent] - 1}. "

    def _grid(self, table: etree._Element) -> Grid:
        grid = Grid()
        rows = [row for row in table.iter("tr") if not self._furniture.is_dropped(row)]
        for number, row in enumerate(rows):
            column = 0
            for cell in row.iterchildren("td", "th"):
                column = grid.free_column(number, start=column)
                columns = _span(cell, "colspan")
                tall = min(_span(cell, "rowspan", zero=len(rows)), len(rows) - number)
                held = Cell(tuple(self.lines(cell)), (number, column))
                grid.place(held, rows=tall, columns=columns)
                column += columns
        return grid


def _span(cell: etree._Element, name: str, *, zero: int = 1) -> int:
    """Return how far a cell reaches; 0 means to the end."""
    words = (cell.get(name) or "1").strip()
    reach = int(words) if words.isdecimal() and len(words) < MAX_DIGITS else 1
    return min(reach or zero, MAX_SPAN)


def _words(text: str | None) -> str:
    """Fold white space as a browser does."""
    return re.sub(r"\s+", " ", text) if text else ""


def _tidy(line: str) -> Iterator[str]:
    folded = " ".join(line.split())
    if folded:
        yield folded
