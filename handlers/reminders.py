"""What people say about being reminded: settings, subscriptions, once more, events, rehearsals."""

from __future__ import annotations

from handlers import (
    event_list,
    events,
    rehearsal,
    settings,
    snooze,
    subscriptions,
)
from handlers.context import BotApplication
from texts.catalogue import Texts


def register(application: BotApplication, texts: Texts) -> None:
    """Add the handlers of all modules about reminders and events."""
    settings.register(application, texts)
    subscriptions.register(application, texts)
    snooze.register(application)
    events.register(application, texts)
    event_list.register(application, texts)
    rehearsal.register(application, texts)
