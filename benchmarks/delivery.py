"""What `benchmarks.faults` proves, as a line of the table."""

from __future__ import annotations

from pathlib import Path

from benchmarks.faults import prove
from benchmarks.tables import Line


async def lines(
    folder: Path, *, notices: int = 1_000, chats: int = 300, kills: int = 100, seed: int = 7
) -> list[Line]:
    """Send everything with faults and kills."""
    verdict = await prove(folder, notices=notices, rooms=chats, kills=kills, seed=seed)
    return [
        Line(
            f"kill -9 {verdict.kills} times while {notices:,} notices go out, with faults",
            f"{len(verdict.lost)} lost, {verdict.doubled} doubled",
            ratio=f"{len(verdict.unmarked)} without 补发",
            goal="0 lost, 0 unmarked",
            holds=verdict.holds,
        )
    ]
