"""What follows when nobody signs, as people edit it: 交办单 → 催办单 → 督办通知单 (`[[stage]]`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import Enum

from config.tables import Table


class Addressee(Enum):
    """Whom a stage is told to."""

    CHAT = "chat"
    """the chat that has not signed"""
    COORDINATORS = "coordinators"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what its paper is called, and when it is due."""

    name: str
    code: str
    """the word of its numbers, 催办〔2017〕12号; each is counted by itself, empty: not numbered"""
    after: int
    """working days after the reminder went out; 0: the reminder itself"""
    to: frozenset[Addressee]


@dataclass(frozen=True, slots=True)
class Stages:
    """The way from the reminder to the last paper."""

    first: Stage | None
    """the reminder itself, where it bears a number"""
    papers: tuple[Stage, ...]
    """what follows, in order"""
    answer_by: time
    """until when a paper asks to be signed"""

    @property
    def by_hand(self) -> int | None:
        """The first paper that goes to chats, which coordinators may send by a button."""
        count = range(1, len(self.papers) + 1)
        return next((place for place in count if self.tells(place, Addressee.CHAT)), None)

    def tells(self, place: int, whom: Addressee) -> bool:
        """Tell whether a paper, counted from 1, is for *whom*."""
        return whom in self.papers[place - 1].to

    def delay(self, place: int) -> int:
        """Return the working days between a paper, counted from 1, and what went before it."""
        before = self.papers[place - 2].after if place > 1 else 0
        return self.papers[place - 1].after - before


def read_stages(table: Table) -> Stages:
    """Read `[[stage]]` and `[chase]`; what is wrong raises `BadConfig` with its place."""
    rows = table.rows("stage")
    stages = [_stage(row) for row in rows]
    for place in range(1, len(rows)):
        row, stage, before = rows[place], stages[place], stages[:place]
        if stage.after <= before[-1].after:
            raise row.fault("after", f"more than the {before[-1].after} of the stage before")
        if stage.name in {one.name for one in before}:
            raise row.fault("name", "a name of its own")
        if stage.code and stage.code in {one.code for one in before}:
            raise row.fault("code", "a code of its own")
    first = stages[0] if stages and not stages[0].after else None
    papers = tuple(stages[1:] if first else stages)
    return Stages(first, papers, table.table("chase").time("answer_by"))


def _stage(row: Table) -> Stage:
    after = row.number("after")
    if after < 0:
        raise row.fault("after", "a number from 0 on")
    code = row.word("code") if row.has("code") else ""
    to = row.choices("to", Addressee) if after else frozenset({Addressee.CHAT})
    return Stage(name=row.word("name"), code=code, after=after, to=to)
