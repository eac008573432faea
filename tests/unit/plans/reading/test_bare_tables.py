"""Tables copied without their rules."""

from __future__ import annotations

import pytest

from plans.reading.bare_tables import rows_of_bare_tables

HEADING = ["序号", "重点任务", "具体措施", "牵头单位", "配合单位", "完成时间"]


def test_a_cell_a_line_becomes_a_row_a_line() -> None:
    lines = [*HEADING, "1", "任务一", "做好检查", "区教育局", "区财政局", "6月底前"]
    assert rows_of_bare_tables(lines) == [
        "| 序号 | 重点任务 | 具体措施 | 牵头单位 | 配合单位 | 完成时间 |",
        "| 1 | 任务一 | 做好检查 | 区教育局 | 区财政局 | 6月底前 |",
    ]


def test_two_statements_under_one_number_are_one_row() -> None:
    lines = ["序号", "民生实事", "责任单位", "完成时限", "1", "新建养老院。", "县民政局", "5月底前"]
    lines += ["修缮图书馆。", "县文旅局", "年底前", "2", "改造农贸市场。", "县商务局", "10月底前"]
    assert rows_of_bare_tables(lines)[1:] == [
        "| 1 | 新建养老院。修缮图书馆。 | 县民政局、县文旅局 | 5月底前、年底前 |",
        "| 2 | 改造农贸市场。 | 县商务局 | 10月底前 |",
    ]


def test_cells_over_several_lines_are_joined_by_what_columns_hold() -> None:
    lines = [
        *HEADING,
        "1",
        "提升产品质量",
        "产品监督抽查300",
        "批次,合格率达到95%以上",
        "区市场监管局",
        "区农业农村局、区工业",
        "和信息化局",
        "12月底前",
        "2",
        "开展主题活动",
        "举办5场",
        "区委宣传部",
        "各镇街",
        "长期坚持",
        "附注:本表由区质强办解释。",
    ]
    assert rows_of_bare_tables(lines)[1:] == [
        "| 1 | 提升产品质量 | 产品监督抽查300批次,合格率达到95%以上 | 区市场监管局 "
        "| 区农业农村局、区工业和信息化局 | 12月底前 |",
        "| 2 | 开展主题活动 | 举办5场 | 区委宣传部 | 各镇街 | 长期坚持 |",
        "附注:本表由区质强办解释。",
    ]


def test_an_empty_cell_is_left_empty_and_a_section_has_a_row_of_its_own() -> None:
    lines = [*HEADING, "一、优化服务", "1", "任务一", "做好检查", "区教育局", "9月底前"]
    assert rows_of_bare_tables(lines)[1:] == [
        "| 一、优化服务 |",
        "| 1 | 任务一 | 做好检查 | 区教育局 |  | 9月底前 |",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["序号", "一段话", "又一段话"],
        ["1", "2", "3"],
        [*HEADING, "没有编号的正文从这里开始。"],
    ],
)
def test_what_is_no_table_stays_as_it_is(lines: list[str]) -> None:
    assert rows_of_bare_tables(lines) == lines
