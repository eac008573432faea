"""The samples' duties as tables of every usual layout, copied without their rules."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plans.json_form import to_json
from plans.reader import read_plan

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "plans").glob("*.json"))[::3]
FEWEST_ROWS = 5
_BETWEEN_NAMES = re.compile(r"、(?![^()]*\))")


@dataclass(frozen=True)
class Row:
    """A task as a row of a table has it."""

    number: str
    title: str
    section: str | None
    lead: list[str]
    support: list[str]


Cell = Callable[[list[str]], list[str]]
"""The lines that a cell of names is copied as"""


def one_line(names: list[str]) -> list[str]:
    return ["、".join(names)]


def with_commas(names: list[str]) -> list[str]:
    return [f"{name}、" for name in names[:-1]] + names[-1:]


def a_name_a_line(names: list[str]) -> list[str]:
    return names


def nine_letters_a_line(names: list[str]) -> list[str]:
    words = "、".join(names)
    return [words[at : at + 9] for at in range(0, len(words), 9)]


def a_cell_a_line(rows: list[Row], cell: Cell) -> Iterator[str]:
    yield from ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")
    for row in rows:
        yield from (row.number, row.title, *cell(row.lead))
        yield from (*(cell(row.support) if row.support else ["/"]), "12月底前")


def with_leaders(rows: list[Row], cell: Cell) -> Iterator[str]:
    yield from ("序号", "工作任务", "分管领导", "牵头单位", "配合单位")
    for row in rows:
        yield from (row.number, row.title, "张伟民", *cell(row.lead))
        yield from cell(row.support) if row.support else ["—"]


def numbers_inside(rows: list[Row], cell: Cell) -> Iterator[str]:
    yield from ("工作任务", "牵头单位", "配合单位")
    for row in rows:
        yield from (f"{row.number}.{row.title}", *cell(row.lead))
        yield from cell(row.support) if row.support else ["无"]


def with_sections(rows: list[Row], cell: Cell) -> Iterator[str]:
    yield from ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")
    section, count = None, 0
    for row in rows:
        if row.section and row.section != section:
            section, count = row.section, count + 1
            yield f"{'一二三四五六七八九十'[min(count, 10) - 1]}、{row.section}"
        yield from (row.number, row.title, *cell(row.lead))
        yield from (*(cell(row.support) if row.support else ["/"]), "12月底前")


def without_numbers(rows: list[Row], _: Cell) -> Iterator[str]:
    yield from ("重点任务", "牵头单位", "配合单位", "完成时限")
    for row in rows:
        yield from (row.title, "、".join(row.lead), "、".join(row.support) or "/", "12月底前")


LAYOUTS = [
    (a_cell_a_line, one_line),
    (a_cell_a_line, with_commas),
    (a_cell_a_line, nine_letters_a_line),
    (with_leaders, one_line),
    (with_leaders, with_commas),
    (numbers_inside, one_line),
    (with_sections, one_line),
    (with_sections, nine_letters_a_line),
    (without_numbers, one_line),
]


def _rows(plan: dict[str, Any]) -> list[Row]:
    tasks = [task for task in plan["tasks"] if task["lead"] or task["responsible"]]
    return [
        Row(
            str(number),
            task["title"] or f"落实第{number}项重点工作任务",
            task["section"],
            task["lead"] or task["responsible"],
            task["support"] if task["lead"] else [],
        )
        for number, task in enumerate(tasks, 1)
    ]


def _plans() -> Iterator[tuple[str, list[Row]]]:
    for path in SAMPLES:
        plan = json.loads(path.read_text("utf-8"))
        rows = _rows(plan)
        if len(rows) >= FEWEST_ROWS:
            yield plan["place"] or "某某市", rows


def _duties(plan: dict[str, Any], roles: tuple[str, ...]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (task["no"], name, role) for task in plan["tasks"] for role in roles for name in task[role]
    )


def _expected(rows: list[Row]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (row.number, name, role)
        for row in rows
        for role, names in (("lead", row.lead), ("support", row.support))
        for name in names
    )


@pytest.mark.parametrize(("layout", "cell"), LAYOUTS, ids=lambda part: part.__name__)
def test_duties_are_read_from_tables_copied_as_text(
    layout: Callable[[list[Row], Cell], Iterator[str]], cell: Cell
) -> None:
    shared = total = 0
    for place, rows in _plans():
        text = "\n".join([f"{place}质量提升行动2025年重点任务分工表", *layout(rows, cell)])
        read = _duties(to_json(read_plan(text, source="table.txt")), ("lead", "support"))
        expected = _expected(rows)
        shared += sum((read & expected).values())
        total += sum(read.values()) + sum(expected.values())
    assert 2 * shared / total >= 0.97


def test_bodies_below_each_other_in_the_only_column_are_all_responsible() -> None:
    named = expected = 0
    for place, rows in _plans():
        lines = [f"{place}质量提升行动2025年任务分工表", "序号", "工作任务", "责任单位", "完成时限"]
        for row in rows:
            lines += [row.number, row.title, *a_name_a_line([*row.lead, *row.support]), "12月底前"]
        read = to_json(read_plan("\n".join(lines), source="table.txt"))
        wanted = {(row.number, name) for row in rows for name in (*row.lead, *row.support)}
        found = {(task["no"], name) for task in read["tasks"] for name in task["responsible"]}
        named += len(wanted & found)
        expected += len(wanted)
    assert named >= 0.97 * expected
