"""A pressed button of a broadcast's draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from telegram import Update

from handlers.context import BotContext
from plans.errors.words import StaleButton
from store import broadcast_drafts
from store.broadcast_drafts import Said, said_in
from store.tables.broadcasts import BroadcastDraft
from store.types import LARGEST_ID


@dataclass
class Pressed:
    """Which button, of which draft."""

    update: Update
    context: BotContext
    draft: BroadcastDraft
    verb: str
    words: tuple[str, ...]
    is_answered: bool = field(default=False)

    @property
    def said(self) -> Said:
        """What the draft holds."""
        return said_in(self.draft.body)

    def word(self, place: int = 0) -> str:
        """Return a word behind the verb; raises StaleButton where there is none."""
        if place >= len(self.words):
            raise StaleButton
        return self.words[place]

    def number(self, place: int = 0) -> int:
        """Return a number behind the verb; raises StaleButton."""
        word = self.word(place)
        if not word.isdecimal() or int(word) > LARGEST_ID:
            raise StaleButton
        return int(word)

    async def keep(self, **parts: Any) -> None:
        """Put parts into the draft."""
        async with self.context.services.database.begin() as session:
            row = await session.get_one(BroadcastDraft, self.draft.id)
            await broadcast_drafts.say(session, row, **parts)

    async def say(self, label: str, **values: object) -> None:
        """Show short words over the chat."""
        self.is_answered = True
        if self.update.callback_query is not None:
            await self.update.callback_query.answer(self.context.texts.label(label, **values))
