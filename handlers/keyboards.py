"""A reply's buttons as Telegram's."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from texts.reply import Button, Reply

KEPT = 500
"""keyboards, some kilobytes each: who asks the same again gets the same buttons"""


class Keyboard(InlineKeyboardMarkup):
    """Buttons that are put into JSON once, however often they are sent."""

    __slots__ = ("__dict__",)

    @cached_property
    def _written(self) -> dict[str, Any]:
        return super().to_dict()

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:
        """Return what is sent; nobody may change it."""
        return self._written if recursive else super().to_dict(recursive=False)


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """Turn a reply's buttons into Telegram's."""
    return _keyboard(reply.buttons) if reply.buttons else None


@lru_cache(maxsize=KEPT)
def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> Keyboard:
    return Keyboard(
        [
            [InlineKeyboardButton(b.label, callback_data=b.data, url=b.url) for b in row]
            for row in rows
        ]
    )
