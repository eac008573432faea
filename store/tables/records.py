"""What was done, what was shown, how far planning got."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
)
from sqlmodel import Field, SQLModel

from store.types import UtcDateTime


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
