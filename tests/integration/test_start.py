"""What a start does without: the first answer is there sooner, and memory is for what is needed."""

from __future__ import annotations

import subprocess
import sys

ON_DEMAND = (
    *("alembic", "asyncpg", "docx", "openpyxl", "pypdf", "pypinyin", "sentry_sdk"),
    *("bot.sandbox", "plans.reader"),
)
"""libraries and rooms that are loaded by the first who needs them"""


def test_a_start_loads_nothing_that_only_some_need() -> None:
    script = "import bot.commands.serve, sys; print(*sys.modules)"
    command = [sys.executable, "-c", script]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in ON_DEMAND if name in loaded] == []
