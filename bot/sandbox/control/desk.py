"""What an act of the control API works on, and what all acts need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.api import BotApi
from bot.sandbox.call import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.people import Chat, Json, Person
from bot.sandbox.timemachine import TimeMachine
from bot.sandbox.tour import TourStep
from bot.sandbox.world import World

SHOWN = 120
"""messages of a chat in a snapshot; earlier ones are asked for"""


@dataclass(slots=True)
class Desk:
    """One sandbox, as the page and tests have it before them."""

    world: World
    api: BotApi
    machine: TimeMachine
    tour: Sequence[TourStep] = ()

    def chat(self, call: Call) -> Chat:
        """Return the chat that *call* names."""
        return self.world.chat(call.chat_id())

    def person(self, call: Call) -> Person:
        """Return who acts."""
        return self.world.person(call.number("user_id") or 0)

    def whole(self, chat: Chat) -> Json:
        """Return a chat with its latest messages."""
        shown = list(chat.messages.values())[-SHOWN:]
        return self.world.chat_card(chat) | {
            "messages": [self.world.message_card(message) for message in shown],
            "earlier": len(chat.messages) > len(shown),
        }

    def clock(self) -> Json:
        """Return the sandbox's time in the place."""
        here = self.machine.here()
        return {"now": here.isoformat(timespec="seconds"), "zone": str(self.machine.zone)}


def needed(call: Call, name: str) -> str:
    """Return a text that must be there."""
    value = (call.text(name) or "").strip()
    if not value:
        raise bad_request(f"{name} is empty")
    return value
