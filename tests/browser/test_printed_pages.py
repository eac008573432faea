"""A page printed to pdf by a real browser, with its fonts, its radicals and a row cut by a page."""

from __future__ import annotations

import subprocess
from pathlib import Path

from plans.files.jail import read_untrusted
from tests.browser.conftest import chromium

STYLE = (
    "@page{size:A5} p{text-indent:2em;margin:0}"
    " table{border-collapse:collapse} td{border:1px solid}"
)
PARAGRAPHS = (
    "青山市智慧停车建设方案",
    "为方便市民停车，制定本方案。到2027年底，全市新增公共停车泊位5000个以上，"
    "重点区域停车场接入统一平台的比例达到95%，民生投诉按期办结率达到98%。",
    "一、主要任务",
    "（一）建设统一平台。长期坚持部门数据共享，面向市民提供查询、预约、缴费等服务。"
    "（市城管局牵头，市公安局配合）",
)
ROWS = [
    ("任务", "内容", "责任单位"),
    *(
        (
            f"{number}.新增泊位",
            "利用边角空地、桥下空间新建停车场，支持老旧小区改造时同步增建泊位，推广立体停车设备，"
            * 3
            + f"每年新增泊位不少于{number}000个。",
            "牵头单位：市自然资源局；配合单位：市住房城乡建设局、各区人民政府。",
        )
        for number in range(1, 7)
    ),
]


def page() -> str:
    paragraphs = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    head = f'<meta charset="utf-8"><style>{STYLE}</style>'
    return f"<html><head>{head}</head><body>{paragraphs}<table>{rows}</table></body></html>"


def printed(folder: Path) -> bytes:
    (folder / "page.html").write_text(page(), "utf-8")
    quiet = ("--disable-gpu", "--disable-background-networking", "--disable-sync")
    command = [
        chromium(),
        "--headless",
        "--no-sandbox",
        *quiet,
        f"--user-data-dir={folder / 'user'}",
    ]
    command += ["--no-pdf-header-footer", f"--print-to-pdf={folder / 'page.pdf'}"]
    subprocess.run(
        [*command, (folder / "page.html").as_uri()], check=True, capture_output=True, timeout=60
    )
    return (folder / "page.pdf").read_bytes()


def test_a_page_printed_by_a_browser_reads_as_it_was_written(tmp_path: Path) -> None:
    text = read_untrusted(printed(tmp_path), name="page.pdf")
    written = [*PARAGRAPHS, *(f"| {' | '.join(row)} |" for row in ROWS)]
    assert text.splitlines() == written
