"""Whether an update is what the Bot API says it is: python-telegram-bot takes fields as they come.

The library's own annotations are what every object is held against, so that no handler meets a
message without a chat or an id that is a word. Fields it does not know are no fault.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

import telegram
from telegram import TelegramObject

LARGEST = 2**63
"""what a column of whole numbers cannot hold; Telegram's have 52 bits"""
MISSING = type(None)
Fits: TypeAlias = Callable[[Any], bool]


def is_whole(value: object) -> bool:
    """Tell whether everything in *value* is there and of its kind."""
    if not isinstance(value, TelegramObject):
        return True
    kind: Any = type(value)  # which the library types as what cannot be a key
    for name, may_lack, fits in _fields(kind):
        part = getattr(value, name, None)
        if not (may_lack if part is None else fits(part)):
            return False
    return True


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, bool, Fits], ...]:
    """Return the name of each field, whether it may be missing, and what tells its kind."""
    known = {**vars(telegram), **vars(sys.modules[kind.__module__])}
    try:
        hints: dict[str, Any] = get_type_hints(kind.__init__, known)
    except NameError:  # of what is only sent, never received
        return ()
    fields = (
        (name, hint)
        for name, hint in hints.items()
        if name not in {"api_kwargs", "return"}
        and not isinstance(getattr(kind, name, None), property)  # durations, made of numbers
    )
    return tuple((name, MISSING in _choices(hint), _fits(hint)) for name, hint in fields)


def _choices(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def _fits(hint: Any) -> Fits:
    """Return what tells whether a value is as *hint* says; where that is unknown all are."""
    tests = [_fits_one(choice) for choice in _choices(hint) if choice is not MISSING]
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def _fits_one(kind: Any) -> Fits:
    origin = get_origin(kind)
    if origin is not None and issubclass(origin, Sequence):
        fits = _fits(get_args(kind)[0])
        return lambda value: isinstance(value, list | tuple) and all(map(fits, value))
    if kind is int:
        return lambda value: type(value) is int and abs(value) < LARGEST
    if kind is float:
        return lambda value: type(value) in {int, float}
    if not isinstance(kind, type):
        return lambda _: True
    return lambda value: isinstance(value, kind) and is_whole(value)
