"""Reminders of a plan that are planned but not sent: what a new version does to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import exists, update
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.departments import Directory
from plans.model import PlanFacts, TaskFacts
from plans.revision import Difference, days_of
from store.tables.notices import Notice, NoticeItem, NoticeState, Paper
from store.tables.people import Chat
from store.tables.plans import Department

CHANGED = "changed"
"""why a notice was cancelled: nothing it spoke of is in the plan any more"""
YEARS_END = (12, 31)
_PLAN = "*"
"""begins the number of a target of the whole plan (store/deadlines.py)"""


class Waiting(NamedTuple):
    """A line of a notice that has not left, and the identity its chat speaks for."""

    item: NoticeItem
    identity: str | None

    @property
    def number(self) -> str:
        """The task it is about, in the numbers of the version it was planned by."""
        return self.item.occurrence.rpartition("#")[2].split(":")[0]


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of the lines that wait."""

    withdrawn: tuple[int, ...]
    """ids of items that nothing in the new version stands behind"""
    reworded: int
    """lines about changed tasks: they go out in the new words"""


async def waiting(session: AsyncSession, key: str) -> Sequence[Waiting]:
    """Return the lines about the plan of *key* that no request has begun to send."""
    query = (
        select(NoticeItem, Department.identity)
        .join(Notice, col(NoticeItem.notice_id) == col(Notice.id))
        .join(Chat, col(NoticeItem.chat_id) == Chat.id)
        .join(Department, col(Chat.department_id) == Department.id, isouter=True)
        .where(
            Notice.state == NoticeState.PENDING,
            Notice.parts_sent == 0,
            col(NoticeItem.occurrence).startswith(f"{key}#", autoescape=True),
        )
        .order_by(col(NoticeItem.id))
    )
    return [Waiting(item, identity) for item, identity in await session.exec(query)]


def effect(
    lines: Iterable[Waiting], facts: PlanFacts | None, changes: Difference | None, who: Directory
) -> Effect:
    """Tell what a version (None: the plan is taken out) does to lines that wait."""
    tasks = {task.number: task for task in facts.tasks} if facts else {}
    touched = _touched(changes)
    gone: list[int] = []
    reworded = 0
    for line in lines:
        if not _stands(line, tasks.get(line.number), facts, who):
            gone.append(line.item.id or 0)
        elif line.number in touched:
            reworded += 1
    return Effect(tuple(gone), reworded)


async def withdraw(session: AsyncSession, ids: Collection[int]) -> None:
    """Take lines out of their notices; one that is left with nothing to carry is cancelled."""
    if not ids:
        return
    theirs = select(NoticeItem.notice_id).where(col(NoticeItem.id).in_(ids)).distinct()
    notices = (await session.exec(theirs)).all()
    await session.exec(delete(NoticeItem).where(col(NoticeItem.id).in_(ids)))
    left = select(NoticeItem.notice_id).where(col(NoticeItem.notice_id).in_(notices))
    kept = (await session.exec(left.group_by(col(NoticeItem.notice_id)))).all()
    empty = set(notices) - set(kept)
    carries = exists().where(col(Paper.notice_id) == col(Notice.id))
    await session.exec(
        update(Notice)
        .where(col(Notice.id).in_(empty), col(Notice.details).is_(None), ~carries)
        .values(state=NoticeState.CANCELLED, failure=CHANGED)
    )


def _touched(changes: Difference | None) -> set[str]:
    if changes is None:
        return set()
    return {number for c in changes.changed for number in (c.before.number, c.after.number)}


def _stands(line: Waiting, task: TaskFacts | None, facts: PlanFacts | None, who: Directory) -> bool:
    """Whether the new version still says that this chat has to do with it on that day."""
    if facts is not None and line.number.startswith(_PLAN):
        return any(target.due == line.item.due or target.every for target in facts.plan_targets)
    if task is None or not _falls_on(task, line.item):
        return False
    if line.item.role is None:  # the coordinators see what nobody has
        return not task.duties
    return line.identity in {who.identity(d.department) or d.department for d in task.duties}


def _falls_on(task: TaskFacts, item: NoticeItem) -> bool:
    yearly = any(target.every for target in task.targets)
    return item.due in days_of(task) or (yearly and (item.due.month, item.due.day) == YEARS_END)
