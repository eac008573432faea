"""What understanding a question needs to know of a loaded plan: its names, not its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from plans.model import PlanFacts
from plans.places import bare

_NUMBER = re.compile(r"([一二三四五六七八九十]+)\s*[、.)）]\s*$")
_BEGINS = re.compile(r"[^市省区县\W]{2}")
_LABELS = re.compile(r"牵头(?:单位|部门)\s*[:：]"), re.compile(r"责任(?:单位|部门)\s*[:：]")
_HELPERS = re.compile(r"(?:配合|参与|参加|协办|协同|协助)(?:单位|部门)")
_NEAR = 12
"""letters before a heading in which its number is looked for"""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a plan that holds tasks."""

    title: str
    ordinal: str | None
    """the Chinese numeral the document gives it, where it gives one"""
    tasks: int


@dataclass(frozen=True, slots=True)
class PlanOutline:
    """A loaded plan as a question may name it."""

    key: str
    place: str | None
    title: str | None
    horizon: tuple[date, ...] = ()
    due: date | None = None
    """the latest deadline of its tasks"""
    departments: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    numbers: tuple[str, ...] = ()
    """of its tasks, in the document's order"""
    titles: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    """what its targets measure"""
    observances: tuple[str, ...] = ()
    """standard names"""
    place_words: frozenset[str] = field(default=frozenset())
    """the two letters that follow the place's name in the text: 湖北 begins 湖北精品"""
    helpers_are_responsible: bool = False
    """牵头单位:…责任单位:…: what the plan calls 责任单位 is who supports the lead"""

    @classmethod
    def of(cls, facts: PlanFacts, observances: tuple[str, ...] = ()) -> PlanOutline:
        """Make the outline of a plan that was just read."""
        names = dict.fromkeys(d.department for t in facts.tasks for d in t.duties)
        dues = [t.due for t in facts.tasks if t.due]
        return cls(
            facts.key,
            facts.place,
            facts.title,
            facts.horizon,
            max(dues, default=None),
            tuple(names),
            sections(tuple(t.section for t in facts.tasks), facts.text),
            tuple(t.number for t in facts.tasks),
            tuple(t.title or "" for t in facts.tasks),
            tuple(x.metric for t in facts.tasks for x in t.targets)
            + tuple(x.metric for x in facts.plan_targets),
            observances,
            place_words(facts.place, facts.text),
            helpers_are_responsible(facts.text),
        )


def helpers_are_responsible(text: str) -> bool:
    """Tell whether *text* names 牵头单位 and 责任单位 side by side, and nobody as 配合单位."""
    return all(label.search(text) for label in _LABELS) and not _HELPERS.search(text)


def place_words(place: str | None, text: str) -> frozenset[str]:
    """Return what the place's bare name begins in *text*: names that are no question of where."""
    if not place:
        return frozenset()
    name = bare(place)
    ends = (at + len(name) for at in _places(name, text))
    return frozenset(found[0] for end in ends if (found := _BEGINS.match(text, end)))


def sections(of_tasks: tuple[str | None, ...], text: str) -> tuple[Section, ...]:
    """Return the parts in order; *of_tasks* names each task's part."""
    counts: dict[str, int] = {}
    for title in of_tasks:
        if title:
            counts[title] = counts.get(title, 0) + 1
    return tuple(Section(title, _ordinal(title, text), n) for title, n in counts.items())


def _ordinal(title: str, text: str) -> str | None:
    for at in _places(title, text):
        if found := _NUMBER.search(text, max(at - _NEAR, 0), at):
            return found[1]
    return None


def _places(words: str, text: str) -> Iterator[int]:
    """Find *words* without a pattern: with thousands of plans, making patterns took most time."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))
