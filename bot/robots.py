"""Group robots, put together: their vault, their links, and the hand that tries one out."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable

from dotenv import dotenv_values

from config.settings import Settings
from handlers.context import RobotDesk
from scheduler.limiter import Lane, Limiter
from scheduler.links import Links
from scheduler.senders import (
    ChatGone,
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    RateLimited,
    Sender,
)
from store.vault import Vault, derived

NEEDED = ("secret_key", "public_url", "web_port")
"""settings without which there are no robots"""
SIGNED_LINKS = "links"
"""what the key for links is derived for"""
REASONS: tuple[tuple[type[DeliveryError], str], ...] = (
    (RateLimited, "robot_limit"),
    (NotSent, "robot_unreachable"),
    (OutcomeUnknown, "robot_unreachable"),
)
REFUSED = "robot_refused"


def vault_of(settings: Settings) -> Vault:
    """Return the vault under the operator's key."""
    return Vault(_key(settings), environment)


def links_of(settings: Settings) -> Links | None:
    """Return what makes links to sign by; None where nobody could open them."""
    key = _key(settings)
    if key is None or settings.public_url is None or settings.web_port is None:
        return None
    return Links(settings.public_url, derived(key, SIGNED_LINKS))


def desk_of(settings: Settings, vault: Vault, sender: Sender, limiter: Limiter) -> RobotDesk:
    """Return what handlers know of robots."""
    missing = (name for name in NEEDED if getattr(settings, name) is None)
    return RobotDesk(
        vault=vault,
        also=frozenset(settings.robot_origins),
        missing=tuple(f"DUBAN_{name.upper()}" for name in missing),
        try_out=trial(sender, limiter),
    )


def trial(sender: Sender, limiter: Limiter) -> Callable[[int, str], Awaitable[str | None]]:
    """Return what sends a robot some words and says why they did not arrive."""

    async def try_out(chat: int, words: str) -> str | None:
        await limiter.acquire(chat, Lane.ANSWER)
        try:
            await sender.send(Outgoing(chat=chat, thread=0, text=words))
        except ChatGone as error:
            return error.reason
        except DeliveryError as error:
            return next((why for kind, why in REASONS if isinstance(error, kind)), REFUSED)
        return None

    return try_out


def environment(name: str) -> str | None:
    """Look a variable up where settings are looked up too: in the environment, then in `.env`."""
    return os.environ.get(name) or dotenv_values(".env").get(name)


def _key(settings: Settings) -> str | None:
    return settings.secret_key.get_secret_value() if settings.secret_key else None
