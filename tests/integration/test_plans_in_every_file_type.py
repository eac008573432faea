"""The five published plans, made into every file type and read back: the facts stay the same."""

from __future__ import annotations

import html
import importlib.util
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook

from plans.files.jail import read_untrusted
from plans.json_form import to_json
from plans.reader import read_plan
from tests.papers import Typesetter, docx, xlsx

SHARED = Path(__file__).parents[2].parent / "shared"
PLANS = ("dongguan-2025", "hubei-2025", "huizhou-2017", "xuchang-2013", "zhanjiang-2020")
COLUMNS = 3
"""of the one table in these documents, which comes one cell a line"""

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the published plans are not at hand")

Block = str | list[list[str]]


def blocks_of(text: str) -> list[Block]:
    """Paragraphs, and tables as rows of cells."""
    blocks: list[Block] = []
    cells: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.endswith("|"):
            cells.append(line.rstrip("| "))
        else:
            blocks.append(line)
    rows = [cells[n : n + COLUMNS] for n in range(0, len(cells), COLUMNS)]
    return [*blocks, rows] if rows else blocks


def as_docx(blocks: list[Block]) -> bytes:
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=COLUMNS)
        for row, cells in zip(table.rows, block, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    return docx(document)


def as_html(blocks: list[Block]) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>&emsp;&emsp;{html.escape(block)}</p>")
            continue
        cells = ("".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) for row in block)
        parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
    page = f'<html><head><meta charset="gb2312"></head><body>{"".join(parts)}</body></html>'
    return page.encode("gb18030")


def as_markdown(blocks: list[Block]) -> bytes:
    lines = []
    for block in blocks:
        if isinstance(block, str):
            lines += [f"**{block}**" if len(block) < 20 else block, ""]
            continue
        rows = [f"| {' | '.join(row)} |" for row in block]
        lines += [rows[0], "|---" * COLUMNS + "|", *rows[1:]]
    return "\n".join(lines).encode()


def as_xlsx(blocks: list[Block]) -> bytes:
    book = Workbook()
    for block in blocks:
        for row in [[block]] if isinstance(block, str) else block:
            book.active.append(row)
    return xlsx(book)


def as_pdf(blocks: list[Block]) -> bytes:
    setter = Typesetter()
    for block in blocks:
        if isinstance(block, str):
            setter.paragraph(block)
        else:
            setter.table(block, (100, 235, 120))
    return setter.done()


def as_pdf_in_columns(blocks: list[Block]) -> bytes:
    """As a gazette is set, the cells of a table one a line."""
    setter = Typesetter(columns=2)
    for block in blocks:
        cells = [] if isinstance(block, str) else [f"{cell} |" for row in block for cell in row]
        for words in [block] if isinstance(block, str) else cells:
            setter.paragraph(words)
    return setter.done()


MAKERS: dict[str, tuple[Callable[[list[Block]], bytes], float]] = {
    "docx": (as_docx, 0.99),
    "html": (as_html, 0.99),
    "md": (as_markdown, 0.99),
    "xlsx": (as_xlsx, 0.99),
    "pdf": (as_pdf, 0.97),
    "columns.pdf": (as_pdf_in_columns, 0.97),
}


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_plans", SHARED / "score_plans.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold(plan: str) -> dict[str, Any]:
    return dict(json.loads((SHARED / "gold" / f"{plan}.json").read_text("utf-8")))


def original(plan: str) -> str:
    return (SHARED / "plans" / f"{plan}.txt").read_text("utf-8")


def agreement(scorer: ModuleType, one: Counter[Any], other: Counter[Any]) -> float:
    hits = sum((one & other).values())
    return float(scorer.prf(hits, sum(one.values()), sum(other.values()))[2])


def facts(scorer: ModuleType, text: str, kind: str) -> Counter[Any]:
    found = scorer.facts(to_json(read_plan(text, source="x.txt")))[kind]
    assert isinstance(found, Counter)
    return found


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("suffix", MAKERS)
def test_a_plan_keeps_its_facts_in_every_file_type(
    scorer: ModuleType, plan: str, suffix: str
) -> None:
    make, least = MAKERS[suffix]
    text = read_untrusted(make(blocks_of(original(plan))), name=f"{plan}.{suffix}")
    assert (
        agreement(scorer, scorer.facts(gold(plan))["duties"], facts(scorer, text, "duties"))
        >= least
    )
    for kind in ("tasks", "targets", "observances", "meta"):
        same = agreement(scorer, facts(scorer, original(plan), kind), facts(scorer, text, kind))
        assert same >= least, kind


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be", "utf-8-sig"])
def test_a_plan_in_any_encoding_is_the_same_text(plan: str, encoding: str) -> None:
    text = read_untrusted(original(plan).encode(encoding), name=f"{plan}.txt")
    assert text == read_untrusted(original(plan).encode(), name=f"{plan}.txt")


ORDERS = [
    ("序号", "任务", "牵头单位", "配合单位", "责任单位"),
    ("责任单位", "配合单位", "牵头单位", "任务", "序号"),
    ("序号", "牵头单位", "任务", "责任单位", "配合单位"),
]


@pytest.mark.parametrize("plan", [plan for plan in PLANS if plan != "hubei-2025"])
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_a_ledger_with_its_columns_in_any_order_gives_the_duties(
    scorer: ModuleType, plan: str, order: tuple[str, ...]
) -> None:
    tasks = [{**task, "no": str(n)} for n, task in enumerate(gold(plan)["tasks"], start=1)]
    book = Workbook()
    book.active.append([gold(plan)["title"] + "任务台账"])
    book.active.append(order)
    for task in tasks:
        row = {
            "序号": int(task["no"]),
            "任务": task["title"] or f"推进第{task['no']}项工作",
            "牵头单位": "、".join(task["lead"]),
            "配合单位": "\n".join(task["support"]),
            "责任单位": "、".join(task["responsible"]),
        }
        book.active.append([row[column] for column in order])
    text = read_untrusted(xlsx(book), name=f"{plan}.xlsx")
    expected = scorer.facts({"tasks": tasks})["duties"]
    assert agreement(scorer, expected, facts(scorer, text, "duties")) >= 0.99
