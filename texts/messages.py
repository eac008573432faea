"""Long texts cut into messages: between lines, at a blank line where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from store.contents import File

TELEGRAM_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a notice: its text, in Telegram's HTML, below its files."""

    text: str
    files: tuple[File, ...] = ()


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
