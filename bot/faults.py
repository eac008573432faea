"""What goes wrong around the bot, told as what a person can mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, TelegramError

from config.errors import BadConfig
from plans.errors.base import DubanError
from plans.errors.documents import UnopenedFile
from plans.errors.operation import (
    BadFile,
    BadSetting,
    DatabaseUnusable,
    TelegramUnreachable,
    TokenRefused,
)


def _setting(error: SettingsError) -> DubanError:
    """One whose value is not even JSON, where a list is wanted."""
    named = re.search(r'field "(\w+)"', str(error))
    return BadSetting(names=[named[1]] if named else [])


def _settings(error: ValidationError) -> DubanError:
    return BadSetting(names=list(dict.fromkeys(str(e["loc"][0]).lower() for e in error.errors())))


FAULTS: Mapping[type[Exception], Callable[[Any], DubanError]] = {
    DubanError: lambda error: error,
    ValidationError: _settings,
    SettingsError: _setting,
    BadConfig: lambda error: BadFile(name=error.file.name, problem=str(error)),
    InvalidToken: lambda _: TokenRefused(),
    TelegramError: lambda _: TelegramUnreachable(),
    SQLAlchemyError: lambda error: DatabaseUnusable(problem=type(error).__name__),
    OSError: lambda error: UnopenedFile(name=error.filename or str(error)),
}
"""a kind stands before those it is derived from"""


def told(error: Exception) -> DubanError:
    """Return the error a person is told; *error* is of one of the kinds above."""
    kind = next(kind for kind in FAULTS if isinstance(error, kind))
    return FAULTS[kind](error)
