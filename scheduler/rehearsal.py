"""What would go out: the planner's own drafts over a range of days, listed and not stored."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.bulletins import compose_bulletin, render_bulletin
from scheduler.digests import compose_digest, numbered, render_digest
from scheduler.drafting import drafts_for
from scheduler.owing import Rules, owed_by_audience
from scheduler.workdays import Certainty
from store import notices, preferences, waiting
from store.database import Database
from store.deadlines import Audience
from store.notices import NewNotice, Owed, Recipient
from store.tables.people import Chat
from store.tables.plans import Department
from texts.catalogue import Texts
from texts.rehearsals import Performance

FARTHEST = timedelta(days=400)
"""how far ahead the next reminder is looked for"""


@dataclass(frozen=True, slots=True)
class Stand:
    """A department, or the coordinators, as though it had a chat; or a chat there is."""

    recipient: Recipient
    place: str | None
    department: str | None
    """None: the coordinators"""
    chat: str | None
    """the chat's title, None where none is bound"""
    is_private: bool = False
    """a subscriber, told for information"""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One message of one day."""

    day: date
    certainty: Certainty
    """whether it is known that the day is worked"""
    stand: Stand
    items: tuple[Owed, ...]
    wants_receipt: bool
    text: str
    at: datetime
    """when it would go out: later than `day` where the chat has paused"""


async def departments(session: AsyncSession) -> list[Stand]:
    """Every department of every place, for what stands under its own name; the coordinators."""
    rows = await session.exec(select(Department).order_by(col(Department.id)))
    stands = [
        Stand(Recipient(-number, (Audience(row.place, row.name),), None), row.place, row.name, None)
        for number, row in enumerate(rows, start=2)
    ]
    return [*stands, Stand(Recipient(-1, (None,), None), None, None, None)]


async def bound_chats(session: AsyncSession) -> list[Stand]:
    """The chats that there are."""
    found = []
    for recipient in await notices.recipients(session):
        chat = await session.get_one(Chat, recipient.chat_id)
        department = await session.get(Department, chat.department_id or 0)
        place, name = (department.place, department.name) if department else (None, None)
        found.append(Stand(recipient, place, name, chat.title, recipient.informed))
    return found


async def rehearse(
    session: AsyncSession,
    stands: Sequence[Stand],
    *,
    first: date,
    last: date,
    rules: Rules,
    texts: Texts,
) -> AsyncIterator[Rehearsed]:
    """Yield every message to *stands* from *first* to *last*, by day and department."""
    by_number = {stand.recipient.chat_id: stand for stand in stands}
    recipients = [stand.recipient for stand in stands]
    wishes = await preferences.everyones(session)
    for day in rules.workdays.between(first, last):
        owed = await owed_by_audience(session, (day,), rules)
        for draft in drafts_for(recipients, owed, (), day, rules, wishes):
            if draft.why_not is None:
                yield Rehearsed(
                    day=day,
                    certainty=rules.workdays.certainty(day),
                    stand=by_number[draft.chat_id],
                    items=draft.items,
                    wants_receipt=draft.wants_receipt,
                    text=await _text(session, draft, by_number[draft.chat_id], rules, texts),
                    at=draft.due_at,
                )


async def _text(
    session: AsyncSession, draft: NewNotice, stand: Stand, rules: Rules, texts: Texts
) -> str:
    """Write the message that the draft would become."""
    if stand.is_private:
        bulletin = await compose_bulletin(
            session,
            draft.items,
            chat_id=draft.chat_id,
            today=draft.day,
            since=draft.day,
            rules=rules,
            texts=texts,
        )
        return render_bulletin(bulletin, texts)
    digest = await compose_digest(
        session,
        draft.items,
        department=stand.department,
        today=draft.day,
        since=draft.day,
        rules=rules,
    )
    if draft.wants_receipt:
        digest = replace(digest, numbered=numbered(draft.day, None, rules))
    return render_digest(digest, texts)


async def performances(
    database: Database, day: date, *, rules: Rules, texts: Texts
) -> list[Performance]:
    """What would go out on *day* to the chats there are, for people to look through."""
    async with database.begin() as session:
        stands = await bound_chats(session)
        coming = rehearse(session, stands, first=day, last=day, rules=rules, texts=texts)
        return [
            Performance(
                department=one.stand.department,
                chat=one.stand.chat or "",
                is_private=one.stand.is_private,
                at=one.at,
                wants_receipt=one.wants_receipt,
                items=len(one.items),
                text=one.text,
            )
            async for one in coming
        ]


async def next_reminder(database: Database, *, rules: Rules, now: datetime) -> datetime | None:
    """Return when the next digest to a chat there is would go out, None where none is near."""
    start = now.astimezone(rules.zone).date()
    async with database.begin() as session:
        recipients = await notices.recipients(session)
        wishes = await preferences.everyones(session)
        near = await waiting.next_due(session, after=now)
        for day in rules.workdays.between(start, start + FARTHEST):
            owed = await owed_by_audience(session, (day,), rules)
            drafts = drafts_for(recipients, owed, (), day, rules, wishes)
            if coming := [d.due_at for d in drafts if d.why_not is None and d.due_at > now]:
                return min(coming if near is None else (*coming, near))
    return near
