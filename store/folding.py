"""What waits for a chat put into one message: however late, and whyever it is owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.bulk import chunks
from store.notices import AGAIN, COUNTED, FOLDED, again, hold, unsent
from store.tables.notices import Notice, NoticeItem, NoticeKind, NoticeState, Paper


async def fold(session: AsyncSession, day: date, *, until: datetime) -> None:
    """Leave each chat one unsent message up to *day*: its digest of the day, else the earliest.

    What goes out after *until*, when a pause is over, is put together by itself.
    """
    earlier = await _waiting(session, day)
    digests = await _digests(session, {one.chat_id for one in earlier}, day)
    groups: dict[tuple[int, bool], list[Notice]] = defaultdict(list)
    for notice in (*digests, *earlier):
        groups[notice.chat_id, notice.due_at > until].append(notice)
    held = await hold(session, [one.id or 0 for group in groups.values() for one in group])
    for group in groups.values():
        group.sort(key=lambda one: COUNTED.index(one.kind))
        target, *others = [one for one in group if one.id in held] or group[:1]
        for other in others:
            await _move(session, other, target)
    await session.flush()


async def _waiting(session: AsyncSession, day: date) -> Sequence[Notice]:
    """What has not left, but for the digests of *day*."""
    query = (
        select(Notice)
        .where(unsent(), col(Notice.kind).in_(COUNTED), col(Notice.day) <= day)
        .where((col(Notice.day) < day) | (col(Notice.kind) != NoticeKind.DIGEST))
        .order_by(col(Notice.day), col(Notice.id))
    )
    return (await session.exec(query)).all()


async def _digests(session: AsyncSession, chats: set[int], day: date) -> Sequence[Notice]:
    found: list[Notice] = []
    for chunk in chunks(f"{day}:{NoticeKind.DIGEST.value}:{chat}" for chat in sorted(chats)):
        query = select(Notice).where(col(Notice.key).in_(chunk)).where(unsent())
        found += (await session.exec(query)).all()
    return found


async def _move(session: AsyncSession, notice: Notice, target: Notice) -> None:
    """Put into *target* what *notice* would have said."""
    for model in (NoticeItem, Paper):
        column = col(model.notice_id)
        moved = update(model).where(column == notice.id).values(notice_id=target.id)
        await session.exec(moved)
    repeated = [*again(notice)]
    if notice.kind is NoticeKind.SNOOZE and notice.about_id is not None:
        repeated.append(notice.about_id)
    if more := [one for one in repeated if one not in again(target)]:
        target.details = {**(target.details or {}), AGAIN: [*again(target), *more]}
    if notice.kind is NoticeKind.DIGEST:
        target.since = min(target.since, notice.since)
        target.wants_receipt = target.wants_receipt or notice.wants_receipt
        target.number = target.number or notice.number
    target.urgency = max(target.urgency, notice.urgency)
    notice.state, notice.failure = NoticeState.CANCELLED, FOLDED
    session.add_all((target, notice))
