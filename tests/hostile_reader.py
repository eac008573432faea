"""Reads documents in a process of its own and says what each took, one line of JSON for each path.

The peak of a child counts the process that started it, up to the moment it became itself: a test
run, which is large, cannot measure its own children.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from plans.errors.base import DubanError
from plans.files.jail import read_untrusted


def read(path: Path) -> dict[str, object]:
    """Read one document: its text, or the name of the error, with seconds and megabytes."""
    data, own, began = path.read_bytes(), _peak(resource.RUSAGE_SELF), time.monotonic()
    try:
        outcome = {"text": bool(read_untrusted(data, name=path.name))}
    except DubanError as error:
        outcome = {"error": type(error).__name__}
    return outcome | {
        "seconds": time.monotonic() - began,
        "child": _peak(resource.RUSAGE_CHILDREN),
        "growth": _peak(resource.RUSAGE_SELF) - own,
    }


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(read(Path(line.strip()))) + "\n")
        sys.stdout.flush()
