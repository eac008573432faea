"""What is owed to which chat: notices as they are planned, and what a message is made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, update
from sqlalchemy import select as rows
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.model import Role
from store.bulk import chunks, fetch, firsts
from store.deadlines import Audience
from store.kin import kin_of_all
from store.tables.notices import Notice, NoticeItem, NoticeKind, NoticeState, SubjectKind
from store.tables.people import Chat
from store.tables.plans import Department
from store.tables.wishes import Subscription

OVER = "over"
"""why a notice was cancelled: what it is about had ended"""
MUTED = "muted"
"""why a notice was cancelled: the chat does not want to hear of these tasks for now"""
OFF = "off"
"""why a notice was cancelled: the chat has switched its digests off"""
FOLDED = "folded"
"""why a notice was cancelled: its items are in a later one"""


AGAIN = "again"
"""in the details of a digest: the earlier ones that somebody wanted to see again that day"""
COUNTED = (NoticeKind.DIGEST, NoticeKind.SNOOZE, NoticeKind.CHASE)
"""what counts for the most that a chat is told in a day"""


class Recipient(NamedTuple):
    """A chat that can be owed something."""

    chat_id: int
    audiences: tuple[Audience | None, ...]
    """the department it speaks for; None stands for the coordinators"""
    bound_at: datetime | None
    refs: frozenset[str] = frozenset()
    """tasks it is told of whoever has a part in them: `huizhou-2017#3`"""
    informed: bool = False
    """a private chat that is told for information and asked for nothing"""


class Owed(NamedTuple):
    """One occurrence of a rung, owed to everyone who speaks for an audience.

    A tuple and not a dataclass: a day may have a hundred thousand.
    """

    audience: Audience | None
    """None: the coordinators"""
    occurrence: str
    """what makes it the same reminder, whichever rows it is read from"""
    subject: SubjectKind
    subject_id: int
    due: date
    until: date | None
    """the last day of an observance or event"""
    rung: int
    role: Role | None

    @property
    def ref(self) -> str:
        """What it is about, without day and rung: `huizhou-2017#3`."""
        return self.occurrence.rsplit(":", 2)[0]

    def is_over(self, today: date) -> bool:
        """Tell whether it is about something that has ended; a deadline never ends by passing."""
        return self.until is not None and self.until < today


class NewNotice(NamedTuple):
    """A digest to be stored; one with a reason is a record only and is never sent."""

    chat_id: int
    day: date
    since: date
    due_at: datetime
    urgency: int
    wants_receipt: bool
    why_not: str | None
    """OVER, MUTED or OFF; None for one that is sent"""
    items: tuple[Owed, ...]


async def recipients(session: AsyncSession) -> list[Recipient]:
    """Every chat that is owed something, frozen ones too: the bound ones, then the subscribers."""
    return [*await _bound(session), *await _subscribers(session)]


async def _bound(session: AsyncSession) -> list[Recipient]:
    columns: list[Any] = [col(Chat.id), col(Department.place), col(Department.name)]
    query = (
        rows(*columns, col(Chat.is_coordinators), col(Chat.bound_at))
        .select_from(Chat)
        .outerjoin(Department, col(Chat.department_id) == col(Department.id))
        .where(col(Department.id).is_not(None) | col(Chat.is_coordinators))
        .order_by(col(Chat.id))
    )
    kin = await kin_of_all(session)
    found = []
    for chat_id, place, name, coordinators, bound_at in await fetch(session, query):
        own = Audience(place, name)
        department = () if name is None else kin.get(own, (own,))
        found.append(
            Recipient(chat_id, (*department, *((None,) if coordinators else ())), bound_at)
        )
    return found


async def _subscribers(session: AsyncSession) -> list[Recipient]:
    """The private chats that are told of departments or of tasks."""
    columns: list[Any] = [col(Subscription.chat_id), col(Subscription.ref), col(Subscription.since)]
    query = (
        rows(*columns, col(Department.place), col(Department.name))
        .outerjoin(Department, col(Subscription.department_id) == col(Department.id))
        .order_by(col(Subscription.chat_id), col(Subscription.id))
    )
    kin = await kin_of_all(session)
    found: dict[int, Recipient] = {}
    for chat_id, ref, since, place, name in await fetch(session, query):
        known = found.get(chat_id, Recipient(chat_id, (), since, informed=True))
        if name is None:
            known = known._replace(refs=known.refs | {ref})
        else:
            own = Audience(place, name)
            more = (one for one in kin.get(own, (own,)) if one not in known.audiences)
            known = known._replace(audiences=(*known.audiences, *more))
        found[chat_id] = known
    return list(found.values())


async def known(session: AsyncSession, occurrences: Collection[str]) -> set[tuple[str, int]]:
    """Which of *occurrences* are on record, and for which chat."""
    found: set[tuple[str, int]] = set()
    for chunk in chunks(sorted(occurrences)):
        query = rows(col(NoticeItem.occurrence), col(NoticeItem.chat_id)).where(
            col(NoticeItem.occurrence).in_(chunk)
        )
        found.update((name, chat_id) for name, chat_id in await fetch(session, query))
    return found


def of_day(day: date) -> ColumnElement[bool]:
    """The notices of a working day, by the index of their keys."""
    key = col(Notice.key)
    return and_(key >= f"{day}:", key < f"{day};")


async def hold(session: AsyncSession, ids: Sequence[int]) -> set[int]:
    """Keep notices from being claimed until the transaction ends; return those that have not left.

    Whatever is added to one of them before that is part of what is sent.
    """
    held: set[int] = set()
    for chunk in chunks(ids):
        query = (
            update(Notice)
            .where(col(Notice.id).in_(chunk), unsent())
            .values(parts_sent=0)
            .returning(col(Notice.id))
        )
        held.update(await firsts(session, query))
    return held


async def may_be_out(session: AsyncSession, *, until: date, now: datetime) -> None:
    """Let what is due and tells of days until *until* say 补发: it may have been sent before."""
    again = update(Notice).where(
        col(Notice.state) == NoticeState.PENDING,
        col(Notice.attempts) == 0,
        col(Notice.since) <= until,
        col(Notice.due_at) <= now,
    )
    await (await session.connection()).execute(again.values(resent=True))


def unsent() -> ColumnElement[bool]:
    """Notices of which nothing has left, and nothing may have."""
    return and_(
        col(Notice.state) == NoticeState.PENDING,
        col(Notice.parts_sent) == 0,
        col(Notice.resent).is_(False),
    )


def again(notice: Notice) -> list[int]:
    """The earlier digests that a message shows again."""
    return list((notice.details or {}).get(AGAIN, ()))


async def items_of(session: AsyncSession, notice_id: int) -> Sequence[NoticeItem]:
    """The lines of a notice, the nearest date first."""
    query = (
        select(NoticeItem)
        .where(NoticeItem.notice_id == notice_id)
        .order_by(col(NoticeItem.due), col(NoticeItem.id))
    )
    return (await session.exec(query)).all()
