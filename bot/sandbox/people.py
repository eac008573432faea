"""Who is there: people, the bot, and their places in chats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.sandbox.entities import NO_WORDS, Formatted

Json = dict[str, Any]
"""an object on its way to or from JSON"""

ANONYMOUS_ADMIN_ID = 1087968824
"""the account in whose name an anonymous administrator writes"""
TOPIC_COLOUR = 7322096


class Kind(StrEnum):
    """What sort of chat it is."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Standing(StrEnum):
    """What somebody is in a chat."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def present(self) -> bool:
        """Whether that is somebody who is in the chat."""
        return self not in (Standing.LEFT, Standing.KICKED)


@dataclass(frozen=True, slots=True)
class Person:
    """An account, the bot's included."""

    id: int
    name: str
    username: str | None = None
    role: str = ""
    """what the page shows beside the name; Telegram knows nothing of it"""
    is_bot: bool = False
    language: str = "zh-hans"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message."""

    kind: str
    """document or photo"""
    file_id: str
    name: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now; an edit replaces it."""

    id: int
    chat_id: int
    sender_id: int
    date: int
    formatted: Formatted = NO_WORDS
    attachment: Attachment | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    markup: Json | None = None
    edited: int | None = None
    service: Mapping[str, Any] = field(default_factory=dict)
    """what happened, where it is not somebody speaking: new_chat_members, migrate_to_chat_id …"""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """media_group_id, via_bot, forward_origin, sender_chat"""
    heard: bool = True
    """whether the bot was told of it (privacy mode)"""


@dataclass(slots=True)
class Chat:
    """A conversation: its members and all that was said."""

    id: int
    kind: Kind
    title: str
    members: dict[int, Standing] = field(default_factory=dict)
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    pinned: int | None = None
    migrated_to: int | None = None
    deleted: bool = False
    bot_may_write: bool = True

    @property
    def is_private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.kind is Kind.PRIVATE

    def standing(self, person_id: int) -> Standing:
        """What *person_id* is here; somebody never seen has left."""
        return self.members.get(person_id, Standing.LEFT)

    def next_id(self) -> int:
        """Take the next message number."""
        self.last_id += 1
        return self.last_id
