"""Planning a day with nothing due, planning 50,000 notices, and APScheduler beside it.

    .venv/bin/python -m benchmarks.planning [--notices N]

Every figure is taken in one run on one machine; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import insert

from config.reminders import load_ladder
from plans.model import Role
from scheduler.owing import Rules
from scheduler.planner import plan_days
from scheduler.workdays import build_workdays
from store.database import Database
from store.tables.people import Chat, ChatKind, ChatState
from store.tables.plans import Department, Duty, Plan, Task

DUE = date(2027, 6, 30)
LATER = date(2028, 6, 30)
QUIET_DAY = date(2026, 11, 24)
BUSY_DAY = date(2027, 6, 23)
RULES = Rules(load_ladder(), build_workdays(), lambda _year: (), ZoneInfo("Asia/Shanghai"))
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


async def fill(database: Database, *, tasks: int, chats: int) -> None:
    """One plan, a department and a chat for each of *chats*, *tasks* tasks, the first due soon."""
    plan = {
        "id": 1, "key": "plan", "source": "plan.txt", "place": "惠州市", "horizon": [],
        "text": "", "digest": "", "imported_at": LONG_AGO,
    }  # fmt: skip
    departments = [
        {"id": n, "place": "惠州市", "name": f"单位{n}", "identity": f"单位{n}"}
        for n in range(1, chats + 1)
    ]
    rooms = [
        {
            "id": n, "telegram_id": -n, "thread_id": 0, "kind": ChatKind.GROUP, "title": f"群{n}",
            "department_id": n, "is_coordinators": False, "state": ChatState.ACTIVE,
            "bound_at": LONG_AGO,
        }
        for n in range(1, chats + 1)
    ]  # fmt: skip
    numbered = [
        {
            "id": n, "plan_id": 1, "number": str(n), "position": n,
            "due": DUE if n <= chats else LATER,
            "span_start": 0, "span_end": 0,
        }
        for n in range(1, tasks + 1)
    ]  # fmt: skip
    duties = [
        {
            "task_id": n, "department_id": (n - 1) % chats + 1, "role": Role.LEAD,
            "span_start": 0, "span_end": 0,
        }
        for n in range(1, tasks + 1)
    ]  # fmt: skip
    async with database.engine.begin() as connection:
        for model, rows in (
            (Plan, [plan]), (Department, departments), (Chat, rooms), (Task, numbered),
            (Duty, duties),
        ):  # fmt: skip
            table: Any = model.__table__  # type: ignore[attr-defined]
            await connection.execute(insert(table), rows)


async def timed(database: Database, day: date) -> tuple[int, float]:
    start = time.perf_counter()
    async with database.begin() as session:
        made = await plan_days(session, days=[day], rules=RULES)
    return made, time.perf_counter() - start


async def ours(folder: str, notices: int) -> tuple[float, float, float]:
    """Seconds for a quiet day, for a busy one, and what the processor worked on the latter."""
    database = Database(f"sqlite+aiosqlite:///{folder}/duban.db")
    await database.create_tables()
    await fill(database, tasks=100_000, chats=notices)
    await timed(database, QUIET_DAY)  # the first one compiles the statements
    quiet = min([(await timed(database, QUIET_DAY))[1] for _ in range(5)])
    before = time.process_time()
    made, busy = await timed(database, BUSY_DAY)
    worked = time.process_time() - before
    assert made == notices, made
    again, _ = await timed(database, BUSY_DAY)
    assert again == 0, again
    await database.close()
    return quiet, busy, worked


async def remind(number: int) -> None:
    """What the peer's job does: nothing but being called; the last one tells."""
    if number == 0:
        FIRED.release()


FIRED = asyncio.Semaphore(0)


async def peer(folder: str, jobs: int) -> tuple[float, float]:
    """Add and fire *jobs* one-off jobs of APScheduler in a SQLAlchemy job store."""
    scheduler = AsyncIOScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{folder}/jobs.db")},
        job_defaults={"misfire_grace_time": None},
    )
    scheduler.start(paused=True)
    when = datetime.now(UTC) + timedelta(seconds=1)  # noqa: TID251 - a benchmark's own clock
    start = time.perf_counter()
    for number in reversed(range(jobs)):
        scheduler.add_job(remind, "date", run_date=when, args=[number], id=str(number))
    added = time.perf_counter() - start
    start = time.perf_counter()
    scheduler.resume()
    await FIRED.acquire()
    fired = time.perf_counter() - start
    scheduler.shutdown(wait=False)
    return added, fired


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=50_000)
    parser.add_argument("--jobs", type=int, default=2_000, help="the peer's; scaled up by rate")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        quiet, busy, worked = await ours(folder, arguments.notices)
        added, fired = await peer(folder, arguments.jobs)
    rate, peer_rate = arguments.notices / busy, arguments.jobs / (added + fired)
    print(f"a day with 100,000 open deadlines, nothing due   {quiet * 1000:8.1f} ms")
    print(f"{arguments.notices:,} notices planned {busy:31.2f} s, {worked:.2f} s of it at work")
    print(f"APScheduler 3, {arguments.jobs:,} jobs: added in {added:.2f} s, fired in {fired:.2f} s")
    print(f"notices a second: {rate:,.0f} against {peer_rate:,.0f}: {rate / peer_rate:.0f} ×")


if __name__ == "__main__":
    asyncio.run(main())
