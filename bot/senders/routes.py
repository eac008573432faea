"""One sender for all chats: Telegram's, and those that are robots of other messengers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.senders import Outgoing, Sender
from store.robots import is_robot


@dataclass(frozen=True)
class Senders:
    """Hands a message to the messenger its chat belongs to."""

    telegram: Sender
    robots: Sender

    async def send(self, outgoing: Outgoing) -> Sequence[int]:
        """Send a message."""
        return await self._of(outgoing.chat).send(outgoing)

    async def edit(self, outgoing: Outgoing, message_id: int) -> None:
        """Change a message."""
        await self._of(outgoing.chat).edit(outgoing, message_id)

    async def delete(self, chat: int, message_ids: Sequence[int]) -> None:
        """Take messages back."""
        await self._of(chat).delete(chat, message_ids)

    async def drop_buttons(self, chat: int, message_id: int) -> None:
        """Take the buttons off a message."""
        await self._of(chat).drop_buttons(chat, message_id)

    def _of(self, chat: int) -> Sender:
        return self.robots if is_robot(chat) else self.telegram
