"""The tables that processes on one database share: updates as they came, turns of the limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from store.types import UtcDateTime

OPEN = text("handled_at IS NULL")


class Arrival(SQLModel, table=True):
    """An update of Telegram's: what it says until it is handled, then only that it was."""

    __table_args__ = (
        Index("ix_arrival_open", "chat", "update_id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    chat: int = Field(sa_column=Column(BigInteger, nullable=False))
    """whose updates are handled in order: a chat, or a person where there is none"""
    body: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    received_at: datetime = Field(sa_type=UtcDateTime)
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """until then a process handles it; without a token nobody is to try before"""
    attempts: int = 0


class Turn(SQLModel, table=True):
    """A message that went out, or is about to: what the limits count over all processes."""

    __table_args__ = (Index("ix_turn_chat", "chat", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    chat: int = Field(sa_column=Column(BigInteger, nullable=False))
    """Telegram's id"""
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    held: bool = False
    """not a message: the messenger asked to leave the chat alone until about then"""
