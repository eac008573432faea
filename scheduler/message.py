"""A notice while it is written, and the messages that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.amending import Change
from store.tables.notices import Notice
from store.tables.people import Chat
from store.tables.plans import Department
from texts.messages import Part
from texts.reply import Button

Buttons: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice that is being written."""

    session: AsyncSession
    notice: Notice
    chat: Chat
    department: Department | None
    """the one the chat speaks for"""
    today: date

    @property
    def notice_id(self) -> int:
        """The notice's number, which its buttons carry."""
        return self.notice.id or 0


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out for one notice; the buttons stand under the last part."""

    parts: tuple[Part, ...]
    buttons: Buttons
    version: int = 0
    """of the broadcast that is sent"""
    change: Change | None = None
    """what was delivered is changed; the part is posted where that is not to be had"""
    replaces: bool = False
    """earlier messages may have to give up their buttons"""
    kept: str | None = None
    """what stays on record in the place of the last part: a robot's page shows all of it"""
