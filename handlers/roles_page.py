"""docs/roles.md, made from the table of `handlers.roles`: `python -m handlers.roles_page`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from handlers.roles import BUTTONS, COMMANDS, WORDS, Rule, may
from store.standing import Place, Standing
from texts.catalogue import Texts

FILE = Path(__file__).parent.parent / "docs" / "roles.md"
HERE, ELSEWHERE = 1, 2
"""two departments: the one a bound group speaks for, and another"""
PEOPLE: Mapping[str, Standing] = {
    "anybody": Standing(Place.PRIVATE),
    "reader": Standing(Place.PRIVATE, is_reader=True),
    "other_contact": Standing(Place.PRIVATE, contact_of=frozenset({ELSEWHERE})),
    "contact": Standing(Place.PRIVATE, contact_of=frozenset({HERE})),
    "coordinator": Standing(Place.PRIVATE, is_coordinator=True),
}
"""the columns"""


def stands(person: str, place: Place) -> Standing:
    """Put one of PEOPLE into a chat."""
    department = HERE if place is Place.BOUND else None
    return replace(PEOPLE[person], place=place, chat_department=department)


def cell(rule: Rule, person: str, texts: Texts) -> str:
    """Name the kinds of chat where that person may, — for none."""
    allowed = [place for place in Place if may(rule, stands(person, place))]
    if len(allowed) == len(Place):
        return texts.label("everywhere")
    return texts.joined(texts.label(f"place_{place.value}") for place in allowed) or "—"


def roles_page(texts: Texts) -> str:
    """Write the whole page."""
    tables = {
        "commands": [
            (f"/{name}", texts.command(name).menu, rule) for name, rule in COMMANDS.items()
        ],
        "buttons": [("", texts.label(f"button_{name}"), rule) for name, rule in BUTTONS.items()],
        "words": [("", texts.label(f"words_{name}"), rule) for name, rule in WORDS.items()],
    }
    rows = {
        table: [
            (name, menu, rule.changes, [cell(rule, person, texts) for person in PEOPLE])
            for name, menu, rule in entries
        ]
        for table, entries in tables.items()
    }
    return texts.render("people/roles_page", people=list(PEOPLE), **rows) + "\n"


if __name__ == "__main__":
    FILE.write_text(roles_page(Texts()), "utf-8")
