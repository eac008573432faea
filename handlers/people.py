"""People and chats, in order: what is overheard, what happens to the bot, codes, roles, privacy."""

from __future__ import annotations

from handlers import (
    access,
    appointments,
    audit,
    binding,
    manners,
    membership,
    privacy,
    registers,
    robots,
    start,
    status,
    words,
)
from handlers.context import BotApplication
from texts.catalogue import Texts


def register(application: BotApplication, texts: Texts) -> None:
    """Add the handlers of all modules about people and chats."""
    manners.register(application)
    membership.register(application)
    words.register(application)
    start.register(application, texts)
    binding.register(application, texts)
    access.register(application, texts)
    appointments.register(application, texts)
    registers.register(application, texts)
    robots.register(application, texts)
    audit.register(application, texts)
    status.register(application, texts)
    privacy.register(application, texts)
