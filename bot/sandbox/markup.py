"""Telegram's HTML: what a bot writes with `parse_mode=HTML`, and how Telegram refuses it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from bot.sandbox.entities import Entity, Formatted, in_order, trimmed, units
from bot.sandbox.errors import ApiError, bad_request

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_CHARACTER = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|lt|gt|amp|quot);")
_LINK = re.compile(r"(?:https?|tg|ton)://\S+|mailto:\S+|tel:\S+", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    name: str
    offset: int
    attributes: dict[str, str]


class _HtmlReader:
    """One pass over a text, character data and tags as they come."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> Formatted:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._tag()
            else:
                self._characters()
        if self.open:
            raise _unreadable(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"'
            )
        return Formatted("".join(self.text), in_order(_unnested(self.entities)))

    def _characters(self) -> None:
        end = self.source.find("<", self.at)
        end = len(self.source) if end < 0 else end
        plain = _CHARACTER.sub(lambda match: unescape(match[0]), self.source[self.at : end])
        self.text.append(plain)
        self.length += units(plain)
        self.at = end

    def _tag(self) -> None:
        begin = self.at
        closing = self.source.startswith("</", begin)
        name = _NAME.match(self.source, begin + 1 + closing)
        spelled = name[0] if name else ""
        self.at = begin + 1 + closing + len(spelled)
        if closing:
            self._close(spelled.lower(), begin)
        else:
            self._start(spelled.lower(), begin)

    def _start(self, name: str, begin: int) -> None:
        if name not in _TYPES:
            if self.at >= len(self.source):
                raise _unreadable(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            raise _unreadable(f'Unsupported start tag "{name}" at byte offset {self._bytes(begin)}')
        attributes = self._attributes(begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unreadable(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}'
            )
        self.open.append(_Open(name, self.length, attributes))

    def _attributes(self, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while not self._skip_to(">"):
            match = _ATTRIBUTE.match(self.source, self.at)
            if match is None or match.end() == self.at:
                raise _unreadable(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            value = next((group for group in match.groups()[1:] if group is not None), "")
            found[match[1].lower()] = unescape(value)
            self.at = match.end()
        return found

    def _close(self, name: str, begin: int) -> None:
        where = self._bytes(begin)
        if not self.open:
            raise _unreadable(f"Unexpected end tag at byte offset {where}")
        if not self._skip_to(">"):
            raise _unreadable(f"Unclosed end tag at byte offset {where}")
        tag = self.open.pop()
        if name not in ("", tag.name):
            raise _unreadable(
                f"Unmatched end tag at byte offset {where}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        if self.length > tag.offset:
            self._mark(tag)

    def _mark(self, tag: _Open) -> None:
        length = self.length - tag.offset
        language = tag.attributes.get("class", "").removeprefix("language-") or None
        if tag.name == "a":
            url = tag.attributes.get("href", "")
            if _LINK.match(url):
                self.entities.append(Entity("text_link", tag.offset, length, url=url))
            return
        kind = _TYPES[tag.name]
        if kind == "blockquote" and "expandable" in tag.attributes:
            kind = "expandable_blockquote"
        if tag.name == "pre":
            inner = [one for one in self.entities if _covers(one, tag.offset, length)]
            language = next((one.language for one in inner if one.language), None)
        known = language if tag.name in ("pre", "code") else None
        self.entities.append(Entity(kind, tag.offset, length, language=known))

    def _skip_to(self, character: str) -> bool:
        """Move over white space; take *character* if it is there."""
        while self.source[self.at : self.at + 1].isspace():
            self.at += 1
        if self.source[self.at : self.at + 1] != character:
            return False
        self.at += 1
        return True

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def parse_html(source: str) -> Formatted:
    """Return what Telegram makes of *source*, or raise its refusal."""
    return trimmed(_HtmlReader(source).read())


def _covers(entity: Entity, offset: int, length: int) -> bool:
    return (entity.type, entity.offset, entity.length) == ("code", offset, length)


def _unnested(entities: list[Entity]) -> list[Entity]:
    """Drop what stands inside code, and quotations inside quotations: they cannot be nested."""
    walls = [one for one in entities if one.type in ("code", "pre")]
    quotes = [one for one in entities if "blockquote" in one.type]
    return [
        _without_language(one)
        for one in entities
        if not any(_inside(one, wall) for wall in walls)
        and not ("blockquote" in one.type and any(_inside(one, quote) for quote in quotes))
    ]


def _without_language(entity: Entity) -> Entity:
    """Only a block of code says what language it is in."""
    if entity.type == "code":
        return Entity("code", entity.offset, entity.length)
    return entity


def _inside(inner: Entity, outer: Entity) -> bool:
    """Say whether *inner* lies in *outer*; of two that match exactly, pre is the outer one."""
    if inner is outer or inner.offset < outer.offset or inner.end > outer.end:
        return False
    same = (inner.offset, inner.length) == (outer.offset, outer.length)
    return not same or (outer.type == "pre") or (outer.type == "code" and inner.type != "pre")


def _unreadable(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")
