"""Broadcasts and templates that cannot be sent or kept as they are."""

from __future__ import annotations

from plans.errors.base import DubanError


class BadBroadcast(DubanError):
    """A broadcast that cannot be sent as it is; its draft is kept."""


class NothingToSend(BadBroadcast):
    """Neither words nor a file yet."""


class NobodyChosen(BadBroadcast):
    """It has not been said to whom it goes."""


class NoChats(BadBroadcast):
    """A choice that no chat falls under."""


class NoSendingTime(BadBroadcast):
    """`words` that name no time to send at, or one that is over."""


class TextTooLong(BadBroadcast):
    """More than Telegram takes (`limit`, `length`), of a message or below a file (`caption`)."""


class UnsupportedAttachment(BadBroadcast):
    """Something that is handed on neither as text nor as a photo or document."""


class BadGroupName(BadBroadcast):
    """A name for a choice of chats that is empty, or longer than `most` characters."""


class SignBeforeSending(BadBroadcast):
    """签收 asked for until before it goes out."""


class SignRelative(BadBroadcast):
    """A fixed day to sign by, for what comes again and again."""


class BroadcastOver(DubanError):
    """A broadcast that this cannot be done to any more."""


class UnknownField(DubanError):
    """A field (`name`) that a template cannot have; `fields` are those it can."""


class TemplateTwice(DubanError):
    """A `name` that a template has already; `number` is its own."""
