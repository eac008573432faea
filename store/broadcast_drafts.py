"""Broadcasts as they are put together; they wait a week for 发送."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from config.urgency import Urgency
from plans.repeats import Repeat
from plans.sending import NOW, Sending, SignBy
from store import drafts
from store.audiences import Choice
from store.contents import Content
from store.tables.broadcasts import BroadcastDraft
from store.tables.people import Contact


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
    draft = BroadcastDraft(
        contact_id=contact.id,
        opened_at=now,
        body=said.to_json(),
        amends_id=amends_id,
        telegram_id=telegram_id,
        thread_id=thread_id,
    )
    return await drafts.begin(session, draft, now=now)


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
    await drafts.keep(session, draft, said.to_json())
    return said


def _clock(at: time | None) -> str | None:
    return at.isoformat("minutes") if at else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
