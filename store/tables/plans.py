"""What a document said."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    Column,
    Numeric,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from plans.model import Comparison, Role
from store.types import UtcDateTime


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
