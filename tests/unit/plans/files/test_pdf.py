import io

import pytest
from pypdf import PdfReader, PdfWriter

from plans.errors.documents import (
    BrokenFile,
    DocumentTooLarge,
    EmptyDocument,
    LockedFile,
    ScannedDocument,
    SecretDocument,
)
from plans.files.door import read_file
from tests.papers import FONT, RIGHT, Typesetter, objects_to_pdf, pdf, stroke, text

LONG = "推进农业标准化生产，建立健全农产品质量安全追溯体系，加快建设生产基地，" * 4 + "达到100家。"


def lines(data: bytes) -> list[str]:
    return read_file(data, name="x.pdf").splitlines()


def test_paragraphs_are_mended_over_lines_and_pages() -> None:
    setter = Typesetter()
    paragraphs = [f"（{n}）{LONG}" for n in range(1, 20)]
    for words in paragraphs:
        setter.paragraph(words)
    assert len(setter.pages) > 2
    assert lines(setter.done()) == paragraphs


def test_two_columns_are_read_one_after_the_other() -> None:
    setter = Typesetter(columns=2)
    paragraphs = [f"（{n}）{LONG}" for n in range(1, 30)]
    for words in paragraphs:
        setter.paragraph(words)
    assert len(setter.pages) > 2
    assert lines(setter.done()) == paragraphs


def test_a_title_over_two_columns_parts_what_stands_above_and_below_it() -> None:
    left, right = 80, 320
    page = [
        text(f"{side}上第{n}行内容内容内容内容内容"[:16], x, 780 - 24 * n, size=12)
        for side, x in (("左", left), ("右", right))
        for n in range(9)
    ]
    page.append(text("横跨两栏的一个标题标题标题标题标题标题", 120, 780 - 24 * 10, size=16))
    page += [
        text(f"{side}下第{n}行内容内容内容内容内容"[:16], x, 780 - 24 * (n + 12), size=12)
        for side, x in (("左", left), ("右", right))
        for n in range(9)
    ]
    words = "".join(lines(pdf(["\n".join(page)])))
    order = [words.index(mark) for mark in ("左上第8", "右上第0", "横跨", "左下第0", "右下第0")]
    assert order == sorted(order)


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pages = [
        "\n".join(
            [
                text("某市人民政府公报", 200, 800),
                text(f"第{n}条。内容", 80, 700),
                text(f"第 {n} 页 共 4 页", 250, 30),
            ]
        )
        for n in range(1, 5)
    ]
    assert lines(pdf(pages)) == ["第1条。内容", "第2条。内容", "第3条。内容", "第4条。内容"]


def test_a_ruled_table_comes_as_rows_even_over_pages() -> None:
    setter = Typesetter()
    setter.paragraph("附件：任务分解表", indent=0)
    rows = [("序号", "任务", "责任单位")]
    rows += [
        (str(n), f"任务{n}：{LONG[:60]}。", f"牵头单位：市商务局；配合单位：市教育局、第{n}局。")
        for n in range(1, 21)
    ]
    setter.table(rows, (56, 250, 149))
    assert len(setter.pages) > 2
    assert lines(setter.done()) == ["附件：任务分解表", *(f"| {' | '.join(row)} |" for row in rows)]


def test_cells_merged_in_a_ruled_table_are_repeated() -> None:
    marks = [stroke(100, y, 400, y) for y in (700, 600)] + [stroke(200, 650, 400, 650)]
    marks += [stroke(x, 700, x, 600) for x in (100, 200, 300, 400)]
    marks += [
        text("总", 110, 640),
        text("甲", 210, 670),
        text("乙", 310, 670),
        text("丙", 210, 620),
        text("丁", 310, 620),
    ]
    assert lines(pdf(["\n".join(marks)])) == ["| 总 | 甲 | 乙 |", "| 总 | 丙 | 丁 |"]


def test_a_line_under_a_title_is_no_table() -> None:
    page = "\n".join(
        [
            text("某市人民政府文件", 100, 700),
            stroke(70, 690, RIGHT, 690),
            text("一、总体要求", 98, 650),
        ]
    )
    assert lines(pdf([page])) == ["某市人民政府文件", "一、总体要求"]


def test_a_slanted_watermark_is_not_read() -> None:
    mark = f"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <{'内部'.encode('utf-16-be').hex()}> Tj ET"
    assert lines(pdf([mark + "\n" + text("一、总体要求", 80, 700)])) == ["一、总体要求"]


def test_what_the_document_says_a_span_reads_is_believed() -> None:
    actual = "<FEFF" + "质量".encode("utf-16-be").hex() + ">"
    page = f"/Span << /ActualText {actual} >> BDC {text('⻓⻓', 80, 700)} EMC"
    assert lines(pdf([page])) == ["质量"]


def test_parts_of_characters_become_the_characters() -> None:
    assert lines(pdf([text("⺠政部⻔", 80, 700)])) == ["民政部门"]


def test_text_in_a_form_is_read_and_a_form_within_itself_ends() -> None:
    resources = b"/Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >>"
    inner = text("一、提升产品质量的主要任务", 80, 600).encode() + b" /X Do"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        FONT.encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R %s >>" % resources,
        b"<< /Length 6 >>\nstream\n/X Do \nendstream",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] %s /Length %d >>\n"
        b"stream\n%s\nendstream" % (resources, len(inner), inner),
    ]
    assert lines(objects_to_pdf(objects)) == ["一、提升产品质量的主要任务"]


def test_pages_without_text_are_a_scan_when_something_is_painted() -> None:
    with pytest.raises(ScannedDocument):
        lines(pdf(["q 595 0 0 842 0 0 cm /Im1 Do Q"] * 3))
    with pytest.raises(ScannedDocument):
        lines(pdf(["q 595 0 0 842 0 0 cm /Im1 Do Q " + text("01", 300, 30)] * 3))
    with pytest.raises(EmptyDocument):
        lines(pdf(["q Q"]))


def test_a_marking_at_the_top_of_a_page_is_seen() -> None:
    page = text("机密★1年", 80, 780) + "\n" + text("一、总体要求", 80, 700)
    with pytest.raises(SecretDocument):
        lines(pdf([page]))


def test_a_pdf_behind_a_password_is_locked() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([text("质量", 80, 700)]))))
    writer.encrypt("geheim", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(LockedFile):
        lines(out.getvalue())


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([text("质量", 80, 700)]))))
    writer.encrypt("", owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert lines(out.getvalue()) == ["质量"]


def test_more_than_three_hundred_pages_are_too_many() -> None:
    with pytest.raises(DocumentTooLarge) as caught:
        lines(pdf([text("页", 80, 700)] * 301))
    assert caught.value.values == {"limit": "300页"}


@pytest.mark.parametrize("keep", [20, 300, 700])
def test_a_pdf_cut_short_is_broken_or_empty(keep: int) -> None:
    with pytest.raises((BrokenFile, EmptyDocument)):
        lines(pdf([text("质量", 80, 700)])[:keep])
