"""What `benchmarks.faults` proves, as lines of the table, and the pace without any fault."""

from __future__ import annotations

from pathlib import Path

from benchmarks.faults import Proof, prove
from benchmarks.tables import Line

LIMIT, PACE = 30, 0.95
"""messages a second that Telegram allows; the part of it that is to be used"""


async def lines(
    folder: Path, *, notices: int = 1_000, chats: int = 300, kills: int = 100, seed: int = 7
) -> list[Line]:
    """Send everything undisturbed, then with faults and kills."""
    return [
        await _pace(_made(folder / "pace"), notices, chats, seed),
        await _kills(_made(folder / "kills"), notices, chats, kills, seed),
    ]


async def _pace(folder: Path, notices: int, chats: int, seed: int) -> Line:
    async with Proof(folder, notices, chats, seed) as proof:
        proof.sandbox.api.faults.set(seed, ())
        process = await proof.spawn()
        await proof.settle(process)
        process.terminate()
        await process.wait()
        verdict = await proof.verdict(kills=0, seconds=0, faults=())
    used = verdict.per_second / LIMIT
    return Line(
        f"{notices:,} notices against a server that enforces the limits",
        f"{verdict.per_second:.1f}/s",
        f"{LIMIT}/s, Telegram's limit",
        f"{used:.0%}",
        f"≥ {PACE:.0%}, no 429",
        used >= PACE and not verdict.violations,
    )


async def _kills(folder: Path, notices: int, chats: int, kills: int, seed: int) -> Line:
    verdict = await prove(folder, notices=notices, rooms=chats, kills=kills, seed=seed)
    return Line(
        f"kill -9 {verdict.kills} times while {notices:,} notices go out, with faults",
        f"{len(verdict.lost)} lost, {verdict.doubled} doubled",
        ratio=f"{len(verdict.unmarked)} without 补发",
        goal="0 lost, 0 unmarked",
        holds=verdict.holds,
    )


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
