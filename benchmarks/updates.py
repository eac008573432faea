"""Updates a second through the whole Application, beside the least that PTB can do.

The network answers at once on both sides; each question is asked by another person. Rates are
those of the processor's time: both sides do nothing but compute, and neighbours count little.
"""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks import conversation, material
from benchmarks.conversation import Conversation
from benchmarks.tables import Line, share
from store.database import Database

UPDATES, REPEATS = 200, 5
ASKED = ("/tasks 惠州 市商务局", "/task 惠州 3", "/due", "/help")
GOAL = 1 / 3
TYPICAL = "…" * 300
"""a text of the length of an answer"""


async def lines(folder: Path, *, updates: int = UPDATES, repeats: int = REPEATS) -> list[Line]:
    """Send the same command again and again, ours and the bare handler's in turn."""
    database = Database(f"sqlite+aiosqlite:///{folder}/updates.db")
    await material.load(database)
    ours, bare = conversation.ours(database), conversation.bare(TYPICAL)
    async with ours.application, bare.application:
        found = [await _beside(ours, bare, words, updates, repeats) for words in ASKED]
    await database.close()
    return found


async def _beside(
    ours: Conversation, bare: Conversation, words: str, updates: int, repeats: int
) -> Line:
    await ours.ask(words)
    pairs = [
        (await _rate(ours, words, updates), await _rate(bare, "/tasks", updates))
        for _ in range(repeats)
    ]
    ratio = share([mine / theirs for mine, theirs in pairs], 0.5)
    mine, theirs = (share(rates, 0.5) for rates in zip(*pairs, strict=True))
    return Line(
        f"updates a second: {words.split()[0]}",
        f"{mine:,.0f}/s",
        f"{theirs:,.0f}/s, a bare handler",
        f"{ratio:.2f}",
        "≥ 0.33",
        ratio >= GOAL,
    )


async def _rate(talk: Conversation, words: str, updates: int) -> float:
    begun = time.process_time()
    await talk.all([words] * updates)
    return updates / (time.process_time() - begun)
