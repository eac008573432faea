"""What is owed to which chat: notices as they are planned, and what a message is made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select as rows
from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from store.bulk import chunks, fetch, insert_new
from store.deadlines import Audience
from store.models import (
    Chat,
    Department,
    Notice,
    NoticeItem,
    NoticeKind,
    NoticeState,
    SubjectKind,
)

OVER = "over"
"""why a notice was cancelled: what it is about had ended"""
FOLDED = "folded"
"""why a notice was cancelled: its items are in a later one"""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat that can be owed something."""

    chat_id: int
    audiences: tuple[Audience | None, ...]
    """the department it speaks for; None stands for the coordinators"""
    bound_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewItem:
    """One occurrence to be stored."""

    occurrence: str
    subject: SubjectKind
    subject_id: int
    due: date
    until: date | None
    rung: int
    role: Role | None

    @property
    def ref(self) -> str:
        """What it is about, without day and rung: `huizhou-2017#3`."""
        return self.occurrence.rsplit(":", 2)[0]


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A digest to be stored; `missed` ones are a record only and are never sent."""

    chat_id: int
    day: date
    since: date
    due_at: datetime
    urgency: int
    wants_receipt: bool
    missed: bool
    items: tuple[NewItem, ...]


async def recipients(session: AsyncSession) -> list[Recipient]:
    """Every chat bound to a department or the coordinators', frozen ones too: they are owed it."""
    columns: list[Any] = [col(Chat.id), col(Department.place), col(Department.identity)]
    query = (
        rows(*columns, col(Chat.is_coordinators), col(Chat.bound_at))
        .select_from(Chat)
        .outerjoin(Department, col(Chat.department_id) == col(Department.id))
        .where(col(Department.id).is_not(None) | col(Chat.is_coordinators))
        .order_by(col(Chat.id))
    )
    found = []
    for chat_id, place, identity, coordinators, bound_at in await fetch(session, query):
        department = () if identity is None else (Audience(place, identity),)
        found.append(
            Recipient(chat_id, (*department, *((None,) if coordinators else ())), bound_at)
        )
    return found


async def known(session: AsyncSession, occurrences: Collection[str]) -> set[tuple[str, int]]:
    """Which of *occurrences* are on record, and for which chat."""
    found: set[tuple[str, int]] = set()
    for chunk in chunks(sorted(occurrences)):
        query = rows(col(NoticeItem.occurrence), col(NoticeItem.chat_id)).where(
            col(NoticeItem.occurrence).in_(chunk)
        )
        found.update((name, chat_id) for name, chat_id in await fetch(session, query))
    return found


async def add(session: AsyncSession, drafts: Sequence[NewNotice]) -> int:
    """Store *drafts*, all of one day, and fold earlier unsent digests of their chats into them."""
    if not drafts:
        return 0
    day = drafts[0].day
    ids = await _ids(session, day)
    keys = [_free_key(draft, ids) for draft in drafts]
    pairs = list(zip(keys, drafts, strict=True))
    await insert_new(session, Notice, [_notice_row(key, draft) for key, draft in pairs])
    ids = await _ids(session, day)
    await insert_new(
        session,
        NoticeItem,
        [_item_row(ids[key], draft, item) for key, draft in pairs for item in draft.items],
    )
    live = {draft.chat_id: ids[key] for key, draft in pairs if not draft.missed}
    await _fold_into(session, live, day)
    return len(live)


async def _ids(session: AsyncSession, day: date) -> dict[str, int]:
    query = rows(col(Notice.key), col(Notice.id)).where(col(Notice.day) == day)
    return dict(await fetch(session, query))


def _free_key(draft: NewNotice, taken: Collection[str]) -> str:
    """Name the notice; a second one for a chat and day (a repaired gap) gets a number."""
    key = f"{OVER if draft.missed else NoticeKind.DIGEST}:{draft.chat_id}:{draft.day}"
    number = 1
    while key in taken:
        number += 1
        key = f"{key.split('/')[0]}/{number}"
    return key


def _notice_row(key: str, draft: NewNotice) -> dict[str, Any]:
    return {
        "key": key,
        "chat_id": draft.chat_id,
        "kind": NoticeKind.DIGEST,
        "day": draft.day,
        "since": draft.since,
        "due_at": draft.due_at,
        "urgency": draft.urgency,
        "wants_receipt": draft.wants_receipt and not draft.missed,
        "state": NoticeState.CANCELLED if draft.missed else NoticeState.PENDING,
        "failure": OVER if draft.missed else None,
        "in_flight": False,
        "attempts": 0,
        "parts_sent": 0,
        "resent": False,
        "doubts": 0,
        "buttons": [],
    }


def _item_row(notice_id: int, draft: NewNotice, item: NewItem) -> dict[str, Any]:
    return {
        "notice_id": notice_id,
        "chat_id": draft.chat_id,
        "occurrence": item.occurrence,
        "subject": item.subject,
        "subject_id": item.subject_id,
        "due": item.due,
        "until": item.until,
        "rung": item.rung,
        "role": item.role,
        "missed": draft.missed,
    }


async def _fold_into(session: AsyncSession, live: dict[int, int], day: date) -> None:
    """Move the items of unsent earlier digests into today's: one digest a chat, however late."""
    query = select(Notice).where(
        Notice.state == NoticeState.PENDING,
        Notice.kind == NoticeKind.DIGEST,
        Notice.day < day,
        Notice.parts_sent == 0,
        col(Notice.resent).is_(False),
    )
    for earlier in (await session.exec(query)).all():
        if (target := live.get(earlier.chat_id)) is None:
            continue
        await session.exec(
            update(NoticeItem)
            .where(col(NoticeItem.notice_id) == earlier.id)
            .values(notice_id=target)
        )
        newer = await session.get_one(Notice, target)
        newer.since = min(newer.since, earlier.since)
        newer.urgency = max(newer.urgency, earlier.urgency)
        newer.wants_receipt = newer.wants_receipt or earlier.wants_receipt
        earlier.state, earlier.failure = NoticeState.CANCELLED, FOLDED
        session.add_all((newer, earlier))


async def items_of(session: AsyncSession, notice_id: int) -> Sequence[NoticeItem]:
    """The lines of a notice, the nearest date first."""
    query = (
        select(NoticeItem)
        .where(NoticeItem.notice_id == notice_id)
        .order_by(col(NoticeItem.due), col(NoticeItem.id))
    )
    return (await session.exec(query)).all()
