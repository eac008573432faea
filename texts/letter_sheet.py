"""The form of a 督办通知单 as a Word file: to be signed, answered and filed; one page a paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import time
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from store.letters import Letter
from texts.catalogue import Texts, plain

ROWS = (
    ("department", 1.1),
    ("matter", 3.2),
    ("requirement", 3.2),
    ("deadline", 1.1),
    ("history", 1.6),
    ("signing", 1.6),
    ("answer", 4.2),
    ("filing", 1.6),
)
"""the rows of the form, and how tall each is at least, in centimetres"""
LABEL_WIDTH, TEXT_WIDTH = Cm(3), Cm(13)
MARGIN = Cm(2.5)
TITLE_SIZE, TEXT_SIZE = Pt(22), Pt(14)
LINE_SPACING = 1.3
LATIN = "Times New Roman"


def letters_file(letters: Sequence[Letter], *, texts: Texts, answer_by: time) -> bytes:
    """Write *letters*, each on a page of its own."""
    document: Any = Document()
    _set_page(document, texts)
    for number, letter in enumerate(letters):
        if number:
            document.add_page_break()
        _write(document, letter, texts, answer_by)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Any, texts: Texts) -> None:
    """A4 with the type of official letters, Chinese and Latin each its own."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = MARGIN
    section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, TEXT_SIZE
    style.paragraph_format.line_spacing = LINE_SPACING
    style.paragraph_format.space_after = Pt(0)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), texts.label("letter_font"))


def _write(document: Any, letter: Letter, texts: Texts, answer_by: time) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(letter.paper.name)
    run.bold, run.font.name, run.font.size = True, LATIN, TITLE_SIZE
    run._element.rPr.rFonts.set(qn("w:eastAsia"), texts.label("letter_title_font"))
    number = document.add_paragraph(plain(texts.render("letters/number", paper=letter.paper)))
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, (LABEL_WIDTH, TEXT_WIDTH), strict=True):
        column.width = width
    for name, height in ROWS:
        text = texts.render(f"letters/{name}", letter=letter, answer_by=answer_by)
        _add_row(table, texts.label(f"letter_{name}"), plain(text), height)
    closing = document.add_paragraph(plain(texts.render("letters/closing", letter=letter)))
    closing.alignment, closing.paragraph_format.space_before = WD_ALIGN_PARAGRAPH.RIGHT, TEXT_SIZE


def _add_row(table: Any, label: str, text: str, height: float) -> None:
    row = table.add_row()
    row.height = Cm(height)
    head, body = row.cells
    head.width, body.width = LABEL_WIDTH, TEXT_WIDTH
    for cell in row.cells:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    head.text = label
    head.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    body.text = text
