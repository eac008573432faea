"""Telegram's HTML in other messengers' words, and on a page."""

from __future__ import annotations

import pytest

from plans.webhooks import Vendor
from texts.pages import on_page
from texts.reply import Button
from texts.robots import LIMITS, markdown, pieces, size, title_of, with_links


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<b>标题</b>\n正文", "**标题**\n正文"),
        ("<i>理解为:市商务局</i> <code>/tasks</code>", "理解为:市商务局 /tasks"),
        ('见<a href="https://x.cn/?a=1&amp;b=2">方案</a>', "见[方案](https://x.cn/?a=1&b=2)"),
        ("<blockquote>一\n二</blockquote>\n三", "> 一\n> 二\n三"),
        ("满意度 &gt; 75% &amp; &lt;5", "满意度 ＞ 75% & ＜5"),
        ("a*b*c [x](y) `z`", "a＊b＊c ［x］(y) ｀z｀"),
        ("# 不是标题", "＃ 不是标题"),
    ],
)
def test_what_telegram_shows_is_written_in_markdown(html: str, written: str) -> None:
    assert markdown(html) == written


def test_the_title_is_the_first_line_without_marks() -> None:
    assert title_of("\n<b>市商务局 · 提醒</b>\n其余") == "市商务局 · 提醒"
    assert title_of("") == ""


def test_only_buttons_that_open_something_become_links() -> None:
    buttons = ((Button("签收", url="https://x.cn/r/1"), Button("查看", data="run:1")),)
    assert with_links("正文", buttons) == "正文\n\n**[签收](https://x.cn/r/1)**"


@pytest.mark.parametrize("vendor", list(Vendor))
def test_pieces_fit_and_lose_nothing(vendor: Vendor) -> None:
    text = "\n\n".join(f"第{n}段<b>重点</b>" + "字" * 120 for n in range(150))
    parts = pieces(text, vendor)
    assert all(size(part, vendor) < LIMITS[vendor] for part in parts)
    assert "\n\n".join(parts) == text


def test_one_long_line_is_cut_between_characters() -> None:
    parts = pieces("督" * 3000, Vendor.WECOM)
    assert "".join(parts) == "督" * 3000
    assert all(size(part, Vendor.WECOM) <= LIMITS[Vendor.WECOM] for part in parts)


@pytest.mark.parametrize(
    ("html", "page"),
    [
        ("<b>重点</b>&amp;", "<b>重点</b>&amp;"),
        ("<script>alert(1)</script>", "alert(1)"),
        ('<a href="javascript:x">点</a>', "点"),
        (
            '<a href="https://x.cn" onclick="y">点</a>',
            '<a href="https://x.cn" rel="noreferrer">点</a>',
        ),
        ("<b><i>没有关", "<b><i>没有关</i></b>"),
        ("</b>多余", "多余"),
        ("<img src=x onerror=y>", ""),
    ],
)
def test_a_page_holds_only_known_marks(html: str, page: str) -> None:
    assert on_page(html) == page
