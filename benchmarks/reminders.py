"""What `benchmarks.planning` measures, as lines of the table."""

from __future__ import annotations

from pathlib import Path

from benchmarks import planning
from benchmarks.tables import Line, milliseconds

QUIET, FASTER = 0.075, 30
"""goals: seconds for a day with nothing due; times the peer's rate"""


async def lines(folder: Path, *, notices: int = 50_000, jobs: int = 2_000) -> list[Line]:
    """Plan a quiet day and a busy one, and let APScheduler fire one job a reminder."""
    quiet, busy, _ = await planning.ours(str(folder), notices)
    added, fired = await planning.peer(str(folder), jobs)
    rate, peer = notices / busy, jobs / (added + fired)
    return [
        Line(
            "planning a day, 100,000 open deadlines, none due",
            milliseconds(quiet),
            goal="about 50 ms",
            holds=quiet <= QUIET,
        ),
        Line(
            f"planning {notices:,} notices",
            f"{rate:,.0f}/s",
            f"{peer:,.0f}/s, APScheduler, {jobs:,} jobs",
            f"{rate / peer:.0f} ×",
            f"≥ {FASTER} ×",
            rate / peer >= FASTER,
        ),
    ]
