"""The tables of what coordinators send themselves; what goes to each chat is a Notice as any other.

As it is written: BroadcastDraft. As it is ordered: Broadcast, BroadcastSeries. What comes back:
BroadcastReply. AudienceGroup keeps a choice of chats under a name, AlbumPart what was seen of an
album: Telegram shows a reply only one of its files.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from config.urgency import Urgency
from store.types import UtcDateTime


class BroadcastState(StrEnum):
    """How far a broadcast has come."""

    WAITING = "waiting"
    """its moment has not come"""
    GOING = "going"
    """each chat has its notice; they go out, or are out"""
    CANCELLED = "cancelled"
    """called off before its moment"""
    WITHDRAWN = "withdrawn"
    """撤回: deleted, or replaced by word of it"""


class Broadcast(SQLModel, table=True):
    """A message that a coordinator sends to many chats; its id is its number."""

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    telegram_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    """the chat where it was ordered, and where its card stands"""
    thread_id: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    title: str
    """its first words, for cards and lists"""
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """text and files, in the form of store.contents"""
    audience: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """to whom, in the form of store.audiences"""
    urgency: int = Urgency.ROUTINE
    """of `config.urgency`: 平件, 急件, 特急"""
    wants_receipt: bool = False
    sign_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    send_at: datetime = Field(sa_type=UtcDateTime)
    state: BroadcastState = Field(default=BroadcastState.WAITING, index=True)
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 0
    """one more with every 更正 and with 撤回; a notice holds the version that its chat sees"""
    amended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    series_id: int | None = Field(default=None, foreign_key="broadcastseries.id")
    shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """when its card was last looked at"""
    touched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """when somebody last signed, answered or changed it"""


class BroadcastSeries(SQLModel, table=True):
    """A broadcast that is sent again and again: every Monday, each quarter's end."""

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    telegram_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    thread_id: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    title: str
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """all that its draft said, in the form of store.broadcast_drafts"""
    next_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BroadcastDraft(SQLModel, table=True):
    """A broadcast as it is put together; nothing is sent before 发送."""

    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    opened_at: datetime = Field(sa_type=UtcDateTime, index=True)
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """what has been said of it, in the form of store.broadcast_drafts"""
    telegram_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    thread_id: int = 0
    amends_id: int | None = Field(default=None, foreign_key="broadcast.id")
    """the broadcast whose words it corrects, None for a new one"""
    asking: str | None = None
    """which part the last question was about"""
    question_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    """the message that asks: the reply to it is the answer"""
    card_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    """the message that shows it"""


class BroadcastReply(SQLModel, table=True):
    """What somebody answered to a broadcast in a department's chat."""

    __table_args__ = (UniqueConstraint("chat_id", "message_id"),)

    id: int = Field(default=None, primary_key=True)
    broadcast_id: int = Field(foreign_key="broadcast.id", index=True)
    chat_id: int = Field(foreign_key="chat.id")
    contact_id: int = Field(foreign_key="contact.id", index=True)
    message_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    said_at: datetime = Field(sa_type=UtcDateTime)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    file: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """in the form of store.contents"""


class AudienceGroup(SQLModel, table=True):
    """A choice of departments that is kept under a name."""

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    audience: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)


class AlbumPart(SQLModel, table=True):
    """One file of an album that a coordinator sent."""

    telegram_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    message_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    album: str = Field(index=True)
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    seen_at: datetime = Field(sa_type=UtcDateTime, index=True)
