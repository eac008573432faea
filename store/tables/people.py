"""Who is told and who may do what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from plans.webhooks import Vendor
from store.types import UtcDateTime


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
