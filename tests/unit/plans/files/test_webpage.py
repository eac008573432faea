import pytest

from plans.errors.documents import EmptyDocument
from plans.files.door import read_file


def lines(body: str, *, encoding: str = "utf-8", head: str = "") -> list[str]:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_file(page.encode(encoding), name="x.html").splitlines()


def test_blocks_become_lines_and_the_furniture_is_left_out() -> None:
    body = """
      <nav>首页 新闻</nav><script>var a = "牵头"</script><style>p{}</style>
      <ul><li><a href=1>首页</a></li><li><a href=2>公开</a></li>
      <li><a href=3>服务</a></li><li><a href=4>互动</a></li></ul>
      <h1>某市实施方案</h1><div>一、总体<b>要求</b><br>（一）目标&nbsp;&nbsp;明确</div>
      <p style="display: none">看不见</p><!-- 注 --><footer>版权所有</footer>"""
    assert lines(body) == ["某市实施方案", "一、总体要求", "（一）目标 明确"]


def test_readings_above_characters_are_left_out() -> None:
    assert lines("<p><ruby>质<rt>zhì</rt></ruby>量</p>") == ["质量"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gbk"), ("GBK", "gb18030"), ("utf-8", "utf-8"), ("utf-8", "gbk")],
)
def test_the_declared_charset_is_used_unless_it_is_wrong(declared: str, encoding: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    assert lines("<p>市商务局牵头，质量提升</p>", encoding=encoding, head=head) == [
        "市商务局牵头，质量提升"
    ]


def test_utf16_pages_are_read() -> None:
    assert lines("<p>市商务局牵头</p>", encoding="utf-16") == ["市商务局牵头"]


def test_tables_of_data_come_as_rows_with_spans_repeated() -> None:
    body = """<table><caption>分解表</caption><tr><th>序号<th>任务<th colspan=2>责任单位</tr>
      <tr><td rowspan=2>1<td rowspan=2><p>提升产品</p><p>质量</p><td>市商务局<td>市教育局</tr>
      <tr><td>市公安局<td>市财政局<br>市水务局</tr>
      <tr><td colspan=4>二、其他</td></tr></table>"""
    assert lines(body) == [
        "| 序号 | 任务 | 责任单位 | 责任单位 |",
        "| 1 | 提升产品质量 | 市商务局 | 市教育局 |",
        "| 1 | 提升产品质量 | 市公安局 | 市财政局、市水务局 |",
        "二、其他",
    ]


def test_a_table_that_arranges_the_page_is_read_as_text() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr></table>"
    body = f"<table><tr><td>左</td><td><p>一、总体要求</p>{inner}</td></tr></table>"
    assert lines(body) == ["左", "一、总体要求", "| 甲 | 乙 |"]


def test_a_cell_that_holds_the_whole_document_is_read_as_text() -> None:
    paragraphs = "".join(f"<p>{n}.推进质量提升行动，落实各项工作任务。</p>" for n in range(1, 120))
    assert lines(f"<table><tr><td>菜单</td><td>{paragraphs}</td></tr></table>")[2].startswith(
        "2.推进"
    )


def test_numbers_of_ordered_lists_stand_in_the_text() -> None:
    assert lines("<ol start=3><li>甲</li><li>乙</li></ol><ol><li>一、丙</li></ol>") == [
        "3. 甲",
        "4. 乙",
        "一、丙",
    ]


def test_a_page_saved_as_one_file_is_read() -> None:
    archive = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b'<html><head><meta charset=3D"utf-8"></head><body><p>=E8=B4=A8=E9=87=8F</p></body></html>'
        b"\r\n--b--\r\n"
    )
    assert read_file(archive, name="x.mhtml") == "质量"


def test_a_page_under_the_name_of_an_office_file_is_told_by_its_content() -> None:
    assert read_file("<html><body><p>质量</p></body></html>".encode(), name="x.doc") == "质量"


def test_a_page_without_words_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        lines("<script>1</script>")
