"""What a benchmark found, and how it is printed: a Markdown table that a README can quote."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import __version__ as sqlalchemy_version
from telegram import __version__ as telegram_version

HEAD = ("what", "ours", "peer", "ratio", "goal", "")
VERDICTS = {True: "holds", False: "MISSED", None: ""}


@dataclass(frozen=True)
class Line:
    """One figure; `holds` is None where there is no goal to hold."""

    what: str
    ours: str
    peer: str = ""
    ratio: str = ""
    goal: str = ""
    holds: bool | None = None


def table(lines: Iterable[Line]) -> str:
    """Set *lines* as a Markdown table with aligned columns."""
    rows = [
        HEAD,
        *(
            (one.what, one.ours, one.peer, one.ratio, one.goal, VERDICTS[one.holds])
            for one in lines
        ),
    ]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    body = [_row(row, widths) for row in rows]
    return "\n".join([body[0], _row(["-" * width for width in widths], widths), *body[1:]])


def machine() -> str:
    """Describe what it was measured on; absolute figures mean nothing without it."""
    busy = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {os.cpu_count()} cores{busy}; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, SQLAlchemy {sqlalchemy_version}, "
        f"python-telegram-bot {telegram_version}"
    )


def share(values: Sequence[float], part: float) -> float:
    """Return the value below which that part of *values* lies: 0.5 the median, 0.99 the p99."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def milliseconds(seconds: float) -> str:
    """Write a duration as the tables do."""
    return f"{seconds * 1000:.1f} ms"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
