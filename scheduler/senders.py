"""What a messenger must be able to do, and the ways in which a message can fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from store.contents import File
from texts.reply import Button


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one chat."""

    chat: int
    thread: int
    """0: no topic, or the General one"""
    text: str
    """Telegram's HTML"""
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[File, ...] = ()
    """the text stands below them; several are one album, which carries no buttons"""


class Sender(Protocol):
    """Delivers messages; raises a `DeliveryError` for whatever keeps one from arriving.

    Whoever calls a method has waited for the limits.
    """

    async def send(self, outgoing: Outgoing) -> Sequence[int]:
        """Send and return the ids of the messages: one, or those of an album."""
        ...

    async def edit(self, outgoing: Outgoing, message_id: int) -> None:
        """Put *outgoing*'s text and buttons in the place of a message's; its files stay.

        What looks so already is fine. Raises CannotChange where that is not to be had.
        """
        ...

    async def delete(self, chat: int, message_ids: Sequence[int]) -> None:
        """Take messages back; those that are gone are fine. Raises CannotChange."""
        ...

    async def drop_buttons(self, chat: int, message_id: int) -> None:
        """Take the buttons off a message that a newer one replaces, if it is still there."""
        ...


class DeliveryError(Exception):
    """A message that did not arrive, or may not have."""


class NotSent(DeliveryError):
    """Nothing left: it can be tried again without a risk."""


class RateLimited(NotSent):
    """Refused for the moment; that chat is to be left alone for `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after:g} s")
        self.retry_after = retry_after


class OutcomeUnknown(DeliveryError):
    """The request left and no answer came: the message may be there."""


class ChatGone(DeliveryError):
    """The chat cannot be written to until something changes there."""

    def __init__(self, message: str, *, reason: str = "removed") -> None:
        super().__init__(message)
        self.reason = reason
        """removed or muted, as /chats shows it"""


class TopicGone(DeliveryError):
    """The topic was deleted or closed; the chat is there."""


class ChatMoved(DeliveryError):
    """The group became a supergroup and has another id."""

    def __init__(self, new_id: int) -> None:
        super().__init__(f"moved to {new_id}")
        self.new_id = new_id


class Rejected(DeliveryError):
    """The message itself is refused: it would be refused again."""


class CannotChange(DeliveryError):
    """A message that was delivered stays as it is: too old, gone, or the messenger has no way."""
