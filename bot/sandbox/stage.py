"""How the stage is set: a coordinator with a private chat, and one group for each department."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.sandbox import places
from bot.sandbox.people import Chat, Kind, Person, Standing
from bot.sandbox.tour import TourStep
from bot.sandbox.world import World

_STAGE = Path(__file__).parent / "stage.toml"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what is there when the curtain rises."""

    coordinator: Person
    private: Chat
    """the coordinator's chat with the bot"""
    groups: Mapping[str, Chat]
    """by department"""
    contacts: Mapping[str, Person]
    """one of each department"""


def bot_account(number: int) -> Person:
    """Return the bot's own account."""
    told = _stage()["bot"]
    return Person(number, told["name"], told["username"], is_bot=True)


def seed_world(world: World, departments: Sequence[str], *, forum: bool = False) -> Cast:
    """Make the coordinator and a group for each department, the bot already in; no updates."""
    told = _stage()
    lead = told["coordinator"]
    coordinator = world.add_person(lead["name"], role=lead["role"], username=lead["username"])
    private = world.chat(coordinator.id)
    places.seat(world, private, world.bot, Standing.MEMBER)
    contacts = {
        department: _contact(world, department, number)
        for number, department in enumerate(departments)
    }
    groups = {
        department: _group(world, department, coordinator, contacts[department], forum=forum)
        for department in departments
    }
    return Cast(coordinator, private, groups, contacts)


def tour_of(cast: Cast) -> list[TourStep]:
    """Return the tour of stage.toml, played by *cast*."""
    department = next(iter(cast.groups))
    return [_step(step, cast, department) for step in _stage()["tour"]]


def _step(step: Mapping[str, str], cast: Cast, department: str) -> TourStep:
    chat = cast.private if step["where"] == "private" else cast.groups[department]
    person = cast.coordinator if step["who"] == "coordinator" else cast.contacts[department]
    return TourStep(
        step["title"],
        step["hint"],
        chat.id,
        person.id,
        step.get("text", "").format(department=department),
        step.get("move", ""),
    )


def _contact(world: World, department: str, number: int) -> Person:
    told = _stage()
    known = told["contacts"]
    role = told["contact"]["role"].format(department=department)
    name = known[number % len(known)]
    again = "" if number < len(known) else f" {number + 1}"
    return world.add_person(name["name"] + again, role=role, username=name.get("username"))


def _group(world: World, department: str, owner: Person, contact: Person, *, forum: bool) -> Chat:
    title = _stage()["group"]["title"].format(department=department)
    kind = Kind.SUPERGROUP if forum else Kind.GROUP
    chat = world.add_chat(title, kind=kind, is_forum=forum)
    places.seat(world, chat, owner, Standing.CREATOR)
    places.seat(world, chat, contact, Standing.MEMBER)
    places.seat(world, chat, world.bot, Standing.MEMBER)
    return chat


@lru_cache(maxsize=1)
def _stage() -> dict[str, Any]:
    return tomllib.loads(_STAGE.read_text(encoding="utf-8"))
