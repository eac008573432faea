"""From the start of the process to its first answer, and the memory it then holds.

The bot is `duban run` as it is shipped, on a database that holds the five plans, against the
sandbox's Bot API server; a question is waiting when it starts. Files are as warm as they are.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import datetime
from pathlib import Path

from benchmarks import material
from benchmarks.tables import Line, share
from bot.clock import MovableClock
from bot.opening import open_database
from bot.sandbox import acts
from bot.sandbox.server import Sandbox

STARTS = 5
SECONDS, MEGABYTES = 2.0, 200
"""goals"""
PATIENCE = 60.0
FIRST = "/tasks 惠州 市商务局"
THEN = ("/targets 惠州 电子商务", "/task 惠州 3", "/help", "/due 惠州")
"""questions after which everything that is loaded when needed is loaded"""
MINE = "DUBAN_"


async def lines(folder: Path, *, starts: int = STARTS) -> list[Line]:
    """Start the bot several times; the last one answers more questions and is weighed."""
    url = f"sqlite+aiosqlite:///{folder}/start.db"
    database = await open_database(url)
    await material.load(database)
    await database.close()
    runs = [await _run(folder, url) for _ in range(starts)]
    seconds, computed, weights = zip(*runs, strict=True)
    first, busy, weight = share(seconds, 0.5), share(computed, 0.5), max(weights)
    return [
        Line(
            "start of the process to its first answer",
            f"{first:.2f} s",
            f"{busy:.2f} s of it computing",
            goal=f"≤ {SECONDS:.0f} s",
            holds=first <= SECONDS,
        ),
        Line(
            "memory with the five plans, jieba loaded",
            f"{weight:.0f} MB",
            goal=f"≤ {MEGABYTES} MB",
            holds=weight <= MEGABYTES,
        ),
    ]


async def _run(folder: Path, url: str) -> tuple[float, float, float]:
    """Return the seconds to the first answer by clock and processor, and megabytes after more."""
    sandbox = Sandbox(MovableClock(material.THEN), on_moved=_nothing)
    await sandbox.start()
    person = sandbox.world.add_person("李强")
    _say(sandbox, person.id, FIRST)
    begun = time.monotonic()
    process = await _start(folder, url, sandbox)
    try:
        await _answered(sandbox, process, 1)
        seconds, computed = time.monotonic() - begun, _computed(process.pid)
        for number, words in enumerate(THEN, start=2):
            _say(sandbox, person.id, words)
            await _answered(sandbox, process, number)
        return seconds, computed, _resident(process.pid)
    finally:
        process.terminate()
        await process.wait()
        await sandbox.stop()


async def _start(folder: Path, url: str, sandbox: Sandbox) -> asyncio.subprocess.Process:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(MINE)}
    settings = {
        "DUBAN_TOKEN": sandbox.token,
        "DUBAN_API_URL": sandbox.api_url,
        "DUBAN_DATABASE_URL": url,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "NO_PROXY": "127.0.0.1",
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env=inherited | settings,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def _answered(sandbox: Sandbox, process: asyncio.subprocess.Process, number: int) -> None:
    """Wait for that many messages of the bot's."""
    async with asyncio.timeout(PATIENCE):
        while len(sandbox.api.deliveries) < number:
            if process.returncode is not None:
                raise RuntimeError(f"the bot ended with {process.returncode}")
            await asyncio.sleep(0.005)


async def _nothing(_: datetime) -> None: ...


def _say(sandbox: Sandbox, person: int, words: str) -> None:
    acts.say(sandbox.world, acts.Utterance(chat_id=person, person_id=person, text=words))


def _computed(pid: int) -> float:
    """Return the seconds a process has used of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    """Return the megabytes a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
