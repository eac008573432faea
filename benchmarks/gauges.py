"""What a process holds: memory, tasks, threads, open files and sockets."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from pathlib import Path
from typing import Any

from bot.building import CONNECTIONS
from store.database import Database

MOST_SOCKETS = CONNECTIONS + 8
"""to the Bot API at once, and a few of the machinery's own"""
SAMPLES, BETWEEN = 5, 0.05
"""the least of several looks, seconds apart: a beat may be under way in one"""


async def taken(database: Database) -> dict[str, Any]:
    """Return what is held while nothing is under way."""
    gc.collect()
    seen = []
    for _ in range(SAMPLES):
        await asyncio.sleep(BETWEEN)
        seen.append(_now(database))
    return {name: min(one[name] for one in seen) for name in seen[0]}


def _now(database: Database) -> dict[str, Any]:
    names = [_target(link) for link in Path("/proc/self/fd").iterdir()]
    pool: Any = database.engine.pool
    return {
        "memory": resident(),
        "tasks": len(asyncio.all_tasks()),
        "threads": threading.active_count(),
        "files": sum(str(database.file) in name for name in names),
        "held": pool.checkedout(),
        "sockets": sum(name.startswith("socket:") for name in names),
    }


def resident(pid: int | str = "self") -> float:
    """Return the megabytes a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _target(link: Path) -> str:
    try:
        return str(os.readlink(link))  # noqa: PTH115 - sockets are no paths
    except FileNotFoundError:  # closed meanwhile
        return ""
