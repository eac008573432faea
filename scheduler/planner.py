"""What is owed on a working day, and the notices made of it.

`owed_on` is the one place that knows; planning stores what it says for the chats there are, a
rehearsal only lists it. Nothing is stored ahead of its day, so a changed plan, ladder or calendar
needs no re-planning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from config.reminders import Ladder, RungKind
from plans.model import Role
from scheduler.ladder import steps_on
from scheduler.workdays import Workdays
from store import deadlines, marks, notices
from store.database import Database
from store.deadlines import Audience, Deadline
from store.models import SubjectKind
from store.notices import NewNotice, Owed, Recipient

PLANNED = "planned"
"""the mark: the last working day whose notices are made"""
YEARS_END = (12, 31)
RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORT: 2, None: 3}
"""lead duties before supporting ones"""
SIGNERS = frozenset({Role.LEAD, Role.RESPONSIBLE})
"""who is asked to sign; supporters are informed"""


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


OwedTo = Mapping[Audience | None, Sequence[tuple[date, Owed]]]
"""by audience: what, and the working day it belongs to"""


async def owed_on(session: AsyncSession, day: date, rules: Rules) -> list[Owed]:
    """List what is owed on *day*: each occurrence once for each audience, the strongest role first.

    Tasks, targets and milestones of one task and date are one occurrence; the message lists them.
    """
    found = [
        *await _deadlines(session, day, rules),
        *await _observances(session, day, rules),
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


async def plan_until(database: Database, *, rules: Rules, now: datetime) -> int:
    """Plan the working days that have come since the last time, and return the number of notices.

    Days missed while nothing ran are folded into one late digest for each chat, on a working day.
    """
    local = now.astimezone(rules.zone)
    today = local.date()
    if local.time() < rules.ladder.remind_at or not rules.workdays.is_working(today):
        return 0
    async with database.begin() as session:
        mark = await marks.get(session, PLANNED)
        if mark == today:
            return 0
        eve = today - timedelta(days=1)
        since = eve if mark is None else min(mark, eve)  # a mark ahead: the clock was wrong
        days = rules.workdays.between(since + timedelta(days=1), today)
        planned = await plan_days(session, days=days, rules=rules)
        await marks.put(session, PLANNED, today)
    return planned


async def owed_by_audience(session: AsyncSession, days: Sequence[date], rules: Rules) -> OwedTo:
    """Gather what is owed on all of *days*."""
    owed: dict[Audience | None, list[tuple[date, Owed]]] = defaultdict(list)
    for day in days:
        for one in await owed_on(session, day, rules):
            owed[one.audience].append((day, one))
    return owed


async def plan_days(session: AsyncSession, *, days: Sequence[date], rules: Rules) -> int:
    """Make one notice for each chat that is owed something on *days*, dated the last of them."""
    owed = await owed_by_audience(session, days, rules)
    if not owed:
        return 0
    known = await notices.known(session, _occurrences(owed.values()))
    recipients = await notices.recipients(session)
    return await notices.add(session, drafts_for(recipients, owed, known, days[-1], rules))


def drafts_for(
    recipients: Iterable[Recipient],
    owed: OwedTo,
    known: Collection[tuple[str, int]],
    today: date,
    rules: Rules,
) -> list[NewNotice]:
    """Make of what is owed one digest for each recipient that has not had it; stores nothing."""
    due_at = rules.instant(today, rules.ladder.remind_at)
    drafts: list[NewNotice] = []
    for recipient in recipients:
        if items := _items(recipient, owed, known, rules):
            over = [item for item in items if item[1].is_over(today)]
            live = [item for item in items if not item[1].is_over(today)] if over else items
            if live:
                drafts.append(_draft(recipient.chat_id, live, today, due_at, missed=False))
            if over:
                drafts.append(_draft(recipient.chat_id, over, today, due_at, missed=True))
    return drafts


def _occurrences(owed: Iterable[Collection[tuple[date, Owed]]]) -> set[str]:
    return {one.occurrence for audience in owed for _, one in audience}


def _items(
    recipient: Recipient, owed: OwedTo, known: Collection[tuple[str, int]], rules: Rules
) -> list[tuple[date, Owed]]:
    """Keep what this chat has not had, and nothing from before it was bound."""
    items = [item for audience in recipient.audiences for item in owed.get(audience, ())]
    if known:
        chat = recipient.chat_id
        items = [(day, one) for day, one in items if (one.occurrence, chat) not in known]
    if items and recipient.bound_at is not None:
        bound = recipient.bound_at.astimezone(rules.zone).date()
        items = [(day, one) for day, one in items if day >= bound]
    return items


def _draft(
    chat_id: int,
    items: Sequence[tuple[date, Owed]],
    today: date,
    due_at: datetime,
    *,
    missed: bool,
) -> NewNotice:
    """Make the digest of a chat, or the record of what is over and is not sent any more."""
    days, kept = zip(*items, strict=True)
    return NewNotice(
        chat_id=chat_id,
        day=today,
        since=min(days),
        due_at=due_at,
        urgency=(today - min([one.due for one in kept])).days,
        wants_receipt=any(map(wants_receipt, kept)),
        missed=missed,
        items=kept,
    )


def wants_receipt(owed: Owed) -> bool:
    """Tell whether who is owed this is asked to sign: leads, and everyone for an observance."""
    return owed.role in SIGNERS or owed.subject is SubjectKind.OBSERVANCE
