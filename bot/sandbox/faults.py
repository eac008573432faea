"""How the sandbox misbehaves when told to: which call meets which fault, drawn from a seed.

The draw depends on the seed, the rule, the chat and how many calls that chat has had, so a run
can be repeated whatever the order in which concurrent calls arrive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.table import HEARS


class Fault(StrEnum):
    """What can go wrong."""

    FLOOD = "flood"
    """429 with retry_after = seconds"""
    SERVER_ERROR = "server_error"
    """an answer of 5xx (`code`), nothing done"""
    RESET_BEFORE = "reset_before"
    """the connection breaks, nothing done"""
    RESET_AFTER = "reset_after"
    """done, then the connection breaks"""
    SILENCE_BEFORE = "silence_before"
    """nothing done, no answer for some seconds, then the connection breaks"""
    SILENCE_AFTER = "silence_after"
    """done, no answer for some seconds, then the connection breaks"""
    SLOW = "slow"
    """done, and answered after some seconds"""
    KICK = "kick"
    """the bot is removed from the chat (blocked in a private one) just before"""
    MIGRATE = "migrate"
    """the group becomes a supergroup just before"""
    DELETE_TOPIC = "delete_topic"
    """the topic is deleted just before"""
    MUTE = "mute"
    """the bot loses the right to write just before"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault, and which calls may meet it."""

    fault: Fault
    probability: float = 1.0
    methods: tuple[str, ...] = ()
    """none means all but those that hear"""
    chats: tuple[int, ...] = ()
    """none means all"""
    times: int | None = None
    """how often at most"""
    seconds: float = 1.0
    code: int = 502
    quiet: bool = False
    """whether the bot gets no update of a migration or removal"""

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Say whether a call can meet this fault at all."""
        named = method in self.methods if self.methods else method not in HEARS
        return named and (not self.chats or chat_id in self.chats)


class Faults:
    """The rules in force, and what has come of them."""

    def __init__(self) -> None:
        self.set(0, ())

    def set(self, seed: int, rules: Iterable[Rule]) -> None:
        """Begin afresh with *rules*; none means to behave."""
        self.seed = seed
        self.rules = tuple(rules)
        self.hits: Counter[int] = Counter()
        self._calls: Counter[tuple[str, int | None]] = Counter()

    def draw(self, method: str, chat_id: int | None) -> Rule | None:
        """Return the fault that this call meets."""
        if not self.rules:
            return None
        self._calls[method, chat_id] += 1
        turn = self._calls[method, chat_id]
        for number, rule in enumerate(self.rules):
            spent = rule.times is not None and self.hits[number] >= rule.times
            if spent or not rule.concerns(method, chat_id):
                continue
            chance = Random(f"{self.seed}:{number}:{method}:{chat_id}:{turn}")  # noqa: S311
            if chance.random() < rule.probability:
                self.hits[number] += 1
                return rule
        return None

    def report(self) -> dict[str, Any]:
        """Return the rules and how often each was met."""
        met = [
            {"fault": rule.fault.value, "probability": rule.probability, "hits": self.hits[number]}
            for number, rule in enumerate(self.rules)
        ]
        return {"seed": self.seed, "rules": met}


def read_rules(given: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """Return rules from JSON."""
    try:
        return [_rule(one) for one in given]
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise bad_request(f"no such rule: {error}") from None


def _rule(given: Mapping[str, Any]) -> Rule:
    values = dict(given)
    values["fault"] = Fault(values["fault"])
    for name in ("methods", "chats"):
        values[name] = tuple(values.get(name, ()))
    return Rule(**values)
