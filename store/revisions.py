"""Versions of plans put into force, and taken back within a day: each in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.corrections import Answer, new_names
from plans.departments import Directory
from plans.errors.words import NothingToUndo
from plans.keeping import answers_to_keep, from_kept, to_keep
from plans.model import PlanFacts
from plans.revision import Difference, difference
from store import aliases, audit, marks, unsent
from store.facts import facts_of
from store.imports import Change, remove_plan, save_plan
from store.tables.intakes import Revision
from store.tables.people import Contact
from store.tables.plans import Plan
from store.types import row_id

UNDO_WITHIN = timedelta(days=1)
COMMAND_LINE = "command line"
"""the actor where somebody at the machine did it"""


@dataclass(frozen=True, slots=True)
class Handed:
    """What came with a version besides its facts."""

    file_name: str
    document: bytes | None = None
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What putting a version into force did."""

    change: Change
    difference: Difference | None
    """None where the plan is new"""
    withdrawn: int = 0
    """lines taken out of reminders that had not left"""
    revision_id: int | None = None
    """None where nothing changed"""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back."""

    revision: Revision
    title: str | None
    restored: PlanFacts | None
    """None where the plan was new and is gone now"""


async def find(session: AsyncSession, key: str) -> Plan | None:
    """Return the plan of that key, if there is one."""
    return (await session.exec(select(Plan).where(Plan.key == key))).first()


async def keys(session: AsyncSession) -> Sequence[str]:
    """Return the keys of all plans, in alphabetical order."""
    return (await session.exec(select(Plan.key).order_by(Plan.key))).all()


async def put_in_force(
    session: AsyncSession,
    facts: PlanFacts,
    handed: Handed,
    *,
    directory: Directory,
    actor: Contact | str,
    now: datetime,
    today: date,
) -> Applied:
    """Store *facts* as the plan's version; what says the same as the stored one changes nothing."""
    plan = await find(session, facts.key)
    before = await facts_of(session, plan) if plan else None
    found = difference(before, facts) if before else None
    if plan is not None and found is not None and found.is_nothing:
        return Applied(Change(plan.id, facts.key, is_new=False), found)
    names = new_names(handed.answers)
    who = await aliases.add(session, names, directory=directory, now=now)
    change, withdrawn = await _store(session, facts, found, who, now)
    await marks.reopen(session, marks.PLANNED, today)  # what is due today by this is still to tell
    revision = await _keep(session, facts.key, handed, before, actor=actor, now=now)
    await audit.record(
        session,
        actor=actor,
        action="revise" if before else "import",
        subject=f"plan:{facts.key}",
        at=now,
        **_detail(change, withdrawn, names),
    )
    return Applied(change, found, withdrawn, revision.id)


async def _keep(
    session: AsyncSession,
    key: str,
    handed: Handed,
    before: PlanFacts | None,
    *,
    actor: Contact | str,
    now: datetime,
) -> Revision:
    """Keep what a version came with, and what it took the place of, to be taken back by."""
    revision = Revision(
        key=key,
        at=now,
        actor=audit.reference(actor),
        file_name=handed.file_name,
        document=handed.document,
        answers=answers_to_keep(handed.answers),
        before=to_keep(before) if before else None,
        digest=await _digest(session, key),
    )
    session.add(revision)
    await session.flush()
    return revision


async def undo(
    session: AsyncSession,
    number: int | None,
    *,
    directory: Directory,
    actor: Contact | str,
    now: datetime,
    today: date,
) -> Undone:
    """Take back the version of that number, or the latest; raises NothingToUndo."""
    revision = await _undoable(session, number, now)
    plan = await find(session, revision.key)
    if plan is None or plan.digest != revision.digest:
        raise NothingToUndo
    title = plan.title
    restored = await _restore(session, plan, revision, directory=directory, now=now)
    await marks.reopen(session, marks.PLANNED, today)
    revision.undone_at, revision.document = now, None
    session.add(revision)
    await audit.record(
        session,
        actor=actor,
        action="undo",
        subject=f"plan:{revision.key}",
        at=now,
        revision=revision,
    )
    return Undone(revision, title, restored)


async def _restore(
    session: AsyncSession, plan: Plan, revision: Revision, *, directory: Directory, now: datetime
) -> PlanFacts | None:
    """Put the version before into force again; without one the plan goes."""
    if not revision.before:
        await _withdraw(session, plan.key, None, None, directory)
        await remove_plan(session, plan)
        return None
    restored = from_kept(revision.before)
    found = difference(await facts_of(session, plan), restored)
    await _store(session, restored, found, await aliases.current(session, directory), now)
    await _hand_back(session, revision)
    return restored


async def latest(session: AsyncSession, key: str | None = None) -> Revision | None:
    """Return the newest version in force, of one plan or of any."""
    query = select(Revision).where(col(Revision.undone_at).is_(None))
    if key is not None:
        query = query.where(Revision.key == key)
    return (await session.exec(query.order_by(col(Revision.id).desc()).limit(1))).first()


async def _undoable(session: AsyncSession, number: int | None, now: datetime) -> Revision:
    newest = await latest(session)
    revision = newest if number is None else await session.get(Revision, row_id(number))
    if revision is None or revision.undone_at or now - revision.at > UNDO_WITHIN:
        raise NothingToUndo
    return revision


async def _store(
    session: AsyncSession,
    facts: PlanFacts,
    found: Difference | None,
    directory: Directory,
    now: datetime,
) -> tuple[Change, int]:
    """Bring the rows in line, and what is planned but not sent with them."""
    change = await save_plan(session, facts, directory=directory, now=now)
    withdrawn = await _withdraw(session, facts.key, facts, found, directory)
    return change, withdrawn


async def _withdraw(
    session: AsyncSession,
    key: str,
    facts: PlanFacts | None,
    found: Difference | None,
    directory: Directory,
) -> int:
    lines = await unsent.waiting(session, key)
    gone = unsent.effect(lines, facts, found, directory).withdrawn
    await unsent.withdraw(session, gone)
    return len(gone)


async def _hand_back(session: AsyncSession, undone: Revision) -> None:
    """Let the version before answer for the plan again."""
    query = select(Revision).where(
        Revision.key == undone.key, Revision.id < undone.id, col(Revision.undone_at).is_(None)
    )
    earlier = (await session.exec(query.order_by(col(Revision.id).desc()).limit(1))).first()
    if earlier is not None:
        earlier.digest = await _digest(session, undone.key)
        session.add(earlier)


async def _digest(session: AsyncSession, key: str) -> str:
    plan = await find(session, key)
    return plan.digest if plan else ""


def _detail(change: Change, withdrawn: int, names: Iterable[str]) -> dict[str, Any]:
    counts = {
        "added": len(change.added),
        "changed": len(change.changed),
        "removed": len(change.removed),
        "withdrawn": withdrawn,
    }
    detail: dict[str, Any] = {name: count for name, count in counts.items() if count}
    if names:
        detail["departments"] = ", ".join(names)
    return detail
