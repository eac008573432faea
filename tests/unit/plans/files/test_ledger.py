import datetime as dt
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from plans.errors.documents import BrokenFile, EmptyDocument, MacroFile
from plans.files.door import read_file
from tests.papers import replaced, xlsx


def lines(book: Workbook) -> list[str]:
    return read_file(xlsx(book), name="x.xlsx").splitlines()


def sheet(*rows: list[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_a_ledger_comes_as_rows_in_whatever_order_its_columns_stand() -> None:
    book = sheet(
        ["某市质量强市工作台账"],
        [None, "完成时限", "任务", "牵头单位"],
        [None, dt.date(2024, 6, 30), "提升产品质量", "市市场监管局"],
        [],
        [None, "长期", "推进标准化", "市商务局\n市教育局"],
    )
    book.active.merge_cells("A1:D1")
    assert lines(book) == [
        "某市质量强市工作台账",
        "| 完成时限 | 任务 | 牵头单位 |",
        "| 2024年6月30日 | 提升产品质量 | 市市场监管局 |",
        "| 长期 | 推进标准化 | 市商务局、市教育局 |",
    ]


def test_merged_cells_are_repeated_in_the_rows_they_cover() -> None:
    book = sheet(
        ["序号", "任务", "责任单位"], [1, "提升质量", "市商务局"], [None, None, "市教育局"]
    )
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("B2:B3")
    assert lines(book)[1:] == ["| 1 | 提升质量 | 市商务局 |", "| 1 | 提升质量 | 市教育局 |"]


def test_a_range_merged_to_the_end_of_the_sheet_ends_with_the_words() -> None:
    book = sheet(["任务", "单位"], ["甲", "市商务局"], [None, "市教育局"])
    book.active.merge_cells("A2:A3")
    data = xlsx(book)
    part = "xl/worksheets/sheet1.xml"
    markup = ZipFile(BytesIO(data)).read(part).replace(b"A2:A3", b"A2:A1048576")
    wide = replaced(data, {part: markup})
    assert read_file(wide, name="x.xlsx").splitlines() == [
        "| 任务 | 单位 |",
        "| 甲 | 市商务局 |",
        "| 甲 | 市教育局 |",
    ]


@pytest.mark.parametrize(
    ("held", "style", "shown"),
    [
        (0.953, "0.0%", "95.3%"),
        (0.1 + 0.2, "General", "0.3"),
        (4300, "General", "4300"),
        (1e6, "#,##0", "1000000"),
        (dt.date(2025, 12, 1), 'yyyy"年"m"月"', "2025年12月"),
        (dt.date(2025, 12, 1), "yyyy-mm-dd", "2025年12月1日"),
        ("#REF!", "General", ""),
        (True, "General", ""),
    ],
)
def test_values_are_written_as_the_sheet_shows_them(held: object, style: str, shown: str) -> None:
    book = sheet(["名称", held, "末"])
    book.active["B1"].number_format = style
    assert lines(book) == [f"| 名称 | {shown} | 末 |" if shown else "| 名称 | 末 |"]


def test_formulas_are_not_evaluated() -> None:
    assert lines(sheet(["甲", '=HYPERLINK("http://x","乙")', "=1+1", "丁"])) == ["| 甲 | 丁 |"]


def test_every_visible_sheet_is_read_and_named_where_its_name_says_something() -> None:
    book = sheet(["任务", "单位"], ["甲", "市商务局"])
    book.active.title = "一、质量提升"
    book.create_sheet("Sheet2").append(["乙", "市教育局"])
    book.create_sheet("选项").append(["牵头", "配合"])
    book["选项"].sheet_state = "hidden"
    assert lines(book) == [
        "一、质量提升",
        "| 任务 | 单位 |",
        "| 甲 | 市商务局 |",
        "| 乙 | 市教育局 |",
    ]


def test_a_sheet_of_one_column_is_text() -> None:
    assert lines(sheet(["一、总体要求"], ["（一）指导思想\n1.坚持"])) == [
        "一、总体要求",
        "（一）指导思想",
        "1.坚持",
    ]


def test_an_empty_workbook_is_an_empty_document() -> None:
    with pytest.raises(EmptyDocument):
        lines(Workbook())


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"],
)
def test_broken_parts_are_a_broken_file(part: str) -> None:
    with pytest.raises(BrokenFile):
        read_file(replaced(xlsx(sheet(["甲", "乙"])), {part: "<broken"}), name="x.xlsx")


def test_macros_are_refused() -> None:
    with pytest.raises(MacroFile):
        read_file(replaced(xlsx(sheet(["甲"])), {"xl/vbaProject.bin": b"x"}), name="x.xlsm")
