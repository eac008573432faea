import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from plans.errors.documents import BrokenFile, LockedFile, MacroFile, SecretDocument
from plans.files.door import read_file
from tests.papers import docx, docx_of, packed, replaced


def p(words: str, *, num: tuple[int, int] | None = None, extra: str = "") -> str:
    listed = (
        f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else ""
    )
    return f"<w:p><w:pPr>{listed}{extra}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def lvl(at: int, style: str, pattern: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{extra}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


OFFICIAL = (
    '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
    + lvl(0, "chineseCountingThousand", "%1、")
    + lvl(1, "chineseCounting", "（%2）")
    + lvl(2, "decimal", "%3.")
    + lvl(3, "decimalEnclosedCircle", "%4")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def lines(data: bytes) -> list[str]:
    return read_file(data, name="x.docx").splitlines()


def test_automatic_numbers_stand_in_the_text_as_word_shows_them() -> None:
    body = "".join(
        [
            p("总体要求", num=(1, 0)),
            p("指导思想", num=(1, 1)),
            p("主要目标", num=(1, 1)),
            p("2025年建成", num=(1, 2)),
            p("细项", num=(1, 3)),
            p("再细", num=(1, 3)),
            p("重点任务", num=(1, 0)),
            p("提升质量", num=(1, 1)),
            p("另起", num=(2, 2)),
        ]
    )
    assert lines(docx_of(body, numbering=OFFICIAL)) == [
        "一、总体要求",
        "（一）指导思想",
        "（二）主要目标",
        "1. 2025年建成",
        "① 细项",
        "② 再细",
        "二、重点任务",
        "（一）提升质量",
        "1. 另起",
    ]


def test_numbers_come_from_the_style_where_the_paragraph_has_none() -> None:
    document = Document()
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>')
    )
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for child in parse_xml(f"<w:numbering {nsdecls('w')}>{OFFICIAL}</w:numbering>"):
        root.append(child)
    document.add_heading("总体要求", level=1)
    document.add_heading("重点任务", level=1)
    assert lines(docx(document)) == ["一、总体要求", "二、重点任务"]


def test_a_number_taken_away_is_not_shown() -> None:
    body = p("总体要求", num=(0, 0)) + p("重点任务", num=(1, 0))
    assert lines(docx_of(body, numbering=OFFICIAL)) == ["总体要求", "一、重点任务"]


def test_a_list_of_several_levels_shows_the_levels_above() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + lvl(0, "chineseCounting", "第%1章")
        + lvl(1, "decimal", "%1.%2", extra="<w:isLgl/>")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = p("总则", num=(1, 0)) + p("目的", num=(1, 1)) + p("范围", num=(1, 1))
    assert lines(docx_of(body, numbering=numbering)) == ["第一章 总则", "1.1 目的", "1.2 范围"]


def test_bullets_are_left_out() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + lvl(0, "bullet", "\uf0b7")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert lines(docx_of(p("要点", num=(1, 0)), numbering=numbering)) == ["要点"]


def test_tables_come_as_rows_and_merged_cells_are_repeated() -> None:
    document = Document()
    document.add_paragraph("任务分解表")
    table = document.add_table(rows=5, cols=4)
    grid = [
        ["一、实施质量提升工程", "", "", ""],
        ["序号", "任务", "责任单位", ""],
        ["", "", "牵头单位", "配合单位"],
        ["1", "提升产品质量", "市市场监管局", "市教育局\n市公安局"],
        ["", "", "市商务局", "|"],
    ]
    for row, cells in enumerate(grid):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    table.cell(0, 0).merge(table.cell(0, 3))
    for column in (0, 1):
        table.cell(1, column).merge(table.cell(2, column))
        table.cell(3, column).merge(table.cell(4, column))
    table.cell(1, 2).merge(table.cell(1, 3))
    document.add_paragraph("附注")
    assert lines(docx(document)) == [
        "任务分解表",
        "一、实施质量提升工程",
        "| 序号 | 任务 | 责任单位 | 责任单位 |",
        "| 序号 | 任务 | 牵头单位 | 配合单位 |",
        "| 1 | 提升产品质量 | 市市场监管局 | 市教育局、市公安局 |",
        "| 1 | 提升产品质量 | 市商务局 | ｜ |",
        "附注",
    ]


def test_a_frame_of_one_cell_is_no_table() -> None:
    document = Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "市人民政府办公室\n关于印发方案的通知"
    assert lines(docx(document)) == ["市人民政府办公室", "关于印发方案的通知"]


def test_tracked_changes_read_as_if_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>市商务局</w:t></w:r>"
        '<w:del w:id="1" w:author="a"><w:r><w:delText>配合</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>牵头</w:t></w:r></w:ins></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr>'
        "<w:r><w:t>市教育局</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>配合</w:t></w:r></w:p>"
        '<w:tbl><w:tr><w:trPr><w:del w:id="4" w:author="a"/></w:trPr>'
        "<w:tc><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>新</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert lines(docx_of(body)) == ["市商务局牵头", "市教育局配合", "新"]


def test_hidden_words_field_codes_and_the_table_of_contents_are_left_out() -> None:
    body = (
        "<w:sdt><w:sdtPr><w:docPartObj>"
        '<w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>一、总体要求 1</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>正文</w:t></w:r></w:hyperlink></w:p>"
    )
    assert lines(docx_of(body)) == ["正文"]


def test_a_text_box_follows_the_paragraph_it_hangs_on_and_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p><w:p><w:r><w:t>后文</w:t></w:r></w:p>"
    )
    assert lines(docx_of(body)) == ["正文", "框内", "后文"]


def test_page_headers_are_not_read_but_their_marking_counts() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
    document.add_paragraph("一、总体要求")
    with pytest.raises(SecretDocument):
        lines(docx(document))
    document.sections[0].header.paragraphs[0].text = "某市人民政府公报"
    assert lines(docx(document)) == ["一、总体要求"]


def test_a_docx_under_another_name_is_told_by_its_content() -> None:
    data = docx_of(p("一、总体要求"))
    assert read_file(data, name="方案.txt") == "一、总体要求"
    assert read_file(data, name="方案") == "一、总体要求"


def test_macros_are_refused() -> None:
    data = replaced(docx_of(p("一、总体要求")), {"word/vbaProject.bin": b"Sub AutoOpen()"})
    with pytest.raises(MacroFile):
        lines(data)


def test_a_part_that_is_no_markup_is_a_broken_file() -> None:
    data = replaced(docx_of(p("一")), {"word/document.xml": "<w:document"})
    with pytest.raises(BrokenFile) as caught:
        lines(data)
    assert caught.value.values == {"suffix": "docx"}


def test_a_document_without_a_body_is_a_broken_file() -> None:
    with pytest.raises(BrokenFile):
        lines(packed({"word/document.xml": "<a/>"}))


def test_a_zip_behind_a_password_is_locked() -> None:
    data = bytearray(docx_of(p("一")))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        start = package.start_dir
    data[start + 8] |= 1
    with pytest.raises(LockedFile):
        lines(bytes(data))
