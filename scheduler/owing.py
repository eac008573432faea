"""What is owed on a day, to whom: the one place that knows (`owed_on`).

Nothing is stored here; planning makes notices of it, a rehearsal only lists it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from config.reminders import Ladder, RungKind
from plans.model import Role
from scheduler.ladder import steps_on
from scheduler.workdays import Workdays
from store import deadlines, events
from store.deadlines import Audience, Deadline
from store.notices import Owed
from store.tables.notices import SubjectKind

RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORT: 2, None: 3}
"""lead duties before supporting ones"""
SIGNERS = frozenset({Role.LEAD, Role.RESPONSIBLE})
"""who is asked to sign; supporters are informed"""
FOR_ALL = frozenset({SubjectKind.OBSERVANCE, SubjectKind.EVENT})
"""what nobody has a part in and everybody is asked to sign"""

OwedTo: TypeAlias = Mapping[Audience | None, Sequence[tuple[date, Owed]]]
"""by audience: what, and the working day it belongs to"""
YEARS_END = (12, 31)


@dataclass(frozen=True, slots=True)
class Occasion:
    """An observance as one year has it."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Rules:
    """What planning goes by."""

    ladder: Ladder
    workdays: Workdays
    occasions: Callable[[int], Iterable[Occasion]]
    """the observances of a year"""
    zone: ZoneInfo

    def instant(self, day: date, at: time) -> datetime:
        """Return the instant of a wall time on *day* in the place."""
        return datetime.combine(day, at, tzinfo=self.zone)


async def owed_on(session: AsyncSession, day: date, rules: Rules) -> list[Owed]:
    """List what is owed on *day*: each occurrence once for each audience, the strongest role first.

    Tasks, targets and milestones of one task and date are one occurrence; the message lists them.
    """
    found = [
        *await _deadlines(session, day, rules),
        *await _observances(session, day, rules),
        *await _events(session, day, rules),
    ]
    strongest: dict[tuple[Audience | None, str], Owed] = {}
    for owed in found:
        key = (owed.audience, owed.occurrence)
        if key not in strongest or RANK[owed.role] < RANK[strongest[key].role]:
            strongest[key] = owed
    return list(strongest.values())


async def _deadlines(session: AsyncSession, day: date, rules: Rules) -> list[Owed]:
    look_ups = (
        (RungKind.TASK, deadlines.of_tasks),
        (RungKind.TARGET, deadlines.of_targets),
        (RungKind.MILESTONE, deadlines.of_milestones),
    )
    found: list[Owed] = []
    for kind, look_up in look_ups:
        steps = steps_on(day, rules.ladder.rungs[kind], rules.workdays)
        found += _climb(await look_up(session, steps.keys()), steps)
    yearly = steps_on(day, rules.ladder.rungs[RungKind.YEARLY], rules.workdays)
    for due in yearly:
        if (due.month, due.day) == YEARS_END:
            found += _climb(await deadlines.of_yearly_targets(session, due), yearly)
    return found


def _climb(met: Iterable[Deadline], steps: Mapping[date, Sequence[int]]) -> list[Owed]:
    marks = {due: [(rung, f":{due}:{rung}") for rung in rungs] for due, rungs in steps.items()}
    return [
        Owed(audience, ref + mark, subject, subject_id, due, None, rung, role)
        for subject, subject_id, ref, due, audience, role in met
        for rung, mark in marks[due]
    ]


async def _observances(session: AsyncSession, day: date, rules: Rules) -> list[Owed]:
    found: list[Owed] = []
    for occasion, rungs in _occasions_on(day, rules):
        named = await deadlines.of_observance(session, occasion.name, on=occasion.first)
        ids = {row.place: row.observance_id for row in named}
        found += [
            Owed(
                audience=audience,
                subject=SubjectKind.OBSERVANCE,
                subject_id=ids[audience.place],
                occurrence=f"{occasion.name}:{occasion.first}:{rung}",
                due=occasion.first,
                until=occasion.last,
                rung=rung,
                role=None,
            )
            for audience in await deadlines.audiences_of(session, ids.keys())
            for rung in rungs
        ]
    return found


def _occasions_on(day: date, rules: Rules) -> Iterable[tuple[Occasion, Sequence[int]]]:
    """Yield the observances that have rungs on *day*, this year's and the neighbours'."""
    steps: dict[tuple[int, ...], Mapping[date, Sequence[int]]] = {}
    for year in (day.year - 1, day.year, day.year + 1):
        for occasion in rules.occasions(year):
            rungs = rules.ladder.for_observance(occasion.name)
            if rungs not in steps:
                steps[rungs] = steps_on(day, rungs, rules.workdays)
            if hits := steps[rungs].get(occasion.first):
                yield occasion, hits


async def _events(session: AsyncSession, day: date, rules: Rules) -> list[Owed]:
    """List the events that have rungs on *day*, for whom they call and for the coordinators."""
    steps = steps_on(day, rules.ladder.rungs[RungKind.EVENT], rules.workdays)
    met = await events.on_days(session, steps.keys())
    everyone = await events.everyone(session) if any(not one.audiences for one in met) else []
    return [
        Owed(
            audience=audience,
            subject=SubjectKind.EVENT,
            subject_id=one.event.id,
            occurrence=f"event:{one.event.id}:{one.day}:{rung}",
            due=one.day,
            until=one.day,
            rung=rung,
            role=None,
        )
        for one in met
        for audience in (*(one.audiences or everyone), None)
        for rung in steps[one.day]
    ]


async def owed_by_audience(session: AsyncSession, days: Sequence[date], rules: Rules) -> OwedTo:
    """Gather what is owed on all of *days*."""
    owed: dict[Audience | None, list[tuple[date, Owed]]] = defaultdict(list)
    for day in days:
        for one in await owed_on(session, day, rules):
            owed[one.audience].append((day, one))
    return owed
