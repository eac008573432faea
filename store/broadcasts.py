"""Broadcasts: ordered, begun when their moment has come, followed on a card.

What goes to a chat
is a `Notice`, so the outbox, the courier and the limits are those of reminders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select as rows
from sqlalchemy import update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from config.urgency import Urgency
from plans.errors.words import BroadcastNotFound
from store import audiences, audit, chats
from store.audiences import Choice
from store.bulk import fetch, insert_new
from store.contents import Content
from store.tables.broadcasts import Broadcast, BroadcastState
from store.tables.notices import Notice, NoticeKind, NoticeState
from store.tables.people import Chat, ChatKind, ChatState, Contact
from store.types import row_id

FOLLOWED_FOR = timedelta(days=60)
"""how long a broadcast's card is kept up to date"""
FRESH = timedelta(minutes=2)
"""after its begin, whatever is known"""
ON_ITS_WAY = (NoticeState.PENDING, NoticeState.CLAIMED, NoticeState.UNKNOWN)
NOTICE_COLUMNS = (
    "key", "chat_id", "kind", "day", "since", "due_at", "urgency", "wants_receipt", "state",
    "broadcast_id", "about_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered: all that a broadcast is, but for who ordered it where."""

    title: str
    content: Content
    choice: Choice
    urgency: Urgency
    wants_receipt: bool
    sign_by: datetime | None
    send_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Who ordered it, and in which chat."""

    contact: Contact
    telegram_id: int
    thread_id: int
    title: str
    """of the chat"""


async def order(
    session: AsyncSession, wanted: Order, desk: Desk, *, now: datetime, series_id: int | None = None
) -> Broadcast:
    """Order a broadcast; it begins when its moment has come."""
    await enter_desk(session, desk)
    row = _row(wanted, desk, now)
    row.series_id = series_id
    session.add(row)
    await session.flush()
    await audit.record(
        session,
        actor=desk.contact,
        action="broadcast",
        subject=row,
        at=now,
        audience=wanted.choice.whom.value,
        send_at=wanted.send_at.isoformat(),
    )
    return row


def _row(wanted: Order, desk: Desk, now: datetime) -> Broadcast:
    return Broadcast(
        contact_id=desk.contact.id,
        telegram_id=desk.telegram_id,
        thread_id=desk.thread_id,
        created_at=now,
        title=wanted.title,
        content=wanted.content.to_json(),
        audience=wanted.choice.to_json(),
        urgency=int(wanted.urgency),
        wants_receipt=wanted.wants_receipt,
        sign_by=wanted.sign_by,
        send_at=wanted.send_at,
    )


async def enter_desk(session: AsyncSession, desk: Desk) -> Chat:
    """Return the chat where a broadcast's card will stand."""
    found = await chats.find(session, telegram_id=desk.telegram_id, thread_id=desk.thread_id)
    return found or await chats.enter(
        session,
        telegram_id=desk.telegram_id,
        thread_id=desk.thread_id,
        kind=ChatKind.PRIVATE if desk.telegram_id > 0 else ChatKind.GROUP,
        title=desk.title,
    )


async def get(session: AsyncSession, number: int) -> Broadcast:
    """Return the broadcast of that number; raises BroadcastNotFound."""
    row = await session.get(Broadcast, row_id(number))
    if row is None:
        raise BroadcastNotFound(number=number)
    return row


async def due(session: AsyncSession, *, now: datetime) -> Sequence[Broadcast]:
    """Broadcasts whose moment has come and that nobody else is beginning, the earliest first."""
    query = (
        select(Broadcast)
        .where(Broadcast.state == BroadcastState.WAITING, Broadcast.send_at <= now)
        .order_by(col(Broadcast.send_at), col(Broadcast.id))
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(query)).all()


async def begin(session: AsyncSession, row: Broadcast, *, day: date, now: datetime) -> int:
    """Owe each chat that is meant its message, and the coordinator a card; return how many."""
    meant = await audiences.chats_of(session, Choice.from_json(row.audience), today=day)
    await owe(
        session,
        (
            line(row, chat, key=f"{day}:broadcast:{chat}:{row.id}", day=day, now=now)
            for chat in meant
        ),
    )
    row.state, row.begun_at = BroadcastState.GOING, now
    session.add(row)
    await owe_card(session, row, day=day, now=now)
    return len(meant)


def line(
    row: Broadcast, chat: int, *, key: str, day: date, now: datetime, about: int | None = None
) -> tuple[Any, ...]:
    """Return the message that a chat is owed; *about*: the one it sends again."""
    return (
        key, chat, NoticeKind.BROADCAST, day, day, now, row.urgency, row.wants_receipt,
        NoticeState.PENDING, row.id, about,
    )  # fmt: skip


async def owe(session: AsyncSession, lines: Iterable[Sequence[Any]]) -> None:
    """Add notices, in the order of NOTICE_COLUMNS; what is owed already is left as it is."""
    await insert_new(session, Notice, NOTICE_COLUMNS, lines)


async def owe_card(session: AsyncSession, row: Broadcast, *, day: date, now: datetime) -> None:
    """Owe the chat where it was ordered a new card of how the broadcast stands."""
    desk = await chats.find(session, telegram_id=row.telegram_id, thread_id=row.thread_id)
    if desk is None:
        return
    cards = select(func.count()).where(
        Notice.broadcast_id == row.id, Notice.kind == NoticeKind.STATUS
    )
    number = (await session.exec(cards)).one()
    card = (
        f"{day}:status:{row.id}:{number}", desk.id, NoticeKind.STATUS, day, day, now, Urgency.TOP,
        False, NoticeState.PENDING, row.id, None,
    )  # fmt: skip
    await owe(session, [card])


async def card_of(session: AsyncSession, broadcast_id: int) -> tuple[Notice, Chat] | None:
    """Return the latest card of a broadcast that is out, and its chat."""
    query = (
        select(Notice, Chat)
        .join(Chat, col(Notice.chat_id) == Chat.id)
        .where(
            Notice.broadcast_id == broadcast_id,
            Notice.kind == NoticeKind.STATUS,
            Notice.state == NoticeState.SENT,
            col(Notice.message_id).is_not(None),
        )
        .order_by(col(Notice.id).desc())
    )
    return (await session.exec(query)).first()


async def followed(session: AsyncSession, *, now: datetime) -> Sequence[Broadcast]:
    """Broadcasts whose cards are kept up to date, the earliest first."""
    query = (
        select(Broadcast)
        .where(
            col(Broadcast.state).in_((BroadcastState.GOING, BroadcastState.WITHDRAWN)),
            col(Broadcast.begun_at) > now - FOLLOWED_FOR,
        )
        .order_by(col(Broadcast.id))
    )
    return (await session.exec(query)).all()


async def moving(session: AsyncSession, *, now: datetime) -> Sequence[tuple[Broadcast, bool]]:
    """Those of them whose cards may have to be drawn anew, and whether more is about to happen.

    A card is not looked at otherwise: there may be hundreds, each with thousands of chats.
    """
    query = (
        rows(col(Notice.broadcast_id))
        .join(Chat, col(Notice.chat_id) == col(Chat.id))
        .where(
            col(Notice.state).in_(ON_ITS_WAY),
            col(Notice.broadcast_id).is_not(None),
            col(Chat.state) == ChatState.ACTIVE,
        )
        .distinct()
    )
    under_way = {number for (number,) in await fetch(session, query)}
    return [
        (row, row.id in under_way)
        for row in await followed(session, now=now)
        if row.id in under_way or _has_moved(row, now)
    ]


def _has_moved(row: Broadcast, now: datetime) -> bool:
    """Tell whether anything has happened since the card was looked at last."""
    if row.shown_at is None or (row.begun_at or now) > now - FRESH:
        return True
    touched = row.touched_at is not None and row.touched_at >= row.shown_at
    return touched or (row.sign_by is not None and row.shown_at <= row.sign_by < now)


async def looked_at(
    session: AsyncSession, broadcast_id: int, *, now: datetime, once_more: bool
) -> None:
    """Note that its card is as things stand; *once_more*: they change without anybody's doing."""
    row = await get(session, broadcast_id)
    row.shown_at = now
    row.touched_at = now if once_more else row.touched_at
    session.add(row)


async def touch(session: AsyncSession, broadcast_id: int | None, *, now: datetime) -> None:
    """Let a broadcast's card be looked at soon."""
    if broadcast_id is not None:
        await session.exec(
            update(Broadcast).where(col(Broadcast.id) == broadcast_id).values(touched_at=now)
        )


async def listing(session: AsyncSession, *, limit: int) -> Sequence[Broadcast]:
    """The latest broadcasts, the newest first."""
    query = select(Broadcast).order_by(col(Broadcast.id).desc()).limit(limit)
    return (await session.exec(query)).all()


async def is_caption(session: AsyncSession, notice: Notice) -> bool:
    """Tell whether a notice's text stands below a photo or document."""
    if notice.broadcast_id is None:
        return False
    row = await get(session, notice.broadcast_id)
    return Content.from_json(row.content).is_caption
