"""The tables. Instants are aware UTC, days are dates in the place; ids are given at flush.

What a document said: Plan, Task, Department, Duty, Target, Milestone, Observance.
How it came in: Intake, IntakePrompt (until it is confirmed), Revision, DepartmentAlias.
Who is told: Chat, ChatAlias, Robot, Contact, Grant, Invite.
What is owed and what came of it: Notice, NoticeItem, Receipt, Paper (Numbering).
How it is wished: ChatPreference, Mute, Subscription. What is called for: Event (EventDraft before).
What coordinators send themselves stands in store/broadcast_models.py, what processes share in
store/replica_models.py.
What was done: Audit (append-only), Card (what a button shows), Shown (the message that shows it),
Mark (how far planning got).
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    LargeBinary,
    Numeric,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from config.urgency import Urgency
from plans.model import Comparison, Role
from plans.webhooks import Vendor
from store.types import UtcDateTime

ZERO: Any = {"server_default": "0"}
"""a column that rows by the ten thousand leave out: 0, or false"""


class ChatState(StrEnum):
    """Whether a chat can be written to."""

    ACTIVE = "active"
    FROZEN = "frozen"
    """removed, blocked or without rights; nothing is deleted"""


class ChatKind(StrEnum):
    """What a chat is to Duban."""

    PRIVATE = "private"
    GROUP = "group"
    ROBOT = "robot"
    """a group robot of another messenger: it is told and hears nothing (see Robot)"""


class Access(StrEnum):
    """What a person may do; rows of `Grant`, never "is chat admin"."""

    COORDINATOR = "coordinator"
    CONTACT = "contact"
    READER = "reader"


class NoticeState(StrEnum):
    """What became of a notice (DESIGN.md 4)."""

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


class Plan(SQLModel, table=True):
    """A plan that was handed over, with the text every span counts in."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """the stem of its file name: `huizhou-2017`"""
    source: str
    place: str | None = None
    title: str | None = None
    doc_number: str | None = None
    issued: date | None = None
    horizon: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """ISO dates, earliest first"""
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    digest: str
    """of the facts; equal digests mean nothing changed"""
    imported_at: datetime = Field(sa_type=UtcDateTime, index=True)
    """the latest tells every question whether what is known is still so: text lies before it"""


class Department(SQLModel, table=True):
    """A body that takes part in a plan, under the name its plan uses; names belong to a place."""

    __table_args__ = (UniqueConstraint("place", "name"),)

    id: int = Field(default=None, primary_key=True)
    place: str = ""
    name: str
    identity: str = Field(index=True)
    """today's standard name by `config/departments.toml`: 市质监局 is 市市场监管局"""


class Task(SQLModel, table=True):
    """One numbered task of a plan."""

    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
    number: str
    position: int
    title: str | None = None
    section: str | None = None
    due: date | None = Field(default=None, index=True)
    span_start: int = 0
    span_end: int = 0


class Duty(SQLModel, table=True):
    """A department's part in a task."""

    __table_args__ = (UniqueConstraint("task_id", "department_id", "role"),)

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    department_id: int = Field(foreign_key="department.id", index=True)
    role: Role
    span_start: int = 0
    span_end: int = 0


class Target(SQLModel, table=True):
    """A promised number, of a task or of the plan as a whole."""

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True, ondelete="CASCADE")
    position: int
    metric: str
    op: Comparison
    value: Decimal = Field(sa_column=Column(Numeric(24, 6), nullable=False))
    upper: Decimal | None = Field(default=None, sa_column=Column(Numeric(24, 6)))
    unit: str | None = None
    due: date | None = Field(default=None, index=True)
    every: str | None = Field(default=None, index=True)
    text: str = ""
    span_start: int = 0
    span_end: int = 0


class Milestone(SQLModel, table=True):
    """A dated promise without a number."""

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    position: int
    text: str
    due: date = Field(index=True)
    span_start: int = 0
    span_end: int = 0


class Observance(SQLModel, table=True):
    """An awareness day, week or month that a plan names; its date stands in `observances.toml`."""

    __table_args__ = (UniqueConstraint("plan_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
    name: str = Field(index=True)
    """the standard name: 国际消费者权益日"""
    wording: str
    """the name as the plan writes it"""
    span_start: int = 0
    span_end: int = 0


class Chat(SQLModel, table=True):
    """A conversation Duban takes part in: a private chat, a group, or a topic of a group."""

    __table_args__ = (UniqueConstraint("telegram_id", "thread_id"),)

    id: int = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    thread_id: int = 0
    """0 where the chat has no topics or the General topic is meant"""
    kind: ChatKind
    title: str = ""
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    is_coordinators: bool = False
    state: ChatState = ChatState.ACTIVE
    frozen_reason: str | None = None
    bound_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ChatAlias(SQLModel, table=True):
    """The id a group had before it became a supergroup, for what still names it so."""

    old: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    new: int = Field(sa_column=Column(BigInteger, nullable=False))


class Robot(SQLModel, table=True):
    """How a chat that is a robot is written to; its secrets stand here as the vault keeps them."""

    id: int = Field(default=None, primary_key=True)
    chat_id: int = Field(foreign_key="chat.id", unique=True)
    vendor: Vendor
    address: str
    """of its webhook: encrypted, or the environment variable that holds it"""
    secret: str | None = None
    """what its messages are signed with, kept likewise"""
    fingerprint: str = Field(unique=True)
    """of the address, which is encrypted differently each time: the same robot is added once"""
    hint: str
    """what people are shown of the address"""
    added_at: datetime = Field(sa_type=UtcDateTime)


class Contact(SQLModel, table=True):
    """A person who has spoken to Duban in a way that needs remembering."""

    id: int = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    name: str
    seen_at: datetime = Field(sa_type=UtcDateTime)


class Grant(SQLModel, table=True):
    """What a contact may do, for one department or (department_id None) everywhere."""

    __table_args__ = (UniqueConstraint("contact_id", "access", "department_id"),)

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    access: Access
    department_id: int | None = Field(default=None, foreign_key="department.id")
    granted_at: datetime = Field(sa_type=UtcDateTime)


class Invite(SQLModel, table=True):
    """A one-time code: to become coordinator, or to bind a chat to a department."""

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    access: Access
    department_id: int | None = Field(default=None, foreign_key="department.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by: int | None = Field(default=None, foreign_key="contact.id")


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
    """an observance that was over when it could have been sent: recorded, not sent"""


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


class Audit(SQLModel, table=True):
    """Who changed what; rows are added and never touched again."""

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor: str
    """`contact:7`, whose name stands in Contact only and can be forgotten, or a part of Duban"""
    action: str
    subject: str
    """`chat:3`, `department:12`, `contact:7`, `invite:5`, `plan:huizhou-2017` …"""
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Card(SQLModel, table=True):
    """What a button stands for: callback data carry its id only (≤ 64 bytes, valid for months)."""

    id: int = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    """of the body: the same question has one card"""
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Shown(SQLModel, table=True):
    """Which card a message of ours shows: what a reply to it is about."""

    telegram_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    """of the chat"""
    message_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    card_id: int = Field(foreign_key="card.id", ondelete="CASCADE")
    shown_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Mark(SQLModel, table=True):
    """How far something that runs by the clock has got."""

    name: str = Field(primary_key=True)
    day: date


class IntakeState(StrEnum):
    """What became of a reading that was shown to a coordinator."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Intake(SQLModel, table=True):
    """A document as it was read, waiting for 确认导入; nothing of it is a plan before.

    Once it is confirmed or cancelled the reading and the document are gone from here.
    """

    id: int = Field(default=None, primary_key=True)
    state: IntakeState = Field(default=IntakeState.WAITING, index=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    opened_at: datetime = Field(sa_type=UtcDateTime, index=True)
    file_name: str
    """as it was sent"""
    document: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """the reading as it was, in the form of plans.keeping"""
    answers: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """what was said to its doubts, in the form of plans.corrections"""
    key: str
    """what the plan will be called"""
    base_key: str | None = None
    """the stored plan that this is a version of"""
    base_digest: str | None = None
    """of that plan when it was compared"""
    maybe_key: str | None = None
    """a stored plan that this may be a version of: to be asked"""


class IntakePrompt(SQLModel, table=True):
    """A message that asks for the right words; the reply to it is the answer."""

    __table_args__ = (UniqueConstraint("telegram_id", "message_id"),)

    id: int = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    message_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    card_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    """the message that shows the reading"""
    intake_id: int = Field(foreign_key="intake.id", index=True, ondelete="CASCADE")
    doubt: int


class Revision(SQLModel, table=True):
    """A version of a plan that was put into force, and what it replaced."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor: str
    file_name: str
    document: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    """the original as it was handed over"""
    answers: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """what was said to its doubts: the same doubt is not asked twice"""
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """the facts that were in force, None where the plan is new"""
    digest: str
    """of the plan as this version left it"""
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DepartmentAlias(SQLModel, table=True):
    """A name that coordinators added to those of `config/departments.toml`."""

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    """folded, without place and level"""
    identity: str
    """the standard name it belongs to; the same for a body of its own"""
    added_at: datetime = Field(sa_type=UtcDateTime)


class ChatPreference(SQLModel, table=True):
    """How a chat wants to be reminded, where that is not as the ladder says."""

    chat_id: int = Field(primary_key=True, foreign_key="chat.id")
    remind_at: time | None = None
    """its own time of day"""
    digest: bool = True
    """whether the day's reminders come at all"""
    without: dict[str, list[int]] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )
    """rungs of the ladder it does without, by SubjectGroup"""
    paused_until: date | None = None
    """the day on which reminders begin again"""


class Mute(SQLModel, table=True):
    """A task that a chat does not want to hear of before a day."""

    __table_args__ = (UniqueConstraint("chat_id", "ref"),)

    id: int = Field(default=None, primary_key=True)
    chat_id: int = Field(foreign_key="chat.id")
    ref: str
    """in words that outlive the rows: `huizhou-2017#3`"""
    until: date


class Subscription(SQLModel, table=True):
    """A private chat that is told what a department is told, or what concerns one task."""

    __table_args__ = (UniqueConstraint("chat_id", "department_id", "ref"),)

    id: int = Field(default=None, primary_key=True)
    chat_id: int = Field(foreign_key="chat.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id")
    ref: str = ""
    """of the task, empty for a department: `huizhou-2017#3`"""
    since: datetime = Field(sa_type=UtcDateTime)


class Event(SQLModel, table=True):
    """Something that coordinators call departments to: 质量月启动仪式."""

    id: int = Field(default=None, primary_key=True)
    name: str
    day: date = Field(index=True)
    """the day, of a yearly one the first"""
    at: time | None = None
    venue: str = ""
    yearly_on: str | None = Field(default=None, index=True)
    """MM-DD where it comes each year; 02-29 is kept on 02-28 in other years"""
    created_at: datetime = Field(sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EventDepartment(SQLModel, table=True):
    """A department that is called to an event; none at all means every department."""

    __table_args__ = (UniqueConstraint("event_id", "department_id"),)

    id: int = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True, ondelete="CASCADE")
    department_id: int = Field(foreign_key="department.id")


class EventDraft(SQLModel, table=True):
    """An event as a coordinator is putting it together; no event before 确认."""

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    opened_at: datetime = Field(sa_type=UtcDateTime, index=True)
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """what is known of it, in the form of store.event_drafts"""
    event_id: int | None = Field(default=None, foreign_key="event.id", ondelete="CASCADE")
    """the event that is being changed, None for a new one"""
    asking: str | None = None
    """which part the last question was about"""
    telegram_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    """the chat where it is put together"""
    question_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    """the message that asks: the reply to it is the answer"""
    card_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    """the message that shows it"""
