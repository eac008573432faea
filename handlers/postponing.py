"""Updates that cannot be handled now, since the database is away, are handled when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Handling:
    """One attempt at an update, by somebody who will try again."""

    is_postponed: bool = False


_NOW: ContextVar[Handling | None] = ContextVar("handling", default=None)


@contextmanager
def handling() -> Iterator[Handling]:
    """Say that whoever handles an update in here may put it off."""
    current = Handling()
    token = _NOW.set(current)
    try:
        yield current
    finally:
        _NOW.reset(token)


def postpone() -> bool:
    """Put the update off that is being handled; False where nobody would come back to it."""
    current = _NOW.get()
    if current is None:
        return False
    current.is_postponed = True
    return True
