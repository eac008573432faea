"""What would go out: the planner's own drafts over a range of days, listed and not stored."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.digests import compose_digest, render_digest
from scheduler.planner import Rules, drafts_for, owed_by_audience
from scheduler.workdays import Certainty
from store import notices
from store.database import Database
from store.deadlines import Audience
from store.models import Chat, Department
from store.notices import Owed, Recipient
from texts.catalogue import Texts

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


async def departments(session: AsyncSession) -> list[Stand]:
    """Every department of every place, one of its names for each identity, and the coordinators."""
    rows = await session.exec(select(Department).order_by(col(Department.id)))
    names: dict[Audience, str] = {}
    for row in rows:
        names.setdefault(Audience(row.place, row.identity), row.name)
    stands = [
        Stand(Recipient(-number, (audience,), None), audience.place, name, None)
        for number, (audience, name) in enumerate(names.items(), start=2)
    ]
    return [*stands, Stand(Recipient(-1, (None,), None), None, None, None)]


async def bound_chats(session: AsyncSession) -> list[Stand]:
    """The chats that there are."""
    found = []
    for recipient in await notices.recipients(session):
        chat = await session.get_one(Chat, recipient.chat_id)
        department = await session.get(Department, chat.department_id or 0)
        place, name = (department.place, department.name) if department else (None, None)
        found.append(Stand(recipient, place, name, chat.title))
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
    for day in rules.workdays.between(first, last):
        owed = await owed_by_audience(session, (day,), rules)
        for draft in drafts_for(recipients, owed, (), day, rules):
            stand = by_number[draft.chat_id]
            digest = await compose_digest(
                session,
                draft.items,
                department=stand.department,
                today=day,
                since=day,
                rules=rules,
            )
            yield Rehearsed(
                day=day,
                certainty=rules.workdays.certainty(day),
                stand=stand,
                items=draft.items,
                wants_receipt=draft.wants_receipt,
                text=render_digest(digest, texts),
            )


async def next_reminder(database: Database, *, rules: Rules, now: datetime) -> datetime | None:
    """Return when the next digest to a chat there is would be planned, None where none is near."""
    local = now.astimezone(rules.zone)
    start = local.date() + timedelta(days=local.time() >= rules.ladder.remind_at)
    async with database.begin() as session:
        recipients = await notices.recipients(session)
        for day in rules.workdays.between(start, start + FARTHEST):
            owed = await owed_by_audience(session, (day,), rules)
            if drafts_for(recipients, owed, (), day, rules):
                return rules.instant(day, rules.ladder.remind_at)
    return None
