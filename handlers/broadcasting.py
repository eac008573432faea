"""What coordinators send to many chats: written, previewed, sent, followed up, answered."""

from __future__ import annotations

from handlers import (
    broadcast_collecting,
    broadcast_content,
    broadcast_orders,
    broadcasts,
    templates,
)
from handlers.context import BotApplication
from texts.catalogue import Texts


def register(application: BotApplication, texts: Texts) -> None:
    """Add the handlers of all modules about broadcasts."""
    broadcast_content.register(application)
    broadcast_collecting.register(application)
    broadcasts.register(application, texts)
    broadcast_orders.register(application, texts)
    templates.register(application, texts)
