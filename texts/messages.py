"""Long texts cut into messages: between lines, at a blank line where there is one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from store.contents import File

TELEGRAM_LIMIT = 4096
CAPTION_LIMIT = 1024
"""below a photo or document"""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a notice: its text, in Telegram's HTML, below its files."""

    text: str
    files: tuple[File, ...] = ()


def length(html: str) -> int:
    """Count as Telegram does: UTF-16 units of what is read, markup apart."""
    return len(unescape(re.sub(r"<[^>]+>", "", html)).encode("utf-16-le")) // 2


def split(
    text: str, *, limit: int = TELEGRAM_LIMIT, size: Callable[[str], int] = length
) -> tuple[str, ...]:
    """Cut *text* into pieces whose *size* is at most *limit*, never inside a line that fits.

    Markup may not run over lines, so every piece is sound by itself.
    """
    pieces: list[str] = []
    piece = ""
    for block in text.split("\n\n"):
        grown = f"{piece}\n\n{block}" if piece else block
        if size(grown) <= limit:
            piece = grown
            continue
        if piece:
            pieces.append(piece)
        *full, piece = _lines(block, limit, size)
        pieces += full
    return (*pieces, piece)


def _lines(block: str, limit: int, size: Callable[[str], int]) -> list[str]:
    """Cut a block between its lines; a line that is too long is cut where it must be."""
    pieces = [""]
    for line in block.split("\n"):
        while size(line) > limit:
            end = bisect_right(range(1, len(line)), limit, key=lambda n: size(line[:n]))
            end = _whole(line, end)
            pieces.append(line[:end])
            line = line[end:]
        grown = f"{pieces[-1]}\n{line}" if pieces[-1] else line
        if size(grown) <= limit:
            pieces[-1] = grown
        else:
            pieces.append(line)
    return [piece for piece in pieces if piece] or [""]


def _whole(line: str, end: int) -> int:
    """Step back from within a mark or an entity, which must not be cut in two."""
    at, closing = max((line.rfind(mark, 0, end), last) for mark, last in (("<", ">"), ("&", ";")))
    return at if at > 0 and closing not in line[at:end] else end
