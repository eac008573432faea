"""Tables whose columns are kept apart by tabs or wide gaps."""

from __future__ import annotations

import pytest

from plans.reading.column_tables import rows_of_columns

ROWS = [
    "| 序号 | 工作任务 | 责任单位 |",
    "| 1 | 新增托位 | 市卫健委、市教育局 |",
    "| 2 | 新建学校 | 市教育局 |",
]


@pytest.mark.parametrize("gap", ["\t", "   ", "\u3000\u3000"])
def test_rows_parted_by_gaps_become_rows_between_bars(gap: str) -> None:
    lines = [gap.join(row.strip("| ").split(" | ")) for row in ROWS]
    assert rows_of_columns(lines) == ROWS


def test_a_cell_broken_over_lines_is_joined() -> None:
    lines = ["序号\t工作任务\t责任单位", "1\t新增", "托位\t市卫健委、市教育局"]
    assert rows_of_columns(lines) == ROWS[:2]


def test_the_table_ends_where_no_row_begins() -> None:
    lines = [
        "序号\t工作任务\t责任单位",
        "1\t新增托位\t市卫健委、市教育局",
        "说明：按季度报送进展。",
    ]
    assert rows_of_columns(lines) == [*ROWS[:2], "说明：按季度报送进展。"]


@pytest.mark.parametrize(
    "line", ["一、工作任务  责任分工", "市教育局  市财政局  市公安局", "任务 | 单位"]
)
def test_other_lines_stay(line: str) -> None:
    assert rows_of_columns([line]) == [line]
