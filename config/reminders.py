"""The reminder ladder as people edit it (`reminders.toml`), checked when it is loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any

from config.errors import BadConfig

REMINDERS_FILE = Path(__file__).parent / "reminders.toml"
FARTHEST = 3660
"""days; a rung farther away is a slip of the pen"""


class RungKind(StrEnum):
    """What a ladder is climbed for; the keys of `[rungs]`."""

    TASK = "task"
    TARGET = "target"
    MILESTONE = "milestone"
    YEARLY = "yearly"
    """a target that is promised for every year"""
    OBSERVANCE = "observance"
    EVENT = "event"


class About(StrEnum):
    """Which items an `[[ask]]` is for."""

    DEADLINE = "deadline"
    OBSERVANCE = "observance"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Ask:
    """What to do when no more than `within` days are left."""

    about: About
    within: int
    text: str
    answer_in: int | None
    """working days until the `{by}` of the text"""


@dataclass(frozen=True, slots=True)
class Chase:
    """What follows when nobody signs: stages in working days."""

    remind_after: int
    escalate_after: int
    answer_by: time


@dataclass(frozen=True)
class Ladder:
    """When what is reminded of; rungs are days before the day, negative ones after it began."""

    remind_at: time
    quiet_from: time
    quiet_until: time
    rungs: Mapping[RungKind, tuple[int, ...]]
    own_rungs: Mapping[str, tuple[int, ...]]
    """observances with a ladder of their own, by name"""
    asks: tuple[Ask, ...]
    """the most urgent first"""
    chase: Chase
    report_at: time

    def for_observance(self, name: str) -> tuple[int, ...]:
        """Return the rungs of an observance."""
        return self.own_rungs.get(name, self.rungs[RungKind.OBSERVANCE])

    def ask(self, about: About, left: int) -> Ask | None:
        """Return what to do with *left* days to go."""
        return next((ask for ask in self.asks if ask.about is about and left <= ask.within), None)

    def is_quiet(self, at: time) -> bool:
        """Tell whether nothing but 特急 may be sent at that wall time."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


def load_ladder(file: Path = REMINDERS_FILE) -> Ladder:
    """Read the ladder; whatever is wrong in it raises `BadConfig` with its place."""
    try:
        table = _Table(file, "", tomllib.loads(file.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig(file, "", str(error)) from error
    ladder = Ladder(
        remind_at=table.time("remind_at"),
        quiet_from=table.table("quiet").time("from"),
        quiet_until=table.table("quiet").time("until"),
        rungs={kind: table.table("rungs").rungs(kind.value) for kind in RungKind},
        own_rungs={
            name: row.rungs("rungs")
            for row in table.rows("observance")
            for name in row.words("names")
        },
        asks=tuple(sorted(map(_ask, table.rows("ask")), key=lambda ask: ask.within)),
        chase=_chase(table.table("chase")),
        report_at=table.table("report").time("at"),
    )
    if ladder.is_quiet(ladder.remind_at):
        raise BadConfig(file, "remind_at", "lies in the quiet hours")
    return ladder


def _ask(row: _Table) -> Ask:
    about = row.word("about")
    if about not in set(About):
        raise BadConfig(row.file, f"{row.at}.about", f"{about!r} is none of {', '.join(About)}")
    text, answer_in = row.word("text"), row.values.get("answer_in")
    if ("{by}" in text) != (answer_in is not None):
        raise BadConfig(row.file, f"{row.at}.answer_in", "{by} and answer_in need each other")
    days = row.count("answer_in") if answer_in is not None else None
    return Ask(about=About(about), within=row.number("within"), text=text, answer_in=days)


def _chase(row: _Table) -> Chase:
    chase = Chase(
        remind_after=row.count("remind_after"),
        escalate_after=row.count("escalate_after"),
        answer_by=row.time("answer_by"),
    )
    if chase.escalate_after <= chase.remind_after:
        raise BadConfig(row.file, "chase.escalate_after", "must come after remind_after")
    return chase


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file that knows where it stands, for the sake of the complaint."""

    file: Path
    at: str
    values: dict[str, Any]

    def _get(self, key: str) -> Any:
        if key not in self.values:
            raise BadConfig(self.file, self._place(key), "is missing")
        return self.values[key]

    def _place(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key

    def _fault(self, key: str, wanted: str) -> BadConfig:
        return BadConfig(self.file, self._place(key), f"{wanted} is needed, not {self._get(key)!r}")

    def table(self, key: str) -> _Table:
        """A table below this one."""
        if not isinstance(value := self._get(key), dict):
            raise self._fault(key, "a table")
        return _Table(self.file, self._place(key), value)

    def rows(self, key: str) -> list[_Table]:
        """An array of tables; absent means empty."""
        rows = self.values.get(key, [])
        if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
            raise self._fault(key, f"a list of [[{key}]]")
        return [
            _Table(self.file, f"{self._place(key)}[{place}]", row)
            for place, row in enumerate(rows, start=1)
        ]

    def time(self, key: str) -> time:
        """A wall time such as 09:00:00."""
        if not isinstance(value := self._get(key), time):
            raise self._fault(key, "a time such as 09:00:00")
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        if type(value := self._get(key)) is not int:
            raise self._fault(key, "a whole number")
        return value

    def count(self, key: str) -> int:
        """A whole number from 1 on."""
        if (value := self.number(key)) < 1:
            raise self._fault(key, "a number from 1 on")
        return value

    def word(self, key: str) -> str:
        """Some words."""
        if not isinstance(value := self._get(key), str) or not value.strip():
            raise self._fault(key, "a text")
        return value

    def words(self, key: str) -> list[str]:
        """A list of names."""
        value = self._get(key)
        if not (isinstance(value, list) and value and all(isinstance(name, str) for name in value)):
            raise self._fault(key, "a list of names")
        return value

    def rungs(self, key: str) -> tuple[int, ...]:
        """Days before, each once; the farthest first."""
        value = self._get(key)
        if not (isinstance(value, list) and all(type(days) is int for days in value)):
            raise self._fault(key, "a list of whole numbers")
        if len(set(value)) < len(value) or any(abs(days) > FARTHEST for days in value):
            raise self._fault(key, f"a list without repetitions, up to {FARTHEST} days")
        return tuple(sorted(value, reverse=True))
