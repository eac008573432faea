"""What was answered before and is still true: a town's offices ask the same over and over."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

MOST = 1000
"""answers kept, some kilobytes each; the one asked for longest ago gives way"""
Value = TypeVar("Value")


@dataclass
class Recollection(Generic[Value]):
    """Answers by all they depend on, forgotten together when the plans become others.

    Only what has been committed is kept: an answer names cards, and they must be there.
    """

    most: int = MOST
    _plans: object = None
    _answers: OrderedDict[Hashable, Value] = field(default_factory=OrderedDict)

    def find(self, plans: object, question: Hashable) -> Value | None:
        """Return the answer that was given with the same *plans*."""
        if plans is not self._plans or question not in self._answers:
            return None
        self._answers.move_to_end(question)
        return self._answers[question]

    def keep(self, plans: object, question: Hashable, answer: Value) -> None:
        """Keep an answer."""
        if plans is not self._plans:
            self._answers.clear()
            self._plans = plans
        self._answers[question] = answer
        if len(self._answers) > self.most:
            self._answers.popitem(last=False)
