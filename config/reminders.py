"""The reminder ladder as people edit it (`reminders.toml`), checked when it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path

from config.errors import BadConfig
from config.stages import Stages, read_stages
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


@dataclass(frozen=True)
class Ladder:
    """When what is reminded of; rungs are days before the day, negative ones after it began."""

    remind_at: time
    quiet_from: time
    quiet_until: time
    quiet_broken_from: Urgency
    """the least urgency that goes out in quiet hours and on days off"""
    daily_most: int
    """messages a chat and day; what is more travels in one of them"""
    rungs: Mapping[RungKind, tuple[int, ...]]
    own_rungs: Mapping[str, tuple[int, ...]]
    """observances with a ladder of their own, by name"""
    asks: tuple[Ask, ...]
    """the most urgent first"""
    stages: Stages
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
    quiet, rungs = table.table("quiet"), table.table("rungs")
    ladder = Ladder(
        remind_at=table.time("remind_at"),
        quiet_from=quiet.time("from"),
        quiet_until=quiet.time("until"),
        quiet_broken_from=quiet.choice("broken_from", Urgency),
        daily_most=table.table("daily").count("most"),
        rungs={kind: rungs.rungs(kind.value) for kind in RungKind},
        own_rungs=_own_rungs(table),
        asks=tuple(sorted(map(_ask, table.rows("ask")), key=lambda ask: ask.within)),
        stages=read_stages(table),
        report_at=table.table("report").time("at"),
    )
    table.refuse_unknown()
    for place, at in (("remind_at", ladder.remind_at), ("report.at", ladder.report_at)):
        if ladder.is_quiet(at):
            raise BadConfig(file, place, "lies in the quiet hours")
    return ladder


def _own_rungs(table: Table) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for row in table.rows("observance"):
        rungs, names = row.rungs("rungs"), row.words("names")
        if not found.keys().isdisjoint(names):
            raise row.fault("names", "a list of names that no other ladder has")
        found |= dict.fromkeys(names, rungs)
    return found


def _ask(row: Table) -> Ask:
    about = row.word("about")
    if about not in set(About):
        raise BadConfig(row.file, f"{row.at}.about", f"{about!r} is none of {', '.join(About)}")
    text, answers = row.word("text"), row.has("answer_in")
    if ("{by}" in text) != answers:
        raise BadConfig(row.file, f"{row.at}.answer_in", "{by} and answer_in need each other")
    if {"{", "}"} & set(text.replace("{by}", "")):
        raise row.fault("text", "a text without any {…} but {by}")
    days = row.count("answer_in") if answers else None
    return Ask(about=About(about), within=row.number("within"), text=text, answer_in=days)
