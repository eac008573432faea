"""A digest once more on a chosen day: a row of its own, which leaves the series as it is."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.words import StaleButton
from store import audit
from store.receipts import signed_id
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Contact

SNOOZED = frozenset({NoticeKind.DIGEST, NoticeKind.SNOOZE})


async def root_of(session: AsyncSession, notice: Notice) -> Notice:
    """Return the digest that a message repeats, or is; raises StaleButton for any other."""
    if notice.kind not in SNOOZED:
        raise StaleButton
    return await session.get_one(Notice, signed_id(notice))


async def waiting(session: AsyncSession, root: Notice) -> Notice | None:
    """Return the repetition of a digest that has not gone out yet."""
    query = select(Notice).where(
        Notice.about_id == root.id,
        Notice.kind == NoticeKind.SNOOZE,
        Notice.state == NoticeState.PENDING,
    )
    return (await session.exec(query)).first()


async def snooze(
    session: AsyncSession,
    root: Notice,
    *,
    day: date,
    due_at: datetime,
    actor: Contact,
    now: datetime,
) -> None:
    """Owe a digest once more on *day*; one that waits already is moved there."""
    notice = await waiting(session, root) or Notice(
        key="",
        chat_id=root.chat_id,
        kind=NoticeKind.SNOOZE,
        day=day,
        since=day,
        due_at=due_at,
        wants_receipt=root.wants_receipt,
        about_id=root.id,
        urgency=root.urgency,
    )
    notice.key = f"{day}:{NoticeKind.SNOOZE.value}:{root.chat_id}:{root.id}"
    notice.day = notice.since = day
    notice.due_at = due_at
    session.add(notice)
    await _record(session, root, actor, now, until=day.isoformat())


async def drop(session: AsyncSession, root: Notice, *, actor: Contact, now: datetime) -> None:
    """Owe it no more."""
    if notice := await waiting(session, root):
        await session.delete(notice)
        await _record(session, root, actor, now, until=None)


async def _record(
    session: AsyncSession, root: Notice, actor: Contact, now: datetime, **detail: str | None
) -> None:
    await audit.record(
        session,
        actor=actor,
        action="snooze",
        subject=f"chat:{root.chat_id}",
        at=now,
        day=root.day.isoformat(),
        **detail,
    )
    await session.flush()
