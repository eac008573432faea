"""Messages on a web page: only the marks that Telegram's HTML knows, whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

MARKS = frozenset({"b", "strong", "i", "em", "u", "s", "code", "pre", "blockquote"})
SCHEMES = ("https://", "http://")


class _Sifter(HTMLParser):
    """Writes words and known marks anew, and closes what is left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.startswith(SCHEMES):
            self.written += f'<a href="{escape(address)}" rel="noreferrer">'
        elif tag in MARKS:
            self.written += f"<{tag}>"
        else:
            return
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while (last := self._open.pop()) != tag:
                self.written += f"</{last}>"
            self.written += f"</{tag}>"

    def handle_data(self, data: str) -> None:
        self.written += escape(data)

    def finish(self) -> str:
        self.close()
        self.written += "".join(f"</{tag}>" for tag in reversed(self._open))
        return self.written


def on_page(html: str) -> str:
    """Return a message as HTML that any page may hold."""
    sifter = _Sifter()
    sifter.feed(html)
    return sifter.finish()
