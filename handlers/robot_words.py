"""The words about a robot: what is to be done, for which department, by which address and key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from handlers.context import BotContext
from plans.errors.robots import RobotsNotSetUp
from plans.errors.words import BadArguments
from plans.webhooks import secret_for, webhook_of
from store.robots import NewRobot
from store.vault import REFERENCE


class Verb(StrEnum):
    """What can be done with robots; the Chinese words stand in labels.toml."""

    ADD = "add"
    LIST = "list"
    TEST = "test"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about a robot; empty where nothing was."""

    verb: Verb
    department: str = ""
    number: int = 0
    address: str = ""
    secret: str = ""
    is_sound: bool = True
    """whether a department is named and nothing is left over"""


def said_of(words: str, context: BotContext) -> Said:
    """Read the words after /robot; raises BadArguments."""
    first, _, rest = words.strip().partition(" ")
    verb = _verb(first, context)
    if verb is None:
        raise BadArguments(usage="robot")
    if verb is Verb.ADD:
        return details_of(rest)
    if verb is Verb.LIST:
        return Said(verb)
    if not rest.strip().isdecimal():
        raise BadArguments(usage="robot")
    return Said(verb, number=int(rest))


def details_of(words: str, *, department: str = "") -> Said:
    """Read a department's name, an address and a key, in this order, as far as they are there."""
    parts = words.split()
    at = next((n for n, part in enumerate(parts) if _is_address(part)), len(parts))
    address, secret, *more = (*parts[at:], "", "")
    name = department or " ".join(parts[:at])
    return Said(Verb.ADD, name, address=address, secret=secret, is_sound=bool(name) > any(more))


def made_of(said: Said, context: BotContext) -> NewRobot:
    """Check address and key and lock them away; raises what is wrong with them."""
    desk = context.services.robots
    if desk.missing:
        raise RobotsNotSetUp(missing=desk.missing)
    webhook = webhook_of(desk.vault.said(said.address), also=desk.also)
    if said.secret:
        secret_for(webhook.vendor, desk.vault.said(said.secret))
    return NewRobot(
        vendor=webhook.vendor,
        address=desk.vault.keep(said.address if _is_reference(said.address) else webhook.url),
        secret=desk.vault.keep(said.secret) if said.secret else None,
        fingerprint=hashlib.sha256(webhook.url.encode()).hexdigest(),
        hint=webhook.hint,
    )


def _verb(word: str, context: BotContext) -> Verb | None:
    if not word:
        return Verb.LIST
    for verb in Verb:
        if word.lower() in (verb.value, *context.texts.label(f"robot_{verb}_words").split(",")):
            return verb
    return None


def _is_address(word: str) -> bool:
    return "://" in word or _is_reference(word)


def _is_reference(word: str) -> bool:
    return word.startswith(REFERENCE)
