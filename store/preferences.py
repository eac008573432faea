"""How each chat wishes to be reminded: time of day, rungs, muted tasks, pauses.

What is wished is read as plain values, which planning is given; every change is one row of the
audit table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store import audit
from store.tables.notices import Notice, NoticeKind, NoticeState, SubjectKind
from store.tables.people import Chat, Contact
from store.tables.wishes import ChatPreference, Mute


class Group(StrEnum):
    """What a chat chooses rungs for."""

    DEADLINE = "deadline"
    """tasks, targets and milestones"""
    OBSERVANCE = "observance"
    EVENT = "event"


GROUP_OF: Mapping[SubjectKind, Group] = {
    SubjectKind.TASK: Group.DEADLINE,
    SubjectKind.TARGET: Group.DEADLINE,
    SubjectKind.MILESTONE: Group.DEADLINE,
    SubjectKind.OBSERVANCE: Group.OBSERVANCE,
    SubjectKind.EVENT: Group.EVENT,
}


@dataclass(frozen=True, slots=True)
class Preference:
    """What one chat wishes; as it stands here, everything is as the ladder says."""

    remind_at: time | None = None
    digest: bool = True
    paused_until: date | None = None
    """reminders begin again on that day"""
    without: Mapping[Group, frozenset[int]] = field(default_factory=dict)
    """rungs of the ladder that are not wanted"""
    muted: Mapping[str, date] = field(default_factory=dict)
    """tasks (`huizhou-2017#3`) that are not heard of before a day"""

    def is_paused(self, day: date) -> bool:
        """Tell whether reminders of *day* wait."""
        return self.paused_until is not None and day < self.paused_until

    def is_muted(self, ref: str, day: date) -> bool:
        """Tell whether a task is not to be heard of on *day*."""
        until = self.muted.get(ref)
        return until is not None and day < until

    def wants(self, subject: SubjectKind, rung: int) -> bool:
        """Tell whether a rung is one of those the chat keeps."""
        return rung not in self.without.get(GROUP_OF[subject], ())

    def as_of(self, today: date) -> Preference:
        """Leave out pauses and mutes that are over."""
        return Preference(
            remind_at=self.remind_at,
            digest=self.digest,
            paused_until=self.paused_until if self.is_paused(today) else None,
            without={group: rungs for group, rungs in self.without.items() if rungs},
            muted={ref: until for ref, until in self.muted.items() if today < until},
        )

    def to_json(self) -> dict[str, Any]:
        """Write it down for a card or the record."""
        return {
            "remind_at": self.remind_at and self.remind_at.isoformat("minutes"),
            "digest": self.digest,
            "paused_until": self.paused_until and self.paused_until.isoformat(),
            "without": {
                group.value: sorted(rungs) for group, rungs in sorted(self.without.items())
            },
            "muted": {ref: until.isoformat() for ref, until in sorted(self.muted.items())},
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Preference:
        """Read what `to_json` wrote."""
        at, until = body["remind_at"], body["paused_until"]
        return cls(
            remind_at=time.fromisoformat(at) if at else None,
            digest=body["digest"],
            paused_until=date.fromisoformat(until) if until else None,
            without={Group(group): frozenset(rungs) for group, rungs in body["without"].items()},
            muted={ref: date.fromisoformat(day) for ref, day in body["muted"].items()},
        )


AS_THE_LADDER_SAYS = Preference()


async def everyones(session: AsyncSession) -> dict[int, Preference]:
    """Return what is wished, by chat; chats without a wish are not in it."""
    muted: dict[int, dict[str, date]] = defaultdict(dict)
    for mute in await session.exec(select(Mute)):
        muted[mute.chat_id][mute.ref] = mute.until
    found = {row.chat_id: row for row in await session.exec(select(ChatPreference))}
    return {
        chat_id: _preference(found.get(chat_id), muted.get(chat_id, {}))
        for chat_id in sorted({*found, *muted})
    }


async def of_chat(session: AsyncSession, chat_id: int) -> Preference:
    """Return what one chat wishes."""
    mutes = await session.exec(select(Mute).where(Mute.chat_id == chat_id))
    row = await session.get(ChatPreference, chat_id)
    return _preference(row, {mute.ref: mute.until for mute in mutes})


async def earliest(session: AsyncSession, otherwise: time) -> time:
    """Return the earliest time of day at which any chat is reminded; *otherwise* by the ladder."""
    query = select(func.min(ChatPreference.remind_at))
    first = (await session.exec(query)).one()
    return otherwise if first is None else min(first, otherwise)


async def save(
    session: AsyncSession, chat: Chat, wanted: Preference, *, actor: Contact, now: datetime
) -> Sequence[str]:
    """Put a chat's wishes in force, each change on record; return the names of what changed."""
    before, after = (await of_chat(session, chat.id)).to_json(), wanted.to_json()
    changed = [one.name for one in fields(Preference) if before[one.name] != after[one.name]]
    row = await session.get(ChatPreference, chat.id) or ChatPreference(chat_id=chat.id)
    row.remind_at, row.digest = wanted.remind_at, wanted.digest
    row.paused_until, row.without = wanted.paused_until, after["without"]
    session.add(row)
    await _save_mutes(session, chat.id, wanted.muted)
    for name in changed:
        await audit.record(
            session,
            actor=actor,
            action="settings",
            subject=chat,
            at=now,
            what=name,
            before=before[name],
            after=after[name],
        )
    return changed


async def reschedule(session: AsyncSession, chat_id: int, due_at: datetime) -> None:
    """Move the digests that wait for this chat, after its time of day or its pause has changed."""
    await (await session.connection()).execute(
        update(Notice)
        .where(
            col(Notice.chat_id) == chat_id,
            col(Notice.kind) == NoticeKind.DIGEST,
            col(Notice.state) == NoticeState.PENDING,
            col(Notice.parts_sent) == 0,
        )
        .values(due_at=due_at)
    )


async def _save_mutes(session: AsyncSession, chat_id: int, muted: Mapping[str, date]) -> None:
    rows = (await session.exec(select(Mute).where(Mute.chat_id == chat_id))).all()
    for row in rows:
        if row.ref in muted:
            row.until = muted[row.ref]
            session.add(row)
        else:
            await session.delete(row)
    known = {row.ref for row in rows}
    session.add_all(
        Mute(chat_id=chat_id, ref=ref, until=until)
        for ref, until in muted.items()
        if ref not in known
    )
    await session.flush()


def _preference(row: ChatPreference | None, muted: Mapping[str, date]) -> Preference:
    if row is None:
        return Preference(muted=muted)
    return Preference(
        remind_at=row.remind_at,
        digest=row.digest,
        paused_until=row.paused_until,
        without={Group(group): frozenset(rungs) for group, rungs in row.without.items()},
        muted=muted,
    )
