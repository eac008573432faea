"""For which department a chat or a person speaks: what "we" means in a question."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import col

from store.bulk import fetch
from store.glance import Reader
from store.rows import columns
from store.tables.people import Chat, Contact, Grant
from store.tables.plans import Department


class Voice(NamedTuple):
    """A department."""

    id: int
    name: str
    place: str


_DEPARTMENTS = columns(Department.id, Department.name, Department.place)
_OF_CHAT = (
    _DEPARTMENTS.join(Chat, col(Chat.department_id) == Department.id)
    .where(
        col(Chat.telegram_id) == bindparam("chat"),
        col(Chat.thread_id).in_((0, bindparam("thread"))),
    )
    .order_by(col(Chat.thread_id).desc())
    .limit(1)
)
_OF_PERSON = (
    _DEPARTMENTS.join(Grant, col(Grant.department_id) == Department.id)
    .join(Contact, col(Grant.contact_id) == Contact.id)
    .where(col(Contact.telegram_id) == bindparam("person"))
    .limit(2)
)
"""both made once, since every question begins with one of them"""


async def of_chat(session: Reader, *, telegram_id: int, thread_id: int = 0) -> Voice | None:
    """Return the department a chat speaks for: its topic's where that is bound, else its own."""
    rows = await fetch(session, _OF_CHAT, {"chat": telegram_id, "thread": thread_id})
    return Voice(*rows[0]) if rows else None


async def of_person(session: Reader, *, telegram_id: int) -> Voice | None:
    """Return the department a contact speaks for in private: theirs, where it is just one."""
    rows = await fetch(session, _OF_PERSON, {"person": telegram_id})
    return Voice(*rows[0]) if len(rows) == 1 else None
