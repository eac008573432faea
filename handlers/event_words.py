"""The words of /event sorted into name, moment, place and departments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.picking import departments_named
from plans.departments import Directory
from plans.moments import moment_in
from store.event_drafts import Said
from store.tables.plans import Department
from texts.catalogue import Texts

_BETWEEN = re.compile(r"[、,;]")
_EDGES = " ,;:\u3001\u3002"


@dataclass(frozen=True)
class Ears:
    """What is needed to understand names and words."""

    known: Sequence[Department]
    directory: Directory
    texts: Texts
    today: date


@dataclass(frozen=True, slots=True)
class Named:
    """The departments that some words name."""

    rows: tuple[int, ...] = ()
    unsure: str | None = None
    """a name that stands for none, or for several"""
    found: bool = False
    """at least one name is a department's, or everyone is meant"""


def sort_words(words: str, ears: Ears) -> tuple[Said, str | None]:
    """Sort the words of /event; returns also a department's name that is not clear."""
    text = unicodedata.normalize("NFKC", words)
    every = ears.texts.label("yearly_word")
    yearly = every in text.split()
    text = " ".join(word for word in text.split() if word != every)
    moment = moment_in(text, ears.today)
    if moment is None:
        return Said(name=text or None, yearly=yearly), None
    name, rest = text[: moment.start].strip(_EDGES), text[moment.end :].strip(_EDGES)
    if not name:
        name, _, rest = rest.partition(" ")
    for place in {row.place for row in ears.known if row.place}:
        rest = rest.replace(f"{place} ", place)  # as a button says it
    venue: list[str] = []
    rows: tuple[int, ...] = ()
    unsure = None
    for word in rest.split():
        named = departments_in(word, ears)
        if named.found:
            rows, unsure = rows + named.rows, unsure or named.unsure
        else:
            venue.append(word)
    said = Said(name or None, moment.day, moment.at, " ".join(venue), rows, yearly)
    return said, unsure


def departments_in(words: str, ears: Ears) -> Named:
    """Read names in a row; several rows of one identity (市质监局、市工商局) are one name."""
    words = unicodedata.normalize("NFKC", words).strip()
    everyone = ears.texts.label("everyone_words").split(",")
    if any(words.startswith(word) for word in everyone):
        return Named(found=True)
    rows: list[int] = []
    unsure: list[str] = []
    for name in filter(None, (part.strip() for part in _BETWEEN.split(words))):
        meant, _ = departments_named(name, ears.known, ears.directory)
        if len({(row.place, row.identity) for row in meant}) == 1:
            rows += [row.id for row in meant if row.id not in rows]
        else:
            unsure.append(name)
    several = any(
        len(departments_named(name, ears.known, ears.directory)[0]) > 1 for name in unsure
    )
    return Named(tuple(rows), unsure[0] if unsure else None, found=bool(rows) or several)
