"""Where updates come in: one look says who answers a command, its Chinese word or a button.

PTB would ask a handler for each of them in turn, a hundred an update. Commands are called by their
Latin names, by their Chinese words, and by either behind a mention; all reach the same callback
with the same `context.args`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, cast

from telegram import Message, Update
from telegram.ext import BaseHandler

SLASH = "[/\uff0f]"
"""also full width, as Chinese keyboards type it"""
Callback: TypeAlias = Callable[[Update, Any], Awaitable[None]]


class Call(NamedTuple):
    """Whom an update calls, and what it says besides."""

    callback: Callback
    args: list[str] | None


class Desk(BaseHandler[Update, Any, None]):
    """The commands and buttons there are."""

    def __init__(self) -> None:
        super().__init__(callback=_nobody)
        self.commands: dict[str, Callback] = {}
        """by Latin name"""
        self.buttons: dict[str, Callback] = {}
        """by what stands before the first colon of their data"""
        self._spoken: dict[str, Callback] = {}
        """commands by Chinese word; of two with the same the first has it"""
        self._pattern: re.Pattern[str] | None = None

    def add_command(self, name: str, words: tuple[str, ...], callback: Callback) -> None:
        """Let *callback* answer /name and its Chinese words."""
        self.commands[name] = callback
        self._spoken = dict.fromkeys(words, callback) | self._spoken
        self._pattern = None

    def check_update(self, update: object) -> Call | None:
        """Return whom the update calls; None for one that says something else."""
        if not isinstance(update, Update):
            return None
        if update.message is not None:
            return self._called_in(update.message)
        query = update.callback_query
        if query is None or query.data is None:
            return None
        callback = self.buttons.get(query.data.partition(":")[0])
        return callback and Call(callback, None)

    async def handle_update(
        self,
        update: Update,
        application: Any,  # noqa: ARG002 - the base class names it
        check_result: object,
        context: Any,
    ) -> None:
        """Let it be answered."""
        call = cast(Call, check_result)
        context.args = call.args
        await call.callback(update, context)

    def _called_in(self, message: Message) -> Call | None:
        words = message.text or message.caption
        if not words:
            return None
        return self._typed_plainly(words) or self._said(said(message))

    def _typed_plainly(self, text: str) -> Call | None:
        """Take a command as menus and keyboards write it; its words stay as they were typed."""
        first, *rest = text.split() or [""]
        callback = self.commands.get(first[1:].lower()) if first.startswith("/") else None
        return callback and Call(callback, rest)

    def _said(self, words: str) -> Call | None:
        call = self._calls().fullmatch(words)
        if call is None:
            return None
        if latin := call["latin"]:
            callback = self.commands[latin.lower()]
        else:
            callback = self._spoken[call["spoken"] or call["word"]]
        return Call(callback, (call["rest"] or call["number"] or "").split())

    def _calls(self) -> re.Pattern[str]:
        if self._pattern is None:
            latin, spoken = map(_any_of, (self.commands, self._spoken))
            self._pattern = re.compile(
                rf"(?:{SLASH}(?P<latin>{latin})|{SLASH}?(?P<spoken>{spoken}))"
                rf"(?:[\s:]+(?P<rest>.*))?"
                rf"|{SLASH}?(?P<word>{spoken})(?P<number>[A-Za-z0-9]+)",
                re.DOTALL | re.IGNORECASE,
            )
        return self._pattern


def _any_of(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names))


def said(message: Message) -> str:
    """Return what a message says without a mention of the bot, wherever Telegram lets it stand."""
    return _without_mention(message.text or message.caption or "", message.get_bot().username)


@lru_cache(maxsize=64)
def _without_mention(text: str, username: str) -> str:
    """Kept for a moment: several handlers in turn look what a message says."""
    words = unicodedata.normalize("NFKC", text).strip()
    mention = re.escape(f"@{username}")
    bare = re.sub(
        rf"^{mention}(?![A-Za-z0-9_])[\s,:]*|\s*{mention}$", "", words, flags=re.IGNORECASE
    ).strip()
    return re.sub(rf"^({SLASH}\w+){mention}(?!\w)", r"\1", bare, flags=re.IGNORECASE | re.ASCII)


async def _nobody(_: Update, __: Any) -> None:
    raise RuntimeError("a desk hands updates on and has no callback of its own")
