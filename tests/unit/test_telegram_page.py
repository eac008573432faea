"""docs/telegram.md names, for every rule of conduct on Telegram, tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "telegram.md").read_text("utf-8")
RULES = 28
"""T1 to T28, the checklist of the page"""


def test_every_rule_has_a_row() -> None:
    rows = re.findall(r"^\| T(\d+) \|", PAGE, re.MULTILINE)
    assert [int(number) for number in rows] == [*range(1, RULES + 1)]


def test_every_test_that_is_named_is_there() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"def (test_\w+)", code))
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > RULES
    assert named - there == set()


def test_a_rule_without_a_test_is_one_that_is_not_used() -> None:
    bare = [row for row in PAGE.splitlines() if row.startswith("| T") and "`test_" not in row]
    assert all("| 不用" in row for row in bare)


def test_nothing_says_that_it_was_read() -> None:
    """Telegram cannot know; what is known is who has signed."""
    words = [*(ROOT / "texts").rglob("*.j2"), *(ROOT / "texts").glob("*.toml")]
    assert [path.name for path in words if "已读" in path.read_text("utf-8")] == []
