"""Every command and every button, for every role, in every kind of chat: as docs/roles.md says.

The page is made from the table in handlers/roles.py; here the bot itself is held to the page.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers import (
    broadcast_collecting,
    broadcast_content,
    manners,
    membership,
    words,
)
from handlers.prompting import Prompts
from handlers.roles import BUTTONS, COMMANDS, WORDS, Guarded
from handlers.roles_page import FILE, PEOPLE, roles_page
from plans.errors.people import NotAllowed, NotBound, NotContact, WrongPlace
from store import cards
from store.standing import Place
from store.tables.people import Access
from tests.conversation.conftest import COMMERCE_ROOM, LI_QIANG, Person, Room, Talk
from tests.conversation.town import OFFICE_ROOM, STRANGE_ROOM, appoint, settle
from texts.catalogue import Texts

ROOT = Path(__file__).parents[2]
SERVICE = {
    manners.overhear,
    membership.on_membership,
    membership.on_migration,
    membership.on_new_title,
    broadcast_collecting.collect,  # what a department's chat answers to a broadcast
    broadcast_content.note_album,  # of coordinators only
    words.refuse_press,  # says that a button is none
}
"""callbacks that answer no person and so need no role"""
WHO = {
    "anybody": Person(31, "任何人"),
    "reader": Person(32, "读者"),
    "other_contact": Person(33, "外单位"),
    "contact": Person(34, "本单位"),
    "coordinator": LI_QIANG,
}
WHERE: dict[Place, Room | None] = {
    Place.PRIVATE: None,
    Place.BOUND: COMMERCE_ROOM,
    Place.COORDINATORS: OFFICE_ROOM,
    Place.FOREIGN: STRANGE_ROOM,
}
TEXTS = Texts()
REFUSALS = {
    TEXTS.sentence(error)
    for error in (
        NotAllowed(who=["李强"]),
        NotContact(who=["李强"]),
        NotBound(who=["李强"]),
        WrongPlace(places=["group"]),
        WrongPlace(places=["private"]),
        WrongPlace(places=["private", "coordinators"]),
    )
}


def page_rows(heading: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Read one table of the page: the row's first cell, then what each role may."""
    section = FILE.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    for line in lines:
        first, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        yield first, dict(zip(PEOPLE, cells, strict=True))


def allowed(cell: str, place: Place) -> bool:
    return cell == TEXTS.label("everywhere") or TEXTS.label(f"place_{place.value}") in cell


async def inhabit(talk: Talk) -> Talk:
    await settle(talk.database)
    await appoint(talk.database, WHO["reader"], Access.READER)
    await appoint(talk.database, WHO["other_contact"], Access.CONTACT, "市水务局")
    await appoint(talk.database, WHO["contact"], Access.CONTACT, "市商务局")
    await talk.say("/bind 协调", user=LI_QIANG, room=OFFICE_ROOM)
    return talk


def test_the_page_is_what_the_table_says() -> None:
    written = FILE.read_text("utf-8")
    assert written == roles_page(TEXTS), "run: .venv/bin/python -m handlers.roles_page"


def test_every_command_has_words_a_rule_and_a_row_on_the_page(talk: Talk) -> None:
    rows = {first.split("`")[1].lstrip("/") for first, _ in page_rows("命令")}
    registered = set(talk.application.bot_data.commands) - set(WORDS)
    assert rows == registered == set(COMMANDS) == {command.name for command in TEXTS.commands}


def test_nothing_answers_people_without_asking_the_table(talk: Talk) -> None:
    desk = talk.application.bot_data.desk
    handlers = [one for group in talk.application.handlers.values() for one in group]
    callbacks = [one.callback for one in handlers if one is not desk and not is_an_ear(one)]
    callbacks += [*desk.commands.values(), *desk.buttons.values()]
    loose = [one for one in callbacks if not isinstance(one, Guarded) and one not in SERVICE]
    assert loose == []


def is_an_ear(handler: Any) -> bool:
    """Replies to questions of ours: each kind names the button whose rule holds for it, too."""
    hears = getattr(handler.callback, "__self__", None)
    return isinstance(hears, Prompts) and {one.button for one in hears.kinds} <= set(BUTTONS)


def test_every_rule_is_in_use(talk: Talk) -> None:
    desk = talk.application.bot_data.desk
    for callbacks, rules in ((desk.commands, COMMANDS), (desk.buttons, BUTTONS)):
        assert set(callbacks) == set(rules)
        assert {one.name for one in callbacks.values()} == set(rules)


@pytest.mark.parametrize("place", list(WHERE), ids=lambda place: place.value)
@pytest.mark.parametrize("person", list(WHO))
async def test_commands_typed_and_by_button_are_as_the_page_says(
    talk: Talk, person: str, place: Place
) -> None:
    await inhabit(talk)
    rows = [(first.split("`")[1], cells[person]) for first, cells in page_rows("命令")]
    rows.sort(key=lambda row: row[0] == "/unbind")  # last: it moves the ground under the rest
    for command, cell in rows:
        expected = allowed(cell, place)
        typed = await talk.say(command, user=WHO[person], room=WHERE[place])
        assert (typed[-1].text not in REFUSALS) is expected, (command, typed[-1].text)
        if command == "/unbind":
            continue
        refused = await refused_by_button(talk, command.lstrip("/"), person, place)
        assert refused is not expected, (command, "by button")


async def refused_by_button(talk: Talk, command: str, person: str, place: Place) -> bool:
    async with talk.database.begin() as session:
        card = await cards.keep(session, {"do": command, "words": ""})
    [sent] = await talk.say("/help", user=WHO[person], room=WHERE[place])
    before = len(talk.alerts())
    await talk.press(sent, "", user=WHO[person], data=f"run:{card}")
    return any(alert in REFUSALS for alert in talk.alerts()[before:])


@pytest.mark.parametrize("place", list(WHERE), ids=lambda place: place.value)
@pytest.mark.parametrize("person", list(WHO))
async def test_buttons_are_as_the_page_says(talk: Talk, person: str, place: Place) -> None:
    await inhabit(talk)
    by_label = dict(page_rows("按钮"))
    for prefix, rule in BUTTONS.items():
        star = r" \*" if rule.changes else ""
        cell = by_label[TEXTS.label(f"button_{prefix}") + star][person]
        [sent] = await talk.say("/help", user=WHO[person], room=WHERE[place])
        before = len(talk.alerts())
        await talk.press(sent, "", user=WHO[person], data=f"{prefix}:999999")
        refused = any(alert in REFUSALS for alert in talk.alerts()[before:])
        assert refused is not allowed(cell, place), prefix


def test_every_change_in_the_record_has_a_name() -> None:
    actions = {
        keyword.value.value
        for room in ("store", "handlers", "scheduler", "bot")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record"
        for keyword in node.keywords
        if keyword.arg == "action" and isinstance(keyword.value, ast.Constant)
    }
    assert "bind" in actions
    assert {name for name in actions if TEXTS.action(name) == name} == set()
