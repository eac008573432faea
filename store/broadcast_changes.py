"""What coordinators do about a broadcast: call it off, 撤回, 更正, 只催未签收.

Each function is one change, written together with its row of the audit table. A change that chats
see is a notice to each of them, like the message it changes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from config.urgency import Urgency
from plans.errors.broadcasts import BroadcastOver
from store import audit, broadcast_progress, broadcasts
from store.contents import Content
from store.tables.broadcasts import Broadcast, BroadcastState
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Contact

TAKEN_BACK = "withdrawn"
"""why a notice was cancelled: the broadcast was taken back before it went out"""
CHASED_WITHIN = timedelta(hours=1)
"""a chat is not chased twice in so short a time"""


async def cancel(session: AsyncSession, row: Broadcast, *, actor: Contact, now: datetime) -> None:
    """Call off a broadcast whose moment has not come; raises BroadcastOver for any other."""
    if row.state is not BroadcastState.WAITING:
        raise BroadcastOver
    row.state = BroadcastState.CANCELLED
    session.add(row)
    await audit.record(session, actor=actor, action="broadcast_cancel", subject=row, at=now)


async def withdraw(session: AsyncSession, row: Broadcast, *, actor: Contact, now: datetime) -> None:
    """Take a broadcast back everywhere; what has not left is not sent any more."""
    if row.state is not BroadcastState.GOING:
        raise BroadcastOver
    row.state, row.version = BroadcastState.WITHDRAWN, row.version + 1
    row.touched_at = now
    session.add(row)
    await session.exec(
        update(Notice)
        .where(
            col(Notice.broadcast_id) == row.id,
            col(Notice.kind) == NoticeKind.BROADCAST,
            col(Notice.state) == NoticeState.PENDING,
            col(Notice.parts_sent) == 0,
        )
        .values(state=NoticeState.CANCELLED, failure=TAKEN_BACK)
    )
    await audit.record(session, actor=actor, action="broadcast_withdraw", subject=row, at=now)


async def amend(
    session: AsyncSession, row: Broadcast, html: str, *, actor: Contact, now: datetime
) -> None:
    """Correct the words of a broadcast everywhere; its files stay."""
    if row.state is not BroadcastState.GOING:
        raise BroadcastOver
    content = Content.from_json(row.content)
    row.content = Content(html, content.files).to_json()
    row.version, row.amended_at = row.version + 1, now
    row.touched_at = now
    session.add(row)
    await audit.record(
        session,
        actor=actor,
        action="broadcast_amend",
        subject=row,
        at=now,
        before=content.html,
        after=html,
    )


async def owe_changes(session: AsyncSession, row: Broadcast, *, day: date, now: datetime) -> None:
    """Owe each chat that sees an earlier version the change to the present one."""
    query = select(Notice.id, Notice.chat_id).where(
        Notice.broadcast_id == row.id,
        Notice.kind == NoticeKind.BROADCAST,
        Notice.state == NoticeState.SENT,
        Notice.version < row.version,
    )
    found = (await session.exec(query)).all()
    await broadcasts.owe(session, (_change(row, *one, day=day, now=now) for one in found))


def _change(
    row: Broadcast, notice: int | None, chat: int, *, day: date, now: datetime
) -> tuple[Any, ...]:
    """Return the change that a chat is owed: the same on whatever day it is looked for."""
    begun = (row.begun_at or now).date()
    return (
        f"{begun}:amend:{chat}:{notice}:{row.version}", chat, NoticeKind.AMENDMENT, day, day, now,
        Urgency.TOP, False, NoticeState.PENDING, row.id, notice,
    )  # fmt: skip


async def chase(
    session: AsyncSession, row: Broadcast, *, day: date, actor: Contact, now: datetime
) -> int:
    """Send a broadcast again to who has it and has not signed; return to how many."""
    if row.state is not BroadcastState.GOING:
        raise BroadcastOver
    waiting = await broadcast_progress.unsigned_notices(session, row.id)
    before = await _chases(session, row.id)
    fresh = [
        _again(row, notice, count, day=day, now=now)
        for notice in waiting
        for count, last in [before.get(notice.id or 0, (0, None))]
        if last is None or last <= now - CHASED_WITHIN
    ]
    await broadcasts.owe(session, fresh)
    if fresh:
        await audit.record(
            session,
            actor=actor,
            action="broadcast_chase",
            subject=row,
            at=now,
            count=len(fresh),
        )
    return len(fresh)


def _again(
    row: Broadcast, notice: Notice, times: int, *, day: date, now: datetime
) -> tuple[Any, ...]:
    """Return the broadcast owed once more, after so many times."""
    key = f"{day}:broadcast:{notice.chat_id}:{notice.id}:{times + 1}"
    return broadcasts.line(row, notice.chat_id, key=key, day=day, now=now, about=notice.id)


async def _chases(session: AsyncSession, broadcast_id: int) -> dict[int, tuple[int, datetime]]:
    """How often each notice was chased, and when last."""
    query = (
        select(Notice.about_id, func.count(), func.max(Notice.due_at))
        .where(
            Notice.broadcast_id == broadcast_id,
            Notice.kind == NoticeKind.BROADCAST,
            col(Notice.about_id).is_not(None),
        )
        .group_by(col(Notice.about_id))
    )
    return {about or 0: (count, last) for about, count, last in await session.exec(query)}
