"""Tables that assign tasks: what their columns hold, and their rows of cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from plans.dates import year_end
from plans.model import Span
from plans.reading.outline import Outline
from plans.reading.tables import is_header_cell

_NUMBER = re.compile(r"序号|编号|项次")
_SECTION = re.compile(r"类别|领域|板块|方面|分类|类型|方向|^目标任务$")
_LEAD = re.compile(r"牵头|主办|主责|第一责任")
_SUPPORT = re.compile(r"配合|参与|协办|协助|支持|联动")
_DUTY = re.compile(r"责任|负责|落实|实施(?!计划|方案|步骤|进度|举措)|承办|单位|部门")
_PERSON = re.compile(r"人$|领导|联系|电话|科室|处室|股室")
_NO_DUTY = re.compile(r"来源|监督单位|考核单位|验收|目标类")
_AREA = re.compile(r"镇街|乡镇|属地|街道|县区|区县")
_DEADLINE = re.compile(r"时限|时间|期限|节点|进度(?!情况)")
_TASK = re.compile(r"任务|工作|事项|项目|举措|措施|名称|实事|行动|工程|问题")
_CONTENT = re.compile(r"内容|举措|措施|要求|目标|标准|事项|描述")
_HOW = re.compile(r"举措|措施|计划|步骤")
"""工作举措及实施计划 beside 任务名称 says how, not what"""
_INDICATOR = re.compile(r"指标")
_UNIT_OF_MEASURE = re.compile(r"(?:计量)?单位")
"""Beside a column for indicators: % and 件, no departments"""
_YEAR_COLUMN = re.compile(r"(20\d\d)年(?:度|底)?(?:目标值?|任务|计划|进度|工作)?")
_DITTO = re.compile(r"同上|同前|〃|″|”|\"")


@dataclass(slots=True)
class Table:
    """A table with departments in it: its columns by what they hold, and its rows of cells."""

    columns: dict[str, list[int]]
    labels: list[str]
    years: dict[int, date]
    """the columns that are for one year, with its last day"""
    rows: list[list[Span]] = field(default_factory=list)


def tables_of(outline: Outline) -> list[Table]:
    """The tables that assign tasks to departments."""
    tables: list[Table] = []
    for row in outline.rows:
        cells = cells_of(outline.text, row)
        labels = [cell.of(outline.text) for cell in cells]
        if _is_heading(labels):
            if not tables or tables[-1].labels != labels:
                tables.append(Table(_columns(labels), labels, _years(labels)))
        elif tables:
            tables[-1].rows.append(_without_ditto(outline.text, cells, tables[-1].rows))
    return [table for table in tables if _assigns(table)]


def _without_ditto(text: str, cells: list[Span], rows: list[list[Span]]) -> list[Span]:
    """The cells, with the one above in place of 同上."""
    above = rows[-1] if rows and len(rows[-1]) == len(cells) else cells
    return [
        over if _DITTO.fullmatch(cell.of(text)) else cell
        for cell, over in zip(cells, above, strict=True)
    ]


def cells_of(text: str, row: Span) -> list[Span]:
    """The cells of `| a | b |`, without the white space around them."""
    cells: list[Span] = []
    start = row.start + 1
    end = row.end - 1 if text[row.end - 1] == "|" else row.end
    for position in range(start, end + 1):
        if position == end or text[position] == "|":
            left, right = start, position
            while left < right and text[left] == " ":
                left += 1
            while right > left and text[right - 1] == " ":
                right -= 1
            cells.append(Span(left, right))
            start = position + 1
    return cells


def _is_heading(labels: list[str]) -> bool:
    named = [label for label in labels if is_header_cell(label)]
    return len(named) >= 2 and len(named) >= 0.6 * len([label for label in labels if label])


def _columns(labels: list[str]) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    measures = any(_INDICATOR.search(label) for label in labels)
    for at, label in enumerate(labels):
        is_unit = measures and _UNIT_OF_MEASURE.fullmatch(label)
        kind = "other" if is_unit else _holds(label)
        if kind == "task" and kind in columns and _HOW.search(label):
            kind = "content"
        columns.setdefault(kind, []).append(at)
    spare = next((kind for kind in ("section", "other") if kind in columns), None)
    if "task" not in columns and "content" not in columns and spare:
        columns["task"] = columns.pop(spare)[:1]
    return columns


def _years(labels: list[str]) -> dict[int, date]:
    found = ((at, _YEAR_COLUMN.match(label)) for at, label in enumerate(labels))
    return {at: year_end(int(year[1])) for at, year in found if year}


def _holds(label: str) -> str:
    """What a column holds, by its heading."""
    tests = (
        ("number", _NUMBER),
        ("other", _NO_DUTY),
        ("person", _PERSON),
        ("deadline", _DEADLINE),
        ("lead", _LEAD),
        ("support", _SUPPORT),
        ("area", _AREA),
        ("duty", _DUTY),
        ("section", _SECTION),
        ("task", _TASK),
        ("content", _CONTENT),
    )
    bare = re.sub(r"\(.*?\)", "", label)
    if _YEAR_COLUMN.match(bare):
        return "content"
    return next((kind for kind, pattern in tests if pattern.search(bare)), "other")


def _assigns(table: Table) -> bool:
    return bool(table.rows) and any(kind in table.columns for kind in ("lead", "duty", "support"))
