"""A TOML file that people edit: what is wrong in it is said with its place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import time
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from config.errors import BadConfig

FARTHEST = 3660
"""days; a rung farther away is a slip of the pen"""
Named = TypeVar("Named", bound=Enum)


def load_table(file: Path) -> Table:
    """Read a file; one that cannot be read raises `BadConfig`."""
    try:
        return Table(file, "", tomllib.loads(file.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig(file, "", str(error)) from error


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file that knows where it stands, for the sake of the complaint."""

    file: Path
    at: str
    values: dict[str, Any]
    _known: set[str] = field(default_factory=set)
    """keys that were asked for"""
    _below: list[Table] = field(default_factory=list)

    def refuse_unknown(self) -> None:
        """Raise where something stands that nobody asked for: a slip of the pen, or an old key."""
        for key in self.values.keys() - self._known:
            raise BadConfig(self.file, self._place(key), "is not known here")
        for table in self._below:
            table.refuse_unknown()

    def _under(self, place: str, values: dict[str, Any]) -> Table:
        table = Table(self.file, place, values)
        self._below.append(table)
        return table

    def has(self, key: str) -> bool:
        """Tell whether something stands there that may be left out."""
        self._known.add(key)
        return key in self.values

    def _get(self, key: str) -> Any:
        if not self.has(key):
            raise BadConfig(self.file, self._place(key), "is missing")
        return self.values[key]

    def _place(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key

    def fault(self, key: str, wanted: str) -> BadConfig:
        """What to raise where *wanted* stands otherwise."""
        return BadConfig(self.file, self._place(key), f"{wanted} is needed, not {self._get(key)!r}")

    def table(self, key: str) -> Table:
        """A table below this one."""
        if not isinstance(value := self._get(key), dict):
            raise self.fault(key, "a table")
        return self._under(self._place(key), value)

    def rows(self, key: str) -> list[Table]:
        """An array of tables; absent means empty."""
        rows = self._get(key) if self.has(key) else []
        if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
            raise self.fault(key, f"a list of [[{key}]]")
        return [
            self._under(f"{self._place(key)}[{place}]", row)
            for place, row in enumerate(rows, start=1)
        ]

    def time(self, key: str) -> time:
        """A wall time such as 09:00:00."""
        if not isinstance(value := self._get(key), time):
            raise self.fault(key, "a time such as 09:00:00")
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        if type(value := self._get(key)) is not int:
            raise self.fault(key, "a whole number")
        return value

    def count(self, key: str) -> int:
        """A whole number from 1 on."""
        if (value := self.number(key)) < 1:
            raise self.fault(key, "a number from 1 on")
        return value

    def word(self, key: str) -> str:
        """Some words."""
        if not isinstance(value := self._get(key), str) or not value.strip():
            raise self.fault(key, "a text")
        return value

    def words(self, key: str) -> list[str]:
        """A list of names."""
        value = self._get(key)
        if not (isinstance(value, list) and value and all(isinstance(name, str) for name in value)):
            raise self.fault(key, "a list of names")
        return value

    def rungs(self, key: str) -> tuple[int, ...]:
        """Days before, each once; the farthest first."""
        value = self._get(key)
        if not (isinstance(value, list) and all(type(days) is int for days in value)):
            raise self.fault(key, "a list of whole numbers")
        if len(set(value)) < len(value) or any(abs(days) > FARTHEST for days in value):
            raise self.fault(key, f"a list without repetitions, up to {FARTHEST} days")
        return tuple(sorted(value, reverse=True))

    def choice(self, key: str, choices: type[Named]) -> Named:
        """One of the names of an enumeration, in small letters."""
        names = _by_name(choices)
        if (value := self.word(key)) not in names:
            raise self.fault(key, f"one of {', '.join(names)}")
        return names[value]

    def choices(self, key: str, choices: type[Named]) -> frozenset[Named]:
        """Some of the names of an enumeration, at least one."""
        names = _by_name(choices)
        if not set(value := self.words(key)) <= names.keys():
            raise self.fault(key, f"a list of {', '.join(names)}")
        return frozenset(names[name] for name in value)


def _by_name(choices: type[Named]) -> dict[str, Named]:
    return {one.name.lower(): one for one in choices}
