"""What Telegram's refusals say about a place or a message; it has words for them, no codes.

None of these is a mistake of ours: a topic is closed, a card deleted, the bot muted between what a
person does and what is done about it.
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram.error import BadRequest

MUTED = (
    "not enough rights",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
)
GONE = (
    "chat not found",
    "group chat was deactivated",
    "peer_id_invalid",
    "user is deactivated",
)
TOPIC = ("message thread not found", "topic_deleted", "topic_closed")
NOWHERE = (*MUTED, *GONE, *TOPIC)
"""refusals that say something about the place, not about the message"""
UNCHANGED = ("not modified",)
CARD_GONE = ("message to edit not found", "message_id_invalid")


def says(error: BadRequest, words: Sequence[str]) -> bool:
    """Tell whether a refusal is one of those."""
    message = error.message.lower()
    return any(one in message for one in words)
