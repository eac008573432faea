"""What was delivered, edited or taken back; posted anew where the messenger cannot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from scheduler.senders import CannotChange, Outgoing, Sender


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of messages that were delivered."""

    message_ids: tuple[int, ...]
    place: int
    """which of them has the text"""
    delete: bool
    """take them back; where that cannot be, say so in their place"""
    text: str
    """what is kept as their text: without the signatures below it"""
    rows: list[list[list[str]]]
    """what is kept as their buttons"""


async def amend(
    sender: Sender, outgoing: Outgoing, change: Change, *, turn: Callable[[], Awaitable[None]]
) -> Sequence[int]:
    """Make the change; return what messages there are now. Raises CannotChange.

    *turn* waits for the limits before a second request.
    """
    if not change.message_ids:
        raise CannotChange("a message without an id")
    if change.delete:
        try:
            await sender.delete(outgoing.chat, change.message_ids)
        except CannotChange:
            await turn()
        else:
            return ()
    await sender.edit(outgoing, change.message_ids[change.place])
    if change.delete and len(change.message_ids) > 1:
        await turn()
        await sender.drop_buttons(outgoing.chat, change.message_ids[-1])
    return change.message_ids
