"""How Duban fares, in figures that a coordinator and an operator both go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlmodel import SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import marks, schema, waiting
from store.backups import BACKED_UP
from store.tables.notices import Notice, NoticeState
from store.tables.people import Chat, ChatKind, ChatState
from store.tables.plans import Plan, Task
from store.waiting import Queue

LATE = timedelta(minutes=10)
"""a notice that is due for so long, although its chat can be written to"""
BACKUP_GOOD_FOR = timedelta(days=7)
LOOK_BACK = timedelta(days=7)
"""within which failures are of interest"""
MEGABYTE = 1024**2
_SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@dataclass(frozen=True, slots=True)
class State:
    """What there is and what waits."""

    plans: int
    tasks: int
    groups: int
    frozen: int
    """groups that cannot be written to"""
    queue: Queue
    unknown: int
    """notices that may or may not have arrived"""
    failed: int
    """of the last days"""
    planned: date | None
    """the last working day whose reminders are made"""
    backed_up: date | None
    database: str
    """sqlite or postgresql"""
    megabytes: float
    schema: str

    def waits_too_long(self, now: datetime) -> bool:
        """Whether something should have gone out a while ago."""
        return self.queue.oldest is not None and now - self.queue.oldest > LATE

    def needs_backup(self, today: date) -> bool:
        """Whether the latest backup is too long ago, or there is none."""
        return self.backed_up is None or today - self.backed_up > BACKUP_GOOD_FOR


async def state(session: AsyncSession, *, now: datetime) -> State:
    """Count everything as it is now."""
    queue = await waiting.queue(session, now=now)
    name = (await session.connection()).dialect.name
    size = (await (await session.connection()).execute(text(_SIZES[name]))).scalar() or 0
    of_groups = col(Chat.kind) == ChatKind.GROUP
    lately = col(Notice.due_at) > now - LOOK_BACK
    return State(
        plans=await _count(session, Plan),
        tasks=await _count(session, Task),
        groups=await _count(session, Chat, of_groups, col(Chat.bound_at).is_not(None)),
        frozen=await _count(session, Chat, of_groups, col(Chat.state) == ChatState.FROZEN),
        queue=queue,
        unknown=queue.by_state.get(NoticeState.UNKNOWN, 0),
        failed=await _count(session, Notice, col(Notice.state) == NoticeState.FAILED, lately),
        planned=await marks.get(session, marks.PLANNED),
        backed_up=await marks.get(session, BACKED_UP),
        database=name,
        megabytes=size / MEGABYTE,
        schema=schema.newest() or "",
    )


async def _count(session: AsyncSession, table: type[SQLModel], *conditions: object) -> int:
    query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return (await session.exec(query)).one()
