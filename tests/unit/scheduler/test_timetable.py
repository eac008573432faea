import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.events import EVENT_JOB_ERROR

from scheduler.timetable import build_timetable

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2017, 12, 1, 1, 0, tzinfo=UTC)


async def idle() -> None:
    return None


async def test_every_job_has_its_own_beat_and_is_never_dropped_for_being_late() -> None:
    timetable = build_timetable({"plan": idle, "dispatch": idle}, zone=SHANGHAI)
    timetable.start(paused=True)
    jobs = timetable.get_jobs()
    assert [job.id for job in jobs] == ["plan", "dispatch"]
    for job in jobs:
        first = job.trigger.get_next_fire_time(None, NOW)
        assert job.trigger.get_next_fire_time(first, first) - first == timedelta(seconds=30)
        assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    timetable.shutdown(wait=False)


async def test_a_job_that_fails_is_called_again_and_its_fault_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    told = asyncio.Semaphore(0)
    timetable = build_timetable({"plan": broken}, zone=SHANGHAI)
    timetable.add_listener(lambda _: told.release(), EVENT_JOB_ERROR)
    timetable.start()
    now = datetime.now(UTC)  # noqa: TID251 - APScheduler's own clock
    for _ in range(2):
        timetable.modify_job("plan", next_run_time=now)
        await asyncio.wait_for(told.acquire(), timeout=5)
    timetable.shutdown(wait=False)
    assert capsys.readouterr().out.count("a job failed") == 2


async def test_a_job_that_the_end_cuts_short_is_no_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    begun = asyncio.Event()
    told = asyncio.Event()

    async def long() -> None:
        begun.set()
        await asyncio.Event().wait()

    timetable = build_timetable({}, zone=SHANGHAI, at_once=long)
    timetable.add_listener(lambda _: told.set(), EVENT_JOB_ERROR)
    timetable.start()
    await asyncio.wait_for(begun.wait(), timeout=5)
    timetable.shutdown(wait=False)
    await asyncio.wait_for(told.wait(), timeout=5)
    said = capsys.readouterr().out
    assert "a job was cut short" in said
    assert "a job failed" not in said
