"""The fixed jobs, and the only place that knows APScheduler (docs/decisions/0003).

It holds no data: every job looks into the tables. A job that is late runs late, once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from zoneinfo import ZoneInfo

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger(__name__)

Job = Callable[[], Awaitable[object]]

TICK_SECONDS = 30
BEATS = {"cards": 5}
"""seconds between the beats of jobs that people watch, by name"""
JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
WORDS = {
    EVENT_JOB_MISSED: "a job was missed",
    EVENT_JOB_ERROR: "a job failed",
    EVENT_JOB_MAX_INSTANCES: "a job is still busy with its last beat",
}


def build_timetable(
    jobs: Mapping[str, Job], *, zone: ZoneInfo, at_once: Job | None = None
) -> AsyncIOScheduler:
    """Build the scheduler with *jobs* by name; the caller starts it once the bot is ready.

    *at_once* is done first, once.
    Each job has its own beat: planning goes on while a long dispatch is under way.
    """
    timetable = AsyncIOScheduler(job_defaults=JOB_DEFAULTS, timezone=zone)
    for name, job in jobs.items():
        beat = IntervalTrigger(seconds=BEATS.get(name, TICK_SECONDS), timezone=zone)
        timetable.add_job(job, beat, id=name)
    if at_once is not None:
        timetable.add_job(at_once, id="at once")
    timetable.add_listener(_tell, EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES)
    return timetable


def _tell(event: JobEvent) -> None:
    """Say what went wrong; a long dispatch makes the next beats wait, which is no fault.

    Nor is a beat that the end of the process cuts short: the next process's first one does it.
    """
    error = getattr(event, "exception", None)
    if isinstance(error, asyncio.CancelledError):
        log.info("a job was cut short", job=event.job_id)
        return
    busy = event.code == EVENT_JOB_MAX_INSTANCES
    speak = log.info if busy else log.error
    speak(WORDS[event.code], job=event.job_id, exc_info=error)
