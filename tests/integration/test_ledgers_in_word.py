"""Own samples as a ledger in Word: numbered by Word itself, sections in merged rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from plans.files.jail import read_untrusted
from plans.json_form import to_json
from plans.reader import read_plan
from tests.papers import docx

SAMPLES = Path(__file__).parents[1] / "data" / "plans"
STEMS = ("anshun-plan", "linyang-2013", "pingluo-2018", "shuangjiang-qu")
COLUMNS = ("序号", "重点任务", "牵头单位", "配合单位")
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
)
NUMBERED = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'


def ledger(plan: dict[str, Any]) -> bytes:
    """Write the tasks of an annotation as a table, leads below each other in their cell."""
    document = Document()
    numbering = document.part.numbering_part.element
    for child in [*numbering]:
        numbering.remove(child)
    for child in parse_xml(f"<w:numbering {nsdecls('w')}>{NUMBERING}</w:numbering>"):
        numbering.append(child)
    document.add_paragraph(plan["title"])
    table = document.add_table(rows=1, cols=len(COLUMNS))
    for cell, label in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = label
    section = None
    for task in plan["tasks"]:
        if task["section"] != section:
            section = task["section"]
            cells = table.add_row().cells
            cells[0].merge(cells[-1]).text = section
        number, title, leads, others = table.add_row().cells
        number.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(NUMBERED))
        title.text = task["title"]
        leads.text = "\n".join(task["lead"] or task["responsible"][:1])
        others.text = "、".join(task["support"] or task["responsible"][1:])
    return docx(document)


@pytest.mark.parametrize("stem", STEMS)
def test_a_ledger_numbered_by_word_keeps_sections_and_departments(stem: str) -> None:
    plan = json.loads((SAMPLES / f"{stem}.json").read_text("utf-8"))
    text = read_untrusted(ledger(plan), name="台账.docx")
    read = to_json(read_plan(text, source="台账.docx"))
    assert [(t["title"], t["section"]) for t in read["tasks"]] == [
        (t["title"], t["section"]) for t in plan["tasks"]
    ]
    for task, wanted in zip(read["tasks"], plan["tasks"], strict=True):
        assert task["lead"] == (wanted["lead"] or wanted["responsible"][:1])
        assert task["support"] == (wanted["support"] or wanted["responsible"][1:])
