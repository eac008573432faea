"""The reminder ladder as people edit it (`reminders.toml`), checked when it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path

from config.errors import BadConfig
from config.tables import Table, load_table
from config.urgency import Urgency

REMINDERS_FILE = Path(__file__).parent / "reminders.toml"


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
    quiet_broken_from: Urgency
    """the least urgency that goes out in quiet hours and on days off"""
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
        """Tell whether nothing below `quiet_broken_from` may be sent at that wall time."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


def load_ladder(file: Path = REMINDERS_FILE) -> Ladder:
    """Read the ladder; whatever is wrong in it raises `BadConfig` with its place."""
    table = load_table(file)
    ladder = Ladder(
        remind_at=table.time("remind_at"),
        quiet_from=table.table("quiet").time("from"),
        quiet_until=table.table("quiet").time("until"),
        quiet_broken_from=table.table("quiet").choice("broken_from", Urgency),
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


def _ask(row: Table) -> Ask:
    about = row.word("about")
    if about not in set(About):
        raise BadConfig(row.file, f"{row.at}.about", f"{about!r} is none of {', '.join(About)}")
    text, answer_in = row.word("text"), row.values.get("answer_in")
    if ("{by}" in text) != (answer_in is not None):
        raise BadConfig(row.file, f"{row.at}.answer_in", "{by} and answer_in need each other")
    days = row.count("answer_in") if answer_in is not None else None
    return Ask(about=About(about), within=row.number("within"), text=text, answer_in=days)


def _chase(row: Table) -> Chase:
    chase = Chase(
        remind_after=row.count("remind_after"),
        escalate_after=row.count("escalate_after"),
        answer_by=row.time("answer_by"),
    )
    if chase.escalate_after <= chase.remind_after:
        raise BadConfig(row.file, "chase.escalate_after", "must come after remind_after")
    return chase
