"""The short form of `make faults`: the real road over real HTTP, killed on the way."""

from pathlib import Path

from benchmarks.faults import prove


async def test_nothing_is_lost_and_every_double_says_so(tmp_path: Path) -> None:
    verdict = await prove(tmp_path, notices=90, rooms=30, kills=3, seed=11)
    assert verdict.kills == 3
    assert verdict.lost == []
    assert verdict.unmarked == []
    assert verdict.violations == {}
    assert verdict.stopped_in < 10
