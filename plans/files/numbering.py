"""Word's automatic numbers, counted paragraph by paragraph as Word shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from plans.files.numerals import write

LEVELS = 9

_PLACEHOLDER = re.compile(r"%([1-9])")
_CLOSES = ("、", "）", "．", "。", "：", "，")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    style: str = "decimal"
    pattern: str = ""
    start: int = 1
    restarts: bool = True
    legal: bool = False
    """numbers of the levels above are shown in digits"""


@dataclass(frozen=True, slots=True)
class NumberRef:
    """Which list a paragraph belongs to and on which level; None where it does not say."""

    list_id: str | None = None
    level: int | None = None

    def over(self, other: NumberRef) -> NumberRef:
        """Fill what this one leaves open from *other*."""
        return NumberRef(
            self.list_id if self.list_id is not None else other.list_id,
            self.level if self.level is not None else other.level,
        )


def local(element: etree._Element) -> str:
    """Return the tag without its namespace (strict and transitional files differ in it)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield the children of these names."""
    return (child for child in (() if element is None else element) if local(child) in names)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Follow *path* down, the first child of each name."""
    for name in path:
        element = next(children(element, name), None)
    return element


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """Return an attribute whatever its namespace."""
    if element is None:
        return None
    named = (str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name)
    return next(named, None)


def whole(words: str | None, default: int) -> int:
    """Read a whole number of an attribute, *default* where it is none."""
    return int(words) if words and re.fullmatch(r"-?\d{1,6}", words) else default


def reference(properties: etree._Element | None) -> NumberRef:
    """Read the list and level out of paragraph properties."""
    numbered = child(properties, "numPr")
    if numbered is None:
        return NumberRef()
    level = value(child(numbered, "ilvl"))
    return NumberRef(
        list_id=value(child(numbered, "numId")),
        level=None if level is None else min(max(whole(level, 0), 0), LEVELS - 1),
    )


class Numbering:
    """The lists of a document, with their running counts."""

    def __init__(self, part: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, Level]] = {}
        self._family: dict[str, str] = {}
        self._restarted: dict[str, set[int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._levels_of_style: dict[str, NumberRef] = {}
        self._load(part)

    def of_style(self, style: str) -> NumberRef:
        """Return the level that is linked to a paragraph style, empty if none is."""
        return self._levels_of_style.get(style, NumberRef())

    def next_label(self, ref: NumberRef) -> str:
        """Count the paragraph and return its number with its punctuation, "" if it has none."""
        levels = self._lists.get(ref.list_id or "")
        if levels is None:
            return ""
        at = ref.level or 0
        self._count(str(ref.list_id), levels, at)
        return self._label(str(ref.list_id), levels, at)

    def _count(self, list_id: str, levels: dict[int, Level], at: int) -> None:
        counts = self._counts.setdefault(self._family[list_id], {})
        if at in self._restarted[list_id]:
            self._restarted[list_id].discard(at)
            counts.pop(at, None)
        level = levels.get(at, Level())
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [n for n in counts if n > at and levels.get(n, Level()).restarts]:
            del counts[deeper]

    def _label(self, list_id: str, levels: dict[int, Level], at: int) -> str:
        counts = self._counts[self._family[list_id]]
        level = levels.get(at, Level())
        if level.style in {"bullet", "none"} and not _PLACEHOLDER.search(level.pattern):
            return "" if level.style == "bullet" else level.pattern

        def number(match: re.Match[str]) -> str:
            of = int(match[1]) - 1
            style = levels.get(of, Level()).style
            shown = "decimal" if level.legal and of != at else style
            return write(counts.get(of, levels.get(of, Level()).start), shown)

        label = _PLACEHOLDER.sub(number, level.pattern)
        return label if not label or label.endswith(_CLOSES) else label + " "

    def _load(self, part: etree._Element | None) -> None:
        shapes = {value(a, "abstractNumId"): _levels(a) for a in children(part, "abstractNum")}
        linked = {value(child(a, "styleLink")): _levels(a) for a in children(part, "abstractNum")}
        for a in children(part, "abstractNum"):
            link = value(child(a, "numStyleLink"))
            if link is not None:
                shapes[value(a, "abstractNumId")] = linked.get(link, {})
        for a in children(part, "abstractNum"):
            self._note_links(part, a)
        for num in children(part, "num"):
            list_id = value(num, "numId") or ""
            family = value(child(num, "abstractNumId")) or ""
            self._lists[list_id] = dict(shapes.get(family, {}))
            self._family[list_id] = family
            self._restarted[list_id] = set()
            self._override(list_id, children(num, "lvlOverride"))

    def _note_links(self, part: etree._Element | None, abstract: etree._Element) -> None:
        """Remember which styles the levels of a list belong to."""
        family = value(abstract, "abstractNumId")
        owner = (value(n, "numId") for n in children(part, "num")
                 if value(child(n, "abstractNumId")) == family)  # fmt: skip
        list_id = next(owner, None)
        for level in children(abstract, "lvl"):
            style = value(child(level, "pStyle"))
            if style and list_id:
                ref = NumberRef(list_id, whole(value(level, "ilvl"), 0))
                self._levels_of_style.setdefault(style, ref)

    def _override(self, list_id: str, overrides: Iterable[etree._Element]) -> None:
        for override in overrides:
            at = whole(value(override, "ilvl"), 0)
            for level in children(override, "lvl"):
                self._lists[list_id][at] = _level(level)
            start = value(child(override, "startOverride"))
            if start is not None:
                known = self._lists[list_id].get(at, Level())
                self._lists[list_id][at] = replace(known, start=whole(start, 1))
                self._restarted[list_id].add(at)


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {whole(value(level, "ilvl"), 0): _level(level) for level in children(abstract, "lvl")}


def _level(level: etree._Element) -> Level:
    return Level(
        style=value(child(level, "numFmt")) or "decimal",
        pattern=value(child(level, "lvlText")) or "",
        start=whole(value(child(level, "start")), 1),
        restarts=value(child(level, "lvlRestart")) != "0",
        legal=child(level, "isLgl") is not None,
    )
