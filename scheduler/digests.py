"""A day's reminders for one chat, put into the order and the words of a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel.ext.asyncio.session import AsyncSession

from config.reminders import About
from plans.model import Role
from scheduler.owing import RANK, SIGNERS, Rules
from store.lines import (
    DeadlineLine,
    EventLine,
    Item,
    ObservanceLine,
    deadline_lines,
    event_lines,
    observance_lines,
)
from texts.catalogue import Texts
from texts.dates import day as written


@dataclass(frozen=True, slots=True)
class DeadlineBlock:
    """What is due on one day by one plan."""

    due: date
    plan: str
    promised: tuple[DeadlineLine, ...]
    """led tasks with targets or milestones, each on a line of its own"""
    bare: tuple[DeadlineLine, ...]
    """led tasks of which the plan gives no figure"""
    supported: tuple[DeadlineLine, ...]
    unassigned: tuple[DeadlineLine, ...]
    """without a department: the coordinators see them"""
    ask: str | None

    @property
    def led(self) -> int:
        """How many tasks this chat answers for."""
        return len(self.promised) + len(self.bare)


@dataclass(frozen=True, slots=True)
class ObservanceBlock:
    """An observance and what to do for it now."""

    line: ObservanceLine
    ask: str | None


@dataclass(frozen=True, slots=True)
class EventBlock:
    """An event and what to do for it now."""

    line: EventLine
    ask: str | None


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of a digest that asks to be signed: 交办〔2017〕38号."""

    code: str
    year: int
    number: int | None
    """None before it is given: in a rehearsal"""


@dataclass(frozen=True, slots=True)
class Digest:
    """All that one message says."""

    department: str | None
    """None: the coordinators' chat"""
    today: date
    since: date
    """earlier than the day it was due where days were missed"""
    late: bool
    blocks: tuple[DeadlineBlock, ...]
    observances: tuple[ObservanceBlock, ...]
    events: tuple[EventBlock, ...] = ()
    watched: bool = False
    """tasks that somebody follows, whoever has which part in them"""
    numbered: Numbered | None = None

    @property
    def sections(self) -> list[tuple[str, DeadlineBlock | ObservanceBlock | EventBlock]]:
        """Everything with the name of its kind, the nearest day first; what goes on is today's."""
        found: list[tuple[date, str, DeadlineBlock | ObservanceBlock | EventBlock]] = [
            *((block.due, "deadline", block) for block in self.blocks),
            *((max(one.line.first, self.today), "observance", one) for one in self.observances),
            *((one.line.day, "event", one) for one in self.events),
        ]
        return [(kind, block) for _, kind, block in sorted(found, key=lambda one: one[0])]

    @property
    def tasks(self) -> int:
        """How many tasks it names."""
        return sum(
            block.led + len(block.supported) + len(block.unassigned) for block in self.blocks
        )

    @property
    def several_plans(self) -> bool:
        """Whether a plan must be named to know what a number means."""
        return len({block.plan for block in self.blocks}) > 1


async def compose_digest(
    session: AsyncSession,
    items: Sequence[Item],
    *,
    department: str | None,
    today: date,
    since: date,
    rules: Rules,
    watched: bool = False,
) -> Digest:
    """Gather what *items* are about; the most urgent first, led before supported."""
    lines = await deadline_lines(session, items)
    observances = await observance_lines(session, items, today=today)
    coming = await event_lines(session, items, today=today)
    return Digest(
        department=department,
        today=today,
        since=since,
        late=since < today,
        blocks=tuple(_blocks(lines, today, rules)),
        observances=tuple(_observance_block(line, today, rules) for line in observances),
        events=tuple(_event_block(line, today, rules) for line in coming),
        watched=watched,
    )


def numbered(day: date, number: int | None, rules: Rules) -> Numbered | None:
    """Put the number of a digest of *day* as offices write it, where they are numbered."""
    first = rules.ladder.stages.first
    return Numbered(first.code, day.year, number) if first and first.code else None


def render_digest(digest: Digest, texts: Texts) -> str:
    """Write the digest; empty where nothing is left to say."""
    if not (digest.blocks or digest.observances or digest.events):
        return ""
    return texts.render("notices/digest", digest=digest)


def _blocks(lines: Iterable[DeadlineLine], today: date, rules: Rules) -> Iterable[DeadlineBlock]:
    ordered = sorted(lines, key=lambda line: (line.due, line.plan_id, line.position))
    for _, group in groupby(ordered, key=lambda line: (line.due, line.plan_id)):
        block = list(group)
        led = sorted(
            (line for line in block if line.role in SIGNERS), key=lambda line: RANK[line.role]
        )
        yield DeadlineBlock(
            due=block[0].due,
            plan=block[0].plan,
            promised=tuple(line for line in led if line.targets or line.milestones),
            bare=tuple(line for line in led if not (line.targets or line.milestones)),
            supported=tuple(line for line in block if line.role is Role.SUPPORT),
            unassigned=tuple(line for line in block if line.role is None),
            ask=ask_for(About.DEADLINE, block[0].due, today, rules) if led else None,
        )


def _observance_block(line: ObservanceLine, today: date, rules: Rules) -> ObservanceBlock:
    return ObservanceBlock(line, ask_for(About.OBSERVANCE, line.first, today, rules))


def _event_block(line: EventLine, today: date, rules: Rules) -> EventBlock:
    return EventBlock(line, ask_for(About.EVENT, line.day, today, rules))


def ask_for(about: About, due: date, today: date, rules: Rules) -> str | None:
    """Say what to do about *due*, with the date by which to answer."""
    ask = rules.ladder.ask(about, (due - today).days)
    if ask is None:
        return None
    by = due if ask.answer_in is None else min(rules.workdays.after(today, ask.answer_in), due)
    return ask.text.format(by=written(max(by, today), today))
