"""How many questions a person may ask in a minute, so that a busy group is not flooded.

Told once and politely, then nothing until the minute is over. Kept in the memory of this process:
a restart begins anew, and each of several replicas counts for itself. What a person loses is a
moment, so that is enough. Buttons and receipts are not counted: they edit, or change little.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from telegram import Update

MINUTE = timedelta(minutes=1)
QUESTIONS_A_MINUTE = 12
"""of one person; a group gets twenty messages a minute from any bot (docs/telegram.md T6)"""
REMEMBERED = 1000
"""people counted at a time before those whose minute is over are forgotten"""


class Pace(StrEnum):
    """Whether a question is answered."""

    ANSWER = "answer"
    SLOW_DOWN = "slow_down"
    """the first one too many: it is told so"""
    IGNORE = "ignore"


@dataclass
class _Minute:
    start: datetime
    asked: int = 0


@dataclass
class Paces:
    """What everybody has asked within their minute."""

    most: int = QUESTIONS_A_MINUTE
    _minutes: dict[int, _Minute] = field(default_factory=dict)

    def count(self, person: int, *, now: datetime) -> Pace:
        """Count a question of that person."""
        self._forget(now)
        minute = self._minutes.get(person)
        if minute is None or not timedelta() <= now - minute.start < MINUTE:
            minute = self._minutes[person] = _Minute(now)
        minute.asked += 1
        if minute.asked <= self.most:
            return Pace.ANSWER
        return Pace.SLOW_DOWN if minute.asked == self.most + 1 else Pace.IGNORE

    def left(self, person: int, *, now: datetime) -> int:
        """Return the seconds until that person's minute is over."""
        minute = self._minutes.get(person)
        return 0 if minute is None else max((minute.start + MINUTE - now).seconds, 1)

    def _forget(self, now: datetime) -> None:
        if len(self._minutes) >= REMEMBERED:
            self._minutes = {
                person: minute
                for person, minute in self._minutes.items()
                if now - minute.start < MINUTE
            }


def asker_id(update: Update) -> int:
    """Return who is counted: the person, or the group or channel that somebody hides behind."""
    sender = update.effective_sender
    return sender.id if sender else 0
