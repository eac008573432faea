"""What a person is shown: words and buttons, before any messenger knows of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what pressing it means: `data` (≤ 64 bytes) comes back, `url` is opened."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A message: text in Telegram's HTML, rows of buttons below it."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
