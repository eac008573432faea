"""docx: paragraphs with Word's own numbers, tables as rows, tracked changes as if accepted."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from plans.errors.documents import BrokenFile
from plans.files.extract import Extract
from plans.files.numbering import (
    LEVELS,
    Numbering,
    NumberRef,
    child,
    children,
    local,
    reference,
    value,
    whole,
)
from plans.files.package import Package
from plans.files.rows import Cell, Grid, render

DROPPED = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "Fallback"})
"""deleted words, commands behind fields, readings above characters, doubles of drawings"""
WRAPPERS = frozenset({"ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml"})
BREAKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
MAX_SPAN = 63
"""columns a Word table can have"""

_CONTENTS = re.compile(r"^toc ?\d", re.I)


def read(package: Package) -> Extract:
    """Read the body of a document; page headers and footers only count as margins."""
    main = _main_part(package)
    root = package.tree(main)
    body = child(root, "body")
    if root is None or body is None:
        raise BrokenFile(suffix=package.suffix)
    folder = posixpath.dirname(main)
    document = Document(
        Numbering(package.tree(f"{folder}/numbering.xml")),
        Styles(package.tree(f"{folder}/styles.xml")),
    )
    return Extract.of(document.lines(body), _margins(package, folder))


def _main_part(package: Package) -> str:
    """Follow the package's own pointer; most programs write word/document.xml."""
    for relation in children(package.tree("_rels/.rels"), "Relationship"):
        if (value(relation, "Type") or "").endswith("/officeDocument"):
            return (value(relation, "Target") or "").lstrip("/")
    return "word/document.xml"


def _margins(package: Package, folder: str) -> Iterator[str]:
    for kind in ("header", "footer"):
        for number in range(1, 10):
            part = package.tree(f"{folder}/{kind}{number}.xml")
            for paragraph in () if part is None else part.iter("{*}p"):
                yield "".join(str(t.text or "") for t in paragraph.iter("{*}t"))


class Styles:
    """Which list a paragraph style belongs to, and which styles a table of contents has."""

    def __init__(self, part: etree._Element | None) -> None:
        styles = {value(style, "styleId") or "": style for style in children(part, "style")}
        self._parent = {name: value(child(style, "basedOn")) for name, style in styles.items()}
        self._ref = {name: reference(child(style, "pPr")) for name, style in styles.items()}
        titles = {name: value(child(style, "name")) or "" for name, style in styles.items()}
        self._contents = {name for name, title in titles.items() if _CONTENTS.match(title)}

    def is_contents(self, style: str | None) -> bool:
        """Tell whether paragraphs of this style repeat headings with page numbers."""
        return style in self._contents

    def reference(self, style: str | None) -> NumberRef:
        """Return the list of a style, inherited if need be."""
        found = NumberRef()
        for _ in range(LEVELS + 3):  # deep enough for every real file, and safe from circles
            if style is None or style not in self._ref:
                break
            found = found.over(self._ref[style])
            style = self._parent[style]
        return found


class Document:
    """One pass over a body, with the numbering counting along."""

    def __init__(self, numbering: Numbering, styles: Styles) -> None:
        self._numbering = numbering
        self._styles = styles
        self._carried = ""
        """words of a paragraph whose end mark was deleted: they run on into the next"""

    def lines(self, container: etree._Element) -> Iterator[str]:
        """Yield the lines of all blocks in *container*."""
        for block in container:
            name = local(block)
            if name == "p":
                yield from self._paragraph(block)
            elif name == "tbl":
                yield from render(self._grid(block))
            elif name in WRAPPERS and not _is_contents(block):
                yield from self.lines(block)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle"))
        boxes: list[etree._Element] = []
        words = self._carried + "".join(_words(paragraph, boxes))
        self._carried = ""
        if child(properties, "rPr", "del") is not None:
            self._carried = words
        elif words.strip() and not self._styles.is_contents(style):
            yield from (self._label(properties, style) + words).splitlines()
        for box in boxes:
            yield from self.lines(box)

    def _label(self, properties: etree._Element | None, style: str | None) -> str:
        ref = reference(properties).over(self._styles.reference(style))
        if ref.level is None and style:
            ref = ref.over(NumberRef(level=self._numbering.of_style(style).level))
        return self._numbering.next_label(ref)

    def _grid(self, table: etree._Element) -> Grid:
        grid = Grid()
        rows = [row for row in _unwrapped(table, "tr") if child(row, "trPr", "del") is None]
        for number, row in enumerate(rows):
            column = min(whole(value(child(row, "trPr", "gridBefore")), 0), MAX_SPAN)
            for cell in _unwrapped(row, "tc"):
                column += self._place(grid, cell, number, column)
        return grid

    def _place(self, grid: Grid, cell: etree._Element, row: int, column: int) -> int:
        """Put one cell into the grid and return how many columns it takes."""
        properties = child(cell, "tcPr")
        columns = min(max(whole(value(child(properties, "gridSpan")), 1), 1), MAX_SPAN)
        merge = child(properties, "vMerge")
        above = grid.rows[row - 1].get(column) if 0 < row <= len(grid.rows) else None
        if merge is not None and value(merge) != "restart" and above is not None:
            grid.repeat(above, row=row, column=column, columns=columns)
        else:
            grid.place(Cell(tuple(self.lines(cell)), (row, column)), columns=columns)
        return columns


def _unwrapped(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield rows or cells, also those inside content controls."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in WRAPPERS:
            yield from _unwrapped(element, name)


def _is_contents(block: etree._Element) -> bool:
    """Tell whether a content control holds the table of contents."""
    gallery = child(block, "sdtPr", "docPartObj", "docPartGallery")
    return (value(gallery) or "").startswith("Table of Contents")


def _words(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """Yield the visible words of a paragraph; text boxes are put aside to follow it."""
    for part in element:
        name = local(part)
        if name == "t":
            yield str(part.text or "")
        elif name in BREAKS:
            yield "" if value(part, "type") in {"page", "column"} else BREAKS[name]
        elif name == "txbxContent":
            boxes.append(part)
        elif name == "r" and child(part, "rPr", "vanish") is not None:
            continue
        elif name not in DROPPED and name not in {"pPr", "rPr"}:
            yield from _words(part, boxes)
