"""Events as they are put together, one part after the other; they wait a day for 确认."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.errors.words import StaleButton
from store import drafts
from store.events import EventFacts
from store.tables.events import EventDraft
from store.tables.people import Contact


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said of an event; None where nothing has."""

    name: str | None = None
    day: date | None = None
    at: time | None = None
    venue: str | None = None
    departments: tuple[int, ...] | None = None
    """rows of Department; none at all means everyone"""
    yearly: bool = False

    @property
    def missing(self) -> str | None:
        """The part to ask for next; None where all is said."""
        parts = (
            ("name", self.name),
            ("moment", self.day),
            ("venue", self.venue),
            ("departments", self.departments),
        )
        return next((part for part, said in parts if said is None), None)

    def facts(self) -> EventFacts:
        """Return the event that this is; StaleButton where its name or day is missing."""
        if self.name is None or self.day is None:
            raise StaleButton
        return EventFacts(
            self.name, self.day, self.at, self.venue or "", self.yearly, self.departments or ()
        )

    def to_json(self) -> dict[str, Any]:
        """Write it down for the table."""
        return {
            "name": self.name,
            "day": self.day and self.day.isoformat(),
            "at": self.at and self.at.isoformat("minutes"),
            "venue": self.venue,
            "departments": None if self.departments is None else list(self.departments),
            "yearly": self.yearly,
        }


def said_of(draft: EventDraft) -> Said:
    """Read what a draft holds."""
    body = draft.body
    return Said(
        name=body["name"],
        day=date.fromisoformat(body["day"]) if body["day"] else None,
        at=time.fromisoformat(body["at"]) if body["at"] else None,
        venue=body["venue"],
        departments=None if body["departments"] is None else tuple(body["departments"]),
        yearly=body["yearly"],
    )


def from_facts(facts: EventFacts) -> Said:
    """Begin with an event that stands."""
    return Said(facts.name, facts.day, facts.at, facts.venue, facts.departments, facts.yearly)


async def open_one(
    session: AsyncSession,
    said: Said,
    *,
    contact: Contact,
    telegram_id: int,
    now: datetime,
    event_id: int | None = None,
) -> EventDraft:
    """Begin a draft; those that waited too long are gone with it."""
    draft = EventDraft(
        contact_id=contact.id,
        opened_at=now,
        body=said.to_json(),
        event_id=event_id,
        telegram_id=telegram_id,
    )
    return await drafts.begin(session, draft, now=now)


async def say(session: AsyncSession, draft: EventDraft, **parts: Any) -> Said:
    """Put parts into a draft."""
    said = replace(said_of(draft), **parts)
    await drafts.keep(session, draft, said.to_json())
    return said
