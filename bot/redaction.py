"""What may not stand in any log or report: secrets, and who people are.

Both are looked for in the finished line: what has the form of a secret or is a name in the
representation of a Telegram object, and the names Duban has met. The token is part of every URL PTB
asks for and names are in tracebacks: nothing short of the finished line is enough
(docs/telegram.md T27).
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from urllib.parse import quote

MOST_NAMES = 20_000
"""those that were not met for longest are given up first"""
SHORTEST = 2
NAME, SECRET, PRIVATE = "<name>", "<secret>", "<private>"
_PERSONAL = "first_name|last_name|full_name|username|phone_number|text|caption"
_QUOTED = r"(?P<mark>\\?['\"])(?:(?!(?P=mark))(?:\\.|.))*(?P=mark)"
"""a string as Python or JSON writes it, also within another string"""
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}"), "<token>"),  # Telegram's, also in /bot1:x/
    (re.compile(r"(?<=://)[^\s/@'\"]+(?=@)"), SECRET),  # user:password@ of any address
    (re.compile(r"(?i)([?&](?:access_token|token|secret|sign|key)=)[^\s&'\"\\]+"), rf"\1{SECRET}"),
    (re.compile(r"(/hook/)[\w-]{8,}"), rf"\1{SECRET}"),  # a group robot's address is its password
    (re.compile(r"\bSEC[0-9a-f]{16,}"), SECRET),  # what its messages are signed with
    (re.compile(rf"\b((?:{_PERSONAL}|name)=){_QUOTED}"), rf"\1\g<mark>{PRIVATE}\g<mark>"),
    (
        re.compile(rf"((?P<around>\\?['\"])(?:{_PERSONAL})(?P=around): ?){_QUOTED}"),
        rf"\1\g<mark>{PRIVATE}\g<mark>",
    ),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "<identity card>"),
    (re.compile(r"(?<![\d-])1[3-9]\d{9}(?!\d)"), "<phone>"),
)
_WORDS_OF_LOGS = frozenset(
    [
        *("event", "level", "logger", "timestamp", "exception", "fault"),
        *("debug", "info", "warning", "error", "critical"),
    ]
)
"""a person may be called so; the line must stay readable for machines"""


class Redactor:
    """Takes out what must not be there; is told secrets once and names as they come."""

    def __init__(self) -> None:
        self._secrets: tuple[str, ...] = ()
        self._names: OrderedDict[str, None] = OrderedDict()
        self._by_first: dict[str, set[str]] = {}

    def keep_secret(self, *values: str | None) -> None:
        """Take these out wherever they stand, whatever their form."""
        self._secrets = (*self._secrets, *(value for value in values if value))

    def meet(self, names: Iterable[str | None]) -> None:
        """Remember what people are called."""
        for name in names:
            if name and _can_be_told(name):
                self._names[name] = None
                self._names.move_to_end(name)
                for spelling in _spellings(name):
                    self._by_first.setdefault(spelling[0], set()).add(spelling)
        while len(self._names) > MOST_NAMES:
            gone, _ = self._names.popitem(last=False)
            for spelling in _spellings(gone):
                self._by_first[spelling[0]].discard(spelling)

    def __call__(self, text: str) -> str:
        """Return *text* without secrets and people."""
        for secret in self._secrets:
            text = text.replace(secret, SECRET)
        for form, instead in _FORMS:
            text = form.sub(instead, text)
        return "".join(self._without_names(text))

    def _without_names(self, text: str) -> Iterator[str]:
        done = at = 0
        while at < len(text):
            name = self._name_at(text, at)
            if name is None:
                at += 1
                continue
            yield text[done:at]
            yield NAME
            done = at = at + len(name)
        yield text[done:]

    def _name_at(self, text: str, at: int) -> str | None:
        """Return the longest name that begins there."""
        met = self._by_first.get(text[at])
        if not met:
            return None
        fitting = (name for name in met if text.startswith(name, at) and _is_apart(text, at, name))
        return max(fitting, key=len, default=None)


def _can_be_told(name: str) -> bool:
    """Whether taking it out of lines harms nothing: no single letter, no quotation mark."""
    is_word = name[0].isalnum() and name[-1].isalnum()
    return is_word and len(name) >= SHORTEST and name.lower() not in _WORDS_OF_LOGS


def _spellings(name: str) -> set[str]:
    """How a name is written: as it is, in a URL, by a JSON writer that knows ASCII only."""
    return {name, quote(name), name.encode("unicode_escape").decode()}


def _is_apart(text: str, at: int, name: str) -> bool:
    """Whether a Latin name there is not part of a longer word."""
    before, behind = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
    return not name[0].isalnum() or not (_joins(before, name[0]) or _joins(name[-1], behind))


def _joins(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
