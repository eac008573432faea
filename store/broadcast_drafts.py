"""Broadcasts as they are put together; they wait a week for 发送."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from config.urgency import Urgency
from plans.errors import StaleButton
from plans.repeats import Repeat
from plans.sending import NOW, Sending, SignBy
from store.audiences import Choice
from store.contents import Content
from store.tables.broadcasts import BroadcastDraft
from store.tables.people import Contact
from store.types import LARGEST_ID

WAITS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said of a broadcast; None where nothing has."""

    content: Content | None = None
    album: str = ""
    """of which further files may still come"""
    choice: Choice | None = None
    sending: Sending = NOW
    urgency: Urgency = Urgency.ROUTINE
    sign: SignBy | None = None
    """None: 签收 is not asked for"""

    def to_json(self) -> dict[str, Any]:
        """Write it down for the table."""
        return {
            "content": self.content and self.content.to_json(),
            "album": self.album,
            "choice": self.choice and self.choice.to_json(),
            "sending": {
                "day": self.sending.day and self.sending.day.isoformat(),
                "at": _clock(self.sending.at),
                "repeat": str(self.sending.repeat) if self.sending.repeat else None,
            },
            "urgency": int(self.urgency),
            "sign": self.sign
            and {
                "at": _clock(self.sign.at),
                "day": self.sign.day and self.sign.day.isoformat(),
                "working_days": self.sign.working_days,
            },
        }


def said_in(body: Mapping[str, Any]) -> Said:
    """Read what the table holds."""
    sending, sign = body["sending"], body["sign"]
    return Said(
        content=Content.from_json(body["content"]) if body["content"] else None,
        album=body["album"],
        choice=Choice.from_json(body["choice"]) if body["choice"] else None,
        sending=Sending(
            day=_day(sending["day"]),
            at=time.fromisoformat(sending["at"]) if sending["at"] else None,
            repeat=Repeat.parse(sending["repeat"]) if sending["repeat"] else None,
        ),
        urgency=Urgency(body["urgency"]),
        sign=sign
        and SignBy(time.fromisoformat(sign["at"]), _day(sign["day"]), sign["working_days"]),
    )


async def drop_old(session: AsyncSession, *, now: datetime) -> None:
    """Take away drafts that nobody finished in time."""
    await session.exec(delete(BroadcastDraft).where(col(BroadcastDraft.opened_at) < now - WAITS))


async def open_one(
    session: AsyncSession,
    said: Said,
    *,
    contact: Contact,
    telegram_id: int,
    now: datetime,
    thread_id: int = 0,
    amends_id: int | None = None,
) -> BroadcastDraft:
    """Begin a draft; those that waited too long are gone with it."""
    await drop_old(session, now=now)
    draft = BroadcastDraft(
        contact_id=contact.id,
        opened_at=now,
        body=said.to_json(),
        amends_id=amends_id,
        telegram_id=telegram_id,
        thread_id=thread_id,
    )
    session.add(draft)
    await session.flush()
    return draft


async def get(
    session: AsyncSession, number: int, *, telegram_id: int, now: datetime
) -> BroadcastDraft:
    """Return a draft of that chat; raises StaleButton where it is gone or too old."""
    draft = await session.get(BroadcastDraft, number) if 0 < number <= LARGEST_ID else None
    if draft is None or draft.telegram_id != telegram_id or now - draft.opened_at > WAITS:
        raise StaleButton
    return draft


async def asked_by(
    session: AsyncSession, *, telegram_id: int, message_id: int
) -> BroadcastDraft | None:
    """Return the draft for which that message asked something."""
    query = select(BroadcastDraft).where(
        BroadcastDraft.telegram_id == telegram_id, BroadcastDraft.question_id == message_id
    )
    return (await session.exec(query)).first()


async def latest(session: AsyncSession, *, telegram_id: int) -> BroadcastDraft | None:
    """Return the draft of that chat which was begun last."""
    query = (
        select(BroadcastDraft)
        .where(BroadcastDraft.telegram_id == telegram_id)
        .order_by(col(BroadcastDraft.id).desc())
    )
    return (await session.exec(query)).first()


async def say(session: AsyncSession, draft: BroadcastDraft, **parts: Any) -> Said:
    """Put parts into a draft."""
    said = replace(said_in(draft.body), **parts)
    draft.body = said.to_json()
    session.add(draft)
    await session.flush()
    return said


def _clock(at: time | None) -> str | None:
    return at.isoformat("minutes") if at else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
