"""Whether a document is a version of a plan that is known already, under whatever file name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from plans.model import PlanFacts

ALIKE = 85
"""per cent of a title that two versions at least share"""
_LEFT_OUT = re.compile(
    r"(?:\(|（)?(?:修订|修改|征求意见|送审|试行|暂行|定|终)(?:版|稿)?(?:\)|）)?|[\W_]+|关于印发|的?通知$"
)
_NUMBERS = re.compile(r"\d+")


class Likeness(StrEnum):
    """What two plans are to each other."""

    SAME = "same"
    PERHAPS = "perhaps"
    """to be asked"""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on a plan's cover."""

    key: str
    place: str | None
    title: str | None
    doc_number: str | None

    @classmethod
    def of(cls, facts: PlanFacts) -> Cover:
        """Take the cover of a reading."""
        return cls(facts.key, facts.place, facts.title, facts.doc_number)


def likeness(new: Cover, known: Cover) -> Likeness:
    """Compare the cover of a document with that of a plan."""
    if new.place and known.place and new.place != known.place:
        return Likeness.OTHER
    placed = new.place == known.place
    if placed and new.doc_number and _plain(new.doc_number) == _plain(known.doc_number):
        return Likeness.SAME
    if not new.title or not known.title:
        return Likeness.PERHAPS if new.key == known.key else Likeness.OTHER
    if _plain(new.title) == _plain(known.title):
        return Likeness.SAME if placed else Likeness.PERHAPS
    if _NUMBERS.findall(new.title) != _NUMBERS.findall(known.title):
        return Likeness.OTHER  # next year's plan has nearly the same title
    alike = fuzz.ratio(_plain(new.title), _plain(known.title)) >= ALIKE
    return Likeness.PERHAPS if alike or new.key == known.key else Likeness.OTHER


def _plain(words: str | None) -> str:
    return _LEFT_OUT.sub("", words or "")
