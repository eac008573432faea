"""The table of templates: broadcasts that are sent again and again, with fields for departments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from store.types import UtcDateTime


class Template(SQLModel, table=True):
    """Words kept under a name; its id is its number."""

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    html: str = Field(sa_column=Column(Text, nullable=False))
    """Telegram's HTML with fields: {部门}"""
    changed_at: datetime = Field(sa_type=UtcDateTime)
