"""Telegram's HTML as other messengers write it; their group robots know less, so much is dropped.

企业微信 and 钉钉 read a little Markdown without a way to escape its marks, 飞书 reads Markdown on
cards. Marks in people's words are therefore set in full width, which no Chinese reader stumbles
over; addresses of links are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

from plans.webhooks import Vendor
from texts.messages import split
from texts.reply import Button

LIMITS = {Vendor.WECOM: 4096, Vendor.DINGTALK: 20_000, Vendor.FEISHU: 20_000}
"""bytes of a message: 企业微信 of the text, the others of all that is posted"""
RESERVE = {Vendor.WECOM: 200, Vendor.DINGTALK: 1_500, Vendor.FEISHU: 1_500}
"""bytes that are kept for the link and for what stands around the text"""
TITLE = 40
"""characters of the line that a phone shows before a message is opened"""
FULL_WIDTH = str.maketrans({"*": "＊", "`": "｀", "<": "＜", ">": "＞", "[": "［", "]": "］"})
BOLD = frozenset({"b", "strong"})
QUOTES = "blockquote"


class _Markdown(HTMLParser):
    """Writes Markdown: bold, links and quotations; other marks leave their words only."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written = ""
        self._links: list[str] = []
        self._is_quoted = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in BOLD:
            self.written += "**"
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self.written += "["
        elif tag == QUOTES:
            self._is_quoted = True
            self.written += "> "

    def handle_endtag(self, tag: str) -> None:
        if tag in BOLD:
            self.written += "**"
        elif tag == "a" and self._links:
            self.written += f"]({self._links.pop()})"
        elif tag == QUOTES:
            self._is_quoted = False

    def handle_data(self, data: str) -> None:
        words = data.translate(FULL_WIDTH)
        self.written += words.replace("\n", "\n> ") if self._is_quoted else words


def markdown(html: str) -> str:
    """Write a message in the Markdown that all three read."""
    writer = _Markdown()
    writer.feed(html)
    writer.close()
    lines = writer.written.split("\n")
    return "\n".join(f"＃{line[1:]}" if line.startswith("#") else line for line in lines)


def two_spaced(text: str) -> str:
    """End lines as 钉钉 wants them, which otherwise joins them."""
    return text.replace("\n", "  \n")


def title_of(html: str) -> str:
    """Return a message's first line, without marks, for the list of chats."""
    first = next((line for line in markdown(html).split("\n") if line.strip("*> ")), "")
    return first.replace("**", "").strip()[:TITLE]


def with_links(text: str, buttons: Sequence[Sequence[Button]]) -> str:
    """Put the links of *buttons* below a text; buttons that only Telegram knows are left out."""
    links = [f"**[{one.label}]({one.url})**" for row in buttons for one in row if one.url]
    return "\n\n".join((text, *links))


def size(html: str, vendor: Vendor) -> int:
    """Return the bytes that a text comes to in that vendor's messages."""
    written = markdown(html)
    return len((two_spaced(written) if vendor is Vendor.DINGTALK else written).encode())


def pieces(html: str, vendor: Vendor) -> tuple[str, ...]:
    """Cut a long text (still HTML) into as many messages as that vendor's limit needs."""
    return split(
        html, limit=LIMITS[vendor] - RESERVE[vendor], size=lambda piece: size(piece, vendor)
    )
