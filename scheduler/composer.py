"""From a stored notice to the messages that are sent: what it says now, and its buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.digests import compose_digest, render_digest
from scheduler.planner import Rules
from store import cards
from store.models import Chat, Department, Notice, NoticeKind
from store.notices import items_of
from texts.catalogue import Texts
from texts.messages import split
from texts.notices import digest_buttons
from texts.reply import Button

Buttons: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out for one notice; the buttons stand under the last part."""

    parts: tuple[str, ...]
    buttons: Buttons


@dataclass(frozen=True)
class Composer:
    """Writes notices: the words are those of the moment of sending."""

    rules: Rules
    texts: Texts

    async def compose(
        self, session: AsyncSession, notice: Notice, chat: Chat, *, today: date
    ) -> Message | None:
        """Return the messages of *notice*, None where there is nothing left to say."""
        text, buttons = await self._write(session, notice, chat, today)
        if not text:
            return None
        if notice.resent:
            text = f"{self.texts.render('notices/again')}\n{text}"
        return Message(split(text), buttons)

    async def _write(
        self, session: AsyncSession, notice: Notice, chat: Chat, today: date
    ) -> tuple[str, Buttons]:
        if notice.kind is NoticeKind.ALERT:
            return self.texts.render("notices/alert", **(notice.details or {})), ()
        return await self._digest(session, notice, chat, today)

    async def _digest(
        self, session: AsyncSession, notice: Notice, chat: Chat, today: date
    ) -> tuple[str, Buttons]:
        department = await session.get(Department, chat.department_id or 0)
        digest = await compose_digest(
            session,
            await items_of(session, notice.id or 0),
            department=department.name if department else None,
            today=today,
            since=notice.since,
            rules=self.rules,
        )
        card = await _tasks_card(session, department) if digest.tasks else None
        buttons = digest_buttons(
            self.texts,
            notice.id or 0,
            sign=notice.wants_receipt,
            tasks=digest.tasks,
            card=card,
        )
        return render_digest(digest, self.texts), buttons


async def _tasks_card(session: AsyncSession, department: Department | None) -> int | None:
    """Keep the command that lists a department's tasks."""
    if department is None:
        return None
    return await cards.keep(session, {"do": "tasks", "words": department.name})
