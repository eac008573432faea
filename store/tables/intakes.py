"""How a document comes in, until it is confirmed and after."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    LargeBinary,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from store.types import UtcDateTime


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
