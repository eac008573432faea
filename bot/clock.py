"""The only reader of the clock. Everything else takes `now` as a value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the present instant, aware, in UTC."""


def utc_now() -> datetime:
    """Return the machine's present instant in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may


class MovableClock:
    """A clock that runs on from wherever it is set: the sandbox's time machine."""

    def __init__(self, start: datetime, *, real: Clock = utc_now) -> None:
        self._real = real
        self._offset = start - real()

    def __call__(self) -> datetime:
        """Return the present instant of this clock, in UTC."""
        return self._real() + self._offset

    def move_to(self, instant: datetime) -> None:
        """Go on from *instant*; going back would break the order of what was sent."""
        self._offset = max(instant - self._real(), self._offset + timedelta(0))
