"""Formatted text as Telegram keeps it: plain text, and entities counted in UTF-16 units."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

MAX_ENTITIES = 100
"""how many Telegram keeps; the rest is dropped without a word"""

_BARE = (
    ("url", re.compile(r"(?<![\w/])(?:https?://|t\.me/)[^\s<>\"'，。；、）」]+", re.ASCII)),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])"),
    ),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
)
_CLOSED = frozenset({"code", "pre", "text_link", "text_mention", "url"})
"""inside these nothing is looked for"""


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of a text."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the Bot API's MessageEntity."""
        shape: dict[str, object] = {
            "type": self.type,
            "offset": self.offset,
            "length": self.length,
        }
        return shape | {
            name: value
            for name, value in (("url", self.url), ("language", self.language))
            if value is not None
        }

    @property
    def end(self) -> int:
        """The first unit behind it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities, in Telegram's order: by start, the outer one first."""

    text: str
    entities: tuple[Entity, ...] = ()


NO_WORDS = Formatted("")


def units(text: str) -> int:
    """Return the length of *text* in UTF-16 units, the measure of every offset and limit."""
    return len(text) + sum(character > "\uffff" for character in text)


def words_of(entity: Entity, text: str) -> str:
    """Return the words that *entity* marks."""
    raw = text.encode("utf-16-le")
    return raw[entity.offset * 2 : entity.end * 2].decode("utf-16-le", errors="replace")


def with_detected(formatted: Formatted) -> Formatted:
    """Add what Telegram finds by itself: commands, mentions, hashtags and bare addresses."""
    taken = [entity for entity in formatted.entities if entity.type in _CLOSED]
    found = list(formatted.entities)
    for kind, pattern in _BARE:
        for match in pattern.finditer(formatted.text):
            entity = Entity(kind, units(formatted.text[: match.start()]), units(match[0]))
            if not any(_overlap(entity, other) for other in taken):
                found.append(entity)
                taken.append(entity)
    return Formatted(formatted.text, in_order(found))


def in_order(entities: list[Entity]) -> tuple[Entity, ...]:
    """Sort as Telegram does and keep as many as it keeps."""
    return tuple(sorted(entities, key=lambda one: (one.offset, -one.length))[:MAX_ENTITIES])


def trimmed(formatted: Formatted) -> Formatted:
    """Take the white space off both ends, and move the entities along."""
    text = formatted.text.strip()
    lead = units(formatted.text[: len(formatted.text) - len(formatted.text.lstrip())])
    last = units(text)
    moved = [
        replace(entity, offset=start, length=end - start)
        for entity in formatted.entities
        for start, end in [(max(entity.offset - lead, 0), min(entity.end - lead, last))]
        if end > start
    ]
    return Formatted(text, in_order(moved))


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
