"""The numbers of tasks as a document counts them, each once."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from plans.reading.item import Item

_USUAL = 0.8


def numbers(items: list[Item]) -> list[str]:
    """The items' numbers as the document counts them, each once."""
    labels = [item.label for item in items if item.label]
    if labels and len(set(labels)) == len(items):
        return labels
    return _each_once(_counted(items))


def _each_once(numbers: list[str]) -> list[str]:
    """3, 3 -> 3, 3-2: the document counted wrong, or counts what is no task."""
    once: list[str] = []
    taken: set[str] = set()
    last: dict[str, int] = {}
    for number in numbers:
        here = number
        while here in taken:
            last[number] = last.get(number, 1) + 1
            here = f"{number}-{last[number]}"
        taken.add(here)
        once.append(here)
    return once


def _counted(items: list[Item]) -> list[str]:
    """The numbers, as SECTION/NO where counting starts again."""
    runs = _runs(items)
    if len(set(runs)) < 2 or not _restarts(items, runs) or _counts_through(items):
        return [str(item.number) for item in items]
    return [f"{run}/{item.number}" for run, item in zip(runs, items, strict=True)]


def _counts_through(items: list[Item]) -> bool:
    """Whether all but a few items are of one kind and count on from section to section."""
    usual, count = Counter(item.kind for item in items).most_common(1)[0]
    own = [item.number for item in items if item.kind is usual]
    return count >= _USUAL * len(items) and all(a < b for a, b in pairwise(own))


def _runs(items: list[Item]) -> list[int]:
    """For each item, which stretch of counting it belongs to: its section, where that counts on."""
    runs: list[int] = []
    of_group: dict[int, tuple[int, int]] = {}
    for at, item in enumerate(items):
        before = items[at - 1] if at else None
        run, last = of_group.get(id(item.group), (0, 0))
        goes_on = before is not None and (not item.begins_group or item.group is before.group)
        if goes_on and (not item.begins_group or item.number > items[at - 1].number):
            run = runs[-1]
        elif not run or item.number <= last:
            run = max(runs, default=0) + 1
        of_group[id(item.group)] = (run, item.number)
        runs.append(run)
    return runs


def _restarts(items: list[Item], runs: list[int]) -> bool:
    """Whether the same number comes in more than one stretch."""
    return len({item.number for item in items}) < len(items) and any(
        item.begins_group for item, run in zip(items, runs, strict=True) if run > 1
    )
