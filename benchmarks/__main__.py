"""All figures of the design in one run: `make bench`, or some: `python -m benchmarks reading`.

`--quick` takes small sizes and proves only that everything runs.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from benchmarks import (
    accuracy,
    broadcast,
    country,
    delivery,
    dispatch,
    growth,
    questions,
    reading,
    reminders,
    start,
    updates,
)
from benchmarks.tables import Line, machine, table

Benchmark = Callable[[Path], Awaitable[Sequence[Line]]]

FULL: Mapping[str, Benchmark] = {
    "accuracy": accuracy.lines,
    "reading": reading.lines,
    "questions": questions.lines,
    "updates": updates.lines,
    "reminders": reminders.lines,
    "dispatch": dispatch.lines,
    "delivery": delivery.lines,
    "broadcast": broadcast.lines,
    "start": start.lines,
    "growth": growth.lines,
    "country": country.lines,
}
QUICK: Mapping[str, Benchmark] = {
    "accuracy": accuracy.lines,
    "reading": lambda folder: reading.lines(folder, copies=10, repeats=1),
    "questions": lambda folder: questions.lines(folder, tasks=2_000, rounds=20),
    "updates": lambda folder: updates.lines(folder, updates=10, repeats=1),
    "reminders": lambda folder: reminders.lines(folder, notices=500, jobs=50),
    "dispatch": lambda folder: dispatch.lines(folder, notices=40),
    "delivery": lambda folder: delivery.lines(folder, notices=40, chats=10, kills=1),
    "broadcast": lambda folder: broadcast.lines(folder, count=20),
    "start": lambda folder: start.lines(folder, starts=1),
    "growth": lambda folder: growth.lines(folder, tasks=(300,), chats=(10, 50), rounds=5),
    "country": lambda folder: country.lines(folder, chats=100, messages=400),
}


async def measured(names: Sequence[str], benchmarks: Mapping[str, Benchmark]) -> list[Line]:
    """Run the benchmarks one after the other, each in a folder of its own."""
    found: list[Line] = []
    for name in names:
        sys.stderr.write(f"{name} …\n")
        with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
            found += await benchmarks[name](Path(folder))
    return found


def main() -> int:
    """Print the table; 1 where a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*FULL, []], metavar="NAME", help=str([*FULL]))
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)  # the sandbox's faults are ordered, and PTB reports each
    lines = asyncio.run(measured(given.names or [*FULL], QUICK if given.quick else FULL))
    print(f"{table(lines)}\n\n{machine()}")
    return 0 if all(line.holds is not False for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
