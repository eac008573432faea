"""What coordinators call for."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from store.types import UtcDateTime


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
