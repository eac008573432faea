"""Who has not signed, how far that has come, and what the coordinators are told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from store import office, papers, robots
from store.papers import Reached
from store.tables.notices import Notice, NoticeKind, NoticeState, Receipt
from store.tables.people import Chat
from store.tables.plans import Department

LOOK_BACK = timedelta(days=60)
"""how old a digest may be and still be followed up"""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A digest that reached its chat and that nobody there has signed."""

    notice_id: int
    chat_id: int
    department: str
    """the department's name, or the chat's title where it speaks for none"""
    day: date
    sent_at: datetime
    reached: Reached | None
    """the last stage it has come to"""
    matter: int
    """the digest it is counted with: a robot's with that of its department's group"""

    @property
    def is_counted(self) -> bool:
        """Whether it is named and numbered by itself."""
        return self.matter == self.notice_id


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What became of one day's digests."""

    owed: int
    sent: int
    unknown: int
    failed: int
    waiting: int
    resent: int
    signed: int


def between(first: date, last: date) -> ColumnElement[bool]:
    """The notices of working days from *first* to *last*, by the index of their keys."""
    key = col(Notice.key)
    return and_(key >= f"{first}:", key < f"{last};")


def signed() -> ColumnElement[bool]:
    """Whether somebody has signed a notice."""
    return exists().where(col(Receipt.notice_id) == col(Notice.id))


async def is_signed(session: AsyncSession, notice_id: int) -> bool:
    """Tell whether somebody has signed that notice."""
    query = select(Receipt.id).where(Receipt.notice_id == notice_id).limit(1)
    return (await session.exec(query)).first() is not None


def to_be_signed() -> Select[Notice, Chat, Department]:
    """Select the digests that went out and ask to be signed, with their chats and departments."""
    return (
        select(Notice, Chat, Department)
        .join(Chat, col(Notice.chat_id) == Chat.id)
        .outerjoin(Department, col(Chat.department_id) == col(Department.id))
        .where(Notice.kind == NoticeKind.DIGEST, col(Notice.wants_receipt))
        .where(Notice.state == NoticeState.SENT)
    )


async def unsigned(
    session: AsyncSession, *, first: date, last: date, ids: Collection[int] | None = None
) -> list[Unsigned]:
    """Digests of *first* to *last* that went out and wait for a signature, the earliest first."""
    query = to_be_signed().where(between(first, last), ~signed())
    query = query.order_by(col(Notice.day), col(Notice.id))
    if ids is not None:
        query = query.where(col(Notice.id).in_(ids))
    found = (await session.exec(query)).all()
    stages = await papers.reached(session, [notice.id or 0 for notice, *_ in found])
    main = await robots.main_chats(session)
    told = {(notice.chat_id, notice.day): notice.id or 0 for notice, *_ in found}
    return [
        Unsigned(
            notice_id=notice.id or 0,
            chat_id=notice.chat_id,
            department=department.name if department else chat.title,
            day=notice.day,
            sent_at=notice.sent_at or notice.due_at,
            reached=stages.get(notice.id or 0),
            matter=told.get((main.get(chat.id, 0), notice.day), notice.id or 0),
        )
        for notice, chat, department in found
    ]


async def escalate(
    session: AsyncSession, waiting: Sequence[Unsigned], *, day: date, now: datetime
) -> None:
    """Put what is still not signed before the coordinators, once a day."""
    ids = [one.notice_id for one in waiting]
    if ids:
        await tell_coordinators(
            session, NoticeKind.ESCALATION, day=day, now=now, details={"notices": ids}
        )


async def tell_coordinators(
    session: AsyncSession,
    kind: NoticeKind,
    *,
    day: date,
    now: datetime,
    details: dict[str, object] | None = None,
) -> int:
    """Owe each of the coordinators' rooms one notice of that kind for *day*; return how many."""
    made = 0
    for chat_id in [chat.id for chat in await office.rooms(session)]:
        key = f"{day}:{kind.value}:{chat_id}"
        if (await session.exec(select(Notice.id).where(Notice.key == key))).first() is None:
            notice = Notice(
                key=key,
                chat_id=chat_id or 0,
                kind=kind,
                day=day,
                since=day,
                due_at=now,
                details=details,
            )
            session.add(notice)
            made += 1
    await session.flush()
    return made


async def last_day(session: AsyncSession, until: date) -> date | None:
    """The last working day up to *until* with digests that asked to be signed."""
    query = select(func.max(Notice.day)).where(
        between(until - LOOK_BACK, until),
        Notice.kind == NoticeKind.DIGEST,
        col(Notice.wants_receipt),
        Notice.state == NoticeState.SENT,
    )
    return (await session.exec(query)).one()


async def counts_of(session: AsyncSession, day: date) -> DayCounts:
    """Count what became of the digests of *day*."""
    query = select(Notice.state, Notice.resent, func.count()).where(_of(day))
    query = query.group_by(col(Notice.state), col(Notice.resent))
    states: Counter[str] = Counter()
    resent = 0
    for state, again, count in await session.exec(query):
        states[state] += count
        resent += count if again else 0
    return DayCounts(
        owed=states.total(),
        sent=states[NoticeState.SENT],
        unknown=states[NoticeState.UNKNOWN],
        failed=states[NoticeState.FAILED],
        waiting=states[NoticeState.PENDING] + states[NoticeState.CLAIMED],
        resent=resent,
        signed=await _signed_count(session, day),
    )


def _of(day: date) -> ColumnElement[bool]:
    """The digests of *day* that were to be sent."""
    kind, state = col(Notice.kind), col(Notice.state)
    return and_(between(day, day), kind == NoticeKind.DIGEST, state != NoticeState.CANCELLED)


async def _signed_count(session: AsyncSession, day: date) -> int:
    """How many digests are signed; a department's robot is counted with its group."""
    query = select(Notice.chat_id).where(_of(day), col(Notice.wants_receipt), signed())
    main = await robots.main_chats(session)
    return len({main.get(chat, chat) for chat in await session.exec(query)})
