"""Where somebody stands: the chat they speak in and the roles they hold, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam
from sqlmodel import col

from store.bulk import fetch
from store.glance import Reader
from store.rows import columns
from store.tables.people import Access, Chat, Contact, Grant


class Place(StrEnum):
    """What a chat is to Duban."""

    PRIVATE = "private"
    BOUND = "bound"
    """a group that speaks for a department, as a whole or in one of its topics"""
    COORDINATORS = "coordinators"
    """a group of the coordinators"""
    FOREIGN = "foreign"
    """any other group"""


@dataclass(frozen=True, slots=True)
class Standing:
    """One person in one chat."""

    place: Place
    is_coordinator: bool = False
    is_reader: bool = False
    contact_of: frozenset[int] = frozenset()
    """the departments the person is a contact of"""
    chat_department: int | None = None
    """the department the chat, or this topic of it, speaks for"""

    @property
    def has_role(self) -> bool:
        """Whether Duban knows the person at all."""
        return self.is_coordinator or self.is_reader or bool(self.contact_of)

    @property
    def is_contact_here(self) -> bool:
        """Whether the person is a contact of this chat's department; in private, of any."""
        if self.place is Place.PRIVATE:
            return bool(self.contact_of)
        return self.chat_department in self.contact_of


_HELD = (
    columns(Grant.access, Grant.department_id)
    .join(Contact, col(Grant.contact_id) == Contact.id)
    .where(col(Contact.telegram_id) == bindparam("person"))
)
_CHATS = (
    columns(Chat.thread_id, Chat.department_id, Chat.is_coordinators)
    .where(col(Chat.telegram_id) == bindparam("chat"))
    .order_by(col(Chat.thread_id))
)
"""both made once, since every command begins with them"""


async def standing(session: Reader, *, person: int, chat: int | None, thread: int = 0) -> Standing:
    """Return where *person* stands in *chat* (Telegram ids; a chat below zero is a group)."""
    held = await fetch(session, _HELD, {"person": person})
    place, department = await _place(session, chat, thread)
    return Standing(
        place=place,
        is_coordinator=any(access is Access.COORDINATOR for access, _ in held),
        is_reader=any(access is Access.READER for access, _ in held),
        contact_of=frozenset(
            of for access, of in held if access is Access.CONTACT and of is not None
        ),
        chat_department=department,
    )


async def _place(session: Reader, chat: int | None, thread: int) -> tuple[Place, int | None]:
    """Say what kind of chat it is and for which department it speaks."""
    if chat is None:
        return Place.FOREIGN, None
    if chat > 0:
        return Place.PRIVATE, None
    rows = await fetch(session, _CHATS, {"chat": chat})
    departments = {row[0]: row[1] for row in rows}
    department = departments.get(thread) or departments.get(0)
    if any(row[2] for row in rows):
        return Place.COORDINATORS, department
    bound = any(value is not None for value in departments.values())
    return (Place.BOUND if bound else Place.FOREIGN), department
