"""The five documents read after a warm-up, and how the time grows with a document's length.

Growth is the time one document of N copies takes, over that of N documents of one copy: the same
letters, read in turn in one run. Processor time, so that what else the machine does counts little.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks import material
from benchmarks.tables import Line, share
from plans.departments import Directory
from plans.reader import read_plan

COPIES = 100
LONGER = 1.2
SAMPLES = Path(__file__).parents[1] / "tests" / "data"
"""own documents, where the published ones are absent"""


def documents() -> Mapping[str, str]:
    """Return the five documents, or our own."""
    own = {file.name: file.read_text("utf-8") for file in sorted(SAMPLES.rglob("*.txt"))[:5]}
    return material.documents() or own


async def lines(_folder: Path, *, copies: int = COPIES, repeats: int = 5) -> list[Line]:
    """Read all documents, and each of them many times over."""
    texts = documents()
    together = _seconds(texts, repeats)
    grown = {name: growth(words, copies) for name, words in texts.items()}
    typical, worst = share(list(grown.values()), 0.5), max(grown.values())
    return [
        Line(
            f"{len(texts)} documents read, {sum(map(len, texts.values())):,} characters",
            f"{together:.2f} s",
            goal="about 1 s",
            holds=together <= 1.2,
        ),
        Line(
            f"a document of {copies} × the length",
            f"{typical * copies:.0f} × the time",
            ratio=f"{typical:.2f}, at worst {worst:.2f}",
            goal=f"≤ {LONGER * copies:.0f} × the time",
            holds=typical <= LONGER,
        ),
    ]


def growth(words: str, copies: int) -> float:
    """Return the time of *copies* in one document over that of *copies* documents."""
    _read(words)
    apart = _read(words, times=copies)
    return _read(words * copies) / apart


def _seconds(texts: Mapping[str, str], repeats: int) -> float:
    """Return the median of *repeats* times all documents, the first not counted."""
    taken = [sum(map(_read, texts.values())) for _ in range(repeats + 1)]
    return share(taken[1:], 0.5)


def _read(words: str, times: int = 1) -> float:
    known = Directory.load().known
    begun = time.process_time()
    for _ in range(times):
        read_plan(words, source="document.txt", known=known)
    return time.process_time() - begun
