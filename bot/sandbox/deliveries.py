"""The log of every message that was delivered: what proofs of delivery are checked against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any

from bot.sandbox.people import Message


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that reached its chat."""

    number: int
    method: str
    chat_id: int
    message_id: int
    text: str
    date: int
    """by the sandbox's clock"""
    second: float
    """since the log was begun, by the machine's"""
    outcome: str
    """what the bot learnt: `answered`, or the fault that kept the answer from it"""


class Deliveries:
    """All deliveries in order, and a count of every call's outcome."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin afresh."""
        self._start = monotonic()
        self._log: list[Delivery] = []
        self.calls: Counter[str] = Counter()

    def record(self, method: str, messages: Iterable[Message], *, outcome: str) -> None:
        """Log what *method* delivered: one message or an album."""
        for message in messages:
            self._log.append(self._entry(method, message, outcome))

    def since(self, number: int) -> list[dict[str, Any]]:
        """Return what was delivered after the first *number* entries."""
        return [asdict(delivery) for delivery in self._log[number:]]

    def __len__(self) -> int:
        return len(self._log)

    def _entry(self, method: str, message: Message, outcome: str) -> Delivery:
        return Delivery(
            len(self._log) + 1,
            method,
            message.chat_id,
            message.id,
            message.formatted.text,
            message.date,
            round(monotonic() - self._start, 3),
            outcome,
        )
