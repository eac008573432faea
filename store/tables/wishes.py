"""How reminders are wished."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import (
    JSON,
    Column,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from store.types import UtcDateTime


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
