"""Long texts cut into messages: between lines, at a blank line where there is one."""

from __future__ import annotations

import re
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


def split(text: str, *, limit: int = TELEGRAM_LIMIT) -> tuple[str, ...]:
    """Cut *text* into pieces of at most *limit* characters, never inside a line that fits.

    Markup may not run over lines, so every piece is sound by itself.
    """
    pieces: list[str] = []
    piece = ""
    for block in text.split("\n\n"):
        if len(piece) + 2 + len(block) <= limit:
            piece = f"{piece}\n\n{block}" if piece else block
            continue
        if piece:
            pieces.append(piece)
        *full, piece = _lines(block, limit)
        pieces += full
    return (*pieces, piece)


def _lines(block: str, limit: int) -> list[str]:
    """Cut a block between its lines; a line that is too long is cut where it must be."""
    pieces = [""]
    for line in block.split("\n"):
        while len(line) > limit:
            pieces.append(line[:limit])
            line = line[limit:]
        grown = f"{pieces[-1]}\n{line}" if pieces[-1] else line
        if len(grown) <= limit:
            pieces[-1] = grown
        else:
            pieces.append(line)
    return [piece for piece in pieces if piece] or [""]
