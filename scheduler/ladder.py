"""Which days have a rung of the ladder on a working day: a few dates to look up, never a scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from scheduler.workdays import Workdays


def steps_on(day: date, rungs: Sequence[int], workdays: Workdays) -> Mapping[date, tuple[int, ...]]:
    """Map each day that has a rung on *day* to its rungs there, the farthest first.

    A rung on a day off moves to the working day before it, so a working day before a holiday may
    carry several rungs of the same date; a day off carries none.
    """
    found: dict[date, list[int]] = defaultdict(list)
    for nominal in workdays.led_to(day):
        for rung in rungs:
            found[nominal + timedelta(days=rung)].append(rung)
    return {due: tuple(sorted(hits, reverse=True)) for due, hits in sorted(found.items())}
