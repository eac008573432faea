"""What is owed and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from config.urgency import Urgency
from plans.model import Role
from store.tables.defaults import ZERO
from store.types import UtcDateTime


class NoticeState(StrEnum):
    """What became of a notice."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class NoticeKind(StrEnum):
    """Why a notice is owed."""

    DIGEST = "digest"
    """the day's reminders of a chat"""
    CHASE = "chase"
    """what nobody signed, on a day without a digest that could carry the papers about it"""
    ESCALATION = "escalation"
    """the coordinators' list of what is still not signed"""
    REPORT = "report"
    """the evening's account for the coordinators"""
    ALERT = "alert"
    """something the coordinators must know: a chat that cannot be written to"""
    SNOOZE = "snooze"
    """a digest once more, on a day somebody chose; what it says again is `about_id`'s"""
    CORRECTION = "correction"
    """an event that was announced is changed or cancelled"""
    BROADCAST = "broadcast"
    """what a coordinator sends to many chats; again (`about_id`) to one that has not signed it"""
    AMENDMENT = "amendment"
    """a broadcast that was sent is corrected (更正) or taken back (撤回): `about_id`'s message"""
    STATUS = "status"
    """the card on which coordinators see what becomes of a broadcast"""


class SubjectKind(StrEnum):
    """What an item of a digest is about."""

    TASK = "task"
    TARGET = "target"
    MILESTONE = "milestone"
    OBSERVANCE = "observance"
    EVENT = "event"


class Notice(SQLModel, table=True):
    """One message owed to one chat."""

    __table_args__ = (Index("ix_notice_claim", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """day, kind and chat, which make it the same notice: planning twice adds nothing"""
    chat_id: int = Field(foreign_key="chat.id")
    kind: NoticeKind
    day: date
    """the working day it belongs to; look it up by the key, which begins with it"""
    since: date
    """the earliest day it speaks for; before `day` where days were missed: the message says so"""
    due_at: datetime = Field(sa_type=UtcDateTime)
    """when it goes out; moved forward by a pause before the next attempt"""
    urgency: int = Urgency.ROUTINE
    """higher goes first: `config.urgency`, of a digest the days that are left, negative"""
    wants_receipt: bool = Field(default=False, sa_column_kwargs=ZERO)
    """a lead's digest asks to be signed; a supporter's informs"""
    about_id: int | None = Field(default=None, foreign_key="notice.id")
    """the notice that this one is about, and whose signature it asks for"""
    number: int | None = None
    """of a digest that asks to be signed, counted within the year of `day`: 交办〔2017〕38号"""
    details: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """what an alert or a list is about; of a digest, which earlier ones it shows again"""
    broadcast_id: int | None = Field(default=None, foreign_key="broadcast.id", index=True)
    version: int = Field(default=0, sa_column_kwargs=ZERO)
    """of the broadcast, as its message shows it"""
    state: NoticeState = Field(default=NoticeState.PENDING)
    lease_token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    in_flight: bool = Field(default=False, sa_column_kwargs=ZERO)
    """a request was begun: if nothing more is known, the message may be there"""
    attempts: int = Field(default=0, sa_column_kwargs=ZERO)
    parts_sent: int = Field(default=0, sa_column_kwargs=ZERO)
    """a long notice is several messages: so many of them are out"""
    resent: bool = Field(default=False, sa_column_kwargs=ZERO)
    """sent again after an unknown outcome: the message says 补发"""
    doubts: int = Field(default=0, sa_column_kwargs=ZERO)
    """how many requests ended without an answer"""
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    """the last message, which holds the buttons"""
    message_ids: list[int] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """all messages of a broadcast: it may be corrected or taken back"""
    text: str | None = Field(default=None, sa_column=Column(Text))
    """that message as it was sent, to which signatures are added"""
    buttons: list[list[list[str]]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )
    """its rows of buttons: label and data"""
    failure: str | None = None


class NoticeItem(SQLModel, table=True):
    """One line of a notice: an occurrence of a rung, at most once for a chat."""

    __table_args__ = (UniqueConstraint("occurrence", "chat_id"),)

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id", index=True, ondelete="CASCADE")
    chat_id: int = Field(foreign_key="chat.id")
    occurrence: str
    """subject, day and rung, in words that outlive the rows: `huizhou-2017#3:2017-12-31:30`"""
    subject: SubjectKind
    subject_id: int
    due: date
    until: date | None = None
    """the last day of an observance"""
    rung: int
    """days before the day it is about"""
    role: Role | None = None
    missed: bool = Field(default=False, sa_column_kwargs=ZERO)
    """it could not be sent on its day: recorded in a notice that is cancelled and says why"""


class Paper(SQLModel, table=True):
    """A stage that was reached because nobody signed: 催办单, 督办通知单."""

    __table_args__ = (UniqueConstraint("code", "year", "number", "about_id"),)

    id: int = Field(default=None, primary_key=True)
    about_id: int = Field(foreign_key="notice.id", index=True)
    """the digest that is not signed"""
    stage: int
    """its place among the stages, from 1"""
    name: str
    """as the stages called it then"""
    code: str
    year: int
    number: int | None
    """counted within code and year; None where it bears none"""
    day: date
    notice_id: int | None = Field(default=None, foreign_key="notice.id", index=True)
    """the message that carries it, None where only the coordinators are told"""


class Numbering(SQLModel, table=True):
    """The last number that was given, by the word of the number and the year."""

    code: str = Field(primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class Receipt(SQLModel, table=True):
    """签收: who pressed the button of a notice, and when."""

    __table_args__ = (UniqueConstraint("notice_id", "contact_id"),)

    id: int = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id", index=True)
    contact_id: int = Field(foreign_key="contact.id")
    signed_at: datetime = Field(sa_type=UtcDateTime)
