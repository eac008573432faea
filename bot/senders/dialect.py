"""What a group robot's messenger wants posted, and what it answers: the same for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from plans.webhooks import Webhook
from scheduler.senders import (
    ChatGone,
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    RateLimited,
    Rejected,
)

REMOVED, SIGNATURE, KEYWORD, ADDRESS, KEY = (
    "robot_removed",
    "robot_sign",
    "robot_keyword",
    "robot_ip",
    "robot_key",
)
"""why a robot cannot be written to: labels `frozen_…`"""
A_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Post:
    """What is posted where; the address holds a secret and is never logged."""

    url: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; failures too are answered with status 200 and a code in the body."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]

    def code(self, *names: str) -> int | None:
        """Return the number under the first of *names* that is there."""
        found = next((self.body[name] for name in names if name in self.body), None)
        return found if isinstance(found, int) else None

    def says(self, *names: str) -> str:
        """Return the words under the first of *names* that is there."""
        return str(next((self.body[name] for name in names if name in self.body), ""))


@dataclass(frozen=True, slots=True)
class Codes:
    """What a vendor's numbers mean; 0 always means that a message has arrived."""

    too_fast: Collection[int]
    busy: Collection[int] = ()
    """not taken, nothing wrong with it"""

    def judge(
        self, code: int | None, said: str, *, wait: float, gone: str | None, status: int
    ) -> DeliveryError | None:
        """Say what *code* means for a message: *gone* is why the robot cannot be written to.

        *wait*: seconds to leave it alone after too much.
        """
        if code is None:
            return OutcomeUnknown(f"status {status} without a code")
        if code == 0:
            return None
        words = f"{code}: {said}"
        if code in self.too_fast:
            return RateLimited(wait)
        if code in self.busy:
            return NotSent(words)
        return ChatGone(words, reason=gone) if gone else Rejected(words)


class Dialect(Protocol):
    """One vendor's way; its module is one."""

    def post(
        self, webhook: Webhook, secret: str | None, outgoing: Outgoing, *, now: datetime
    ) -> Post:
        """Write a message, signed where there is a secret."""
        ...

    def refusal(self, answer: Answer) -> DeliveryError | None:
        """Say what an answer means for the message; None: it arrived."""
        ...
