"""The fonts of a pdf: codes to characters and widths, each font looked up once for the document."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject
from pypdf.generic._font import Font

NOTDEF = "\ufffd"


class Typeface:
    """One font."""

    def __init__(self, font: Font) -> None:
        self._font = font
        self._seen: dict[bytes | str, tuple[str, float, int]] = {}

    def read(self, string: bytes | str) -> tuple[str, float, int]:
        """Return the characters, their width in ems, and the number of codes of a shown string."""
        if string not in self._seen:
            self._seen[string] = self._read(string)
        return self._seen[string]

    def _read(self, string: bytes | str) -> tuple[str, float, int]:
        raw = self._codes(string)
        widths = Counter(raw)
        width = sum(self._font.get_text_width(code) * times for code, times in widths.items())
        names = self._characters(raw)
        return names, width / 1000, len(raw)

    def _codes(self, string: bytes | str) -> str:
        """Return one character for each code, still in the font's own counting."""
        if isinstance(string, str):
            return string
        encoding = self._font.encoding
        if isinstance(encoding, str):
            return string.decode(encoding, "replace")
        return string.decode("latin-1")

    def _characters(self, raw: str) -> str:
        known, encoding = self._font.character_map, self._font.encoding
        if isinstance(encoding, str):
            return "".join(known.get(code, code) for code in raw)
        decoded = (encoding.get(ord(code), code) if ord(code) < 256 else code for code in raw)
        return "".join(known.get(code, code) for code in decoded)


class Typefaces:
    """All fonts met so far, by their place in the file."""

    def __init__(self) -> None:
        self._by_place: dict[tuple[int, int], Typeface | None] = {}

    def get(self, fonts: Any, name: str) -> Typeface | None:
        """Return the font that a page calls *name*, None where it cannot be read."""
        held = fonts.get_object()
        reference = held.raw_get(name) if name in held else None
        if isinstance(reference, IndirectObject):
            place = (reference.idnum, reference.generation)
            if place not in self._by_place:
                self._by_place[place] = _load(reference.get_object())
            return self._by_place[place]
        return _load(reference)


def _load(resource: Any) -> Typeface | None:
    if not isinstance(resource, DictionaryObject):
        return None
    try:
        return Typeface(Font.from_font_resource(resource))
    except (PyPdfError, AttributeError, TypeError, ValueError, KeyError, IndexError):
        return None
