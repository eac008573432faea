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
from scheduler.wishes import sift
from scheduler.workdays import Workdays
from store import deadlines, events, marks, notices, preferences
from store.database import Database
from store.deadlines import Audience, Deadline
from store.models import SubjectKind
from store.notices import NewNotice, Owed, Recipient
from store.preferences import Preference

PLANNED = "planned"
"""the mark: the last working day whose notices are made"""
BEGUN = "begun"
"""the mark: the first day that was planned at all"""
YEARS_END = (12, 31)
RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORT: 2, None: 3}
"""lead duties before supporting ones"""
SIGNERS = frozenset({Role.LEAD, Role.RESPONSIBLE})
"""who is asked to sign; supporters are informed"""
FOR_ALL = frozenset({SubjectKind.OBSERVANCE, SubjectKind.EVENT})
"""what nobody has a part in and everybody is asked to sign"""


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


async def plan_until(database: Database, *, rules: Rules, now: datetime) -> int:
    """Plan the working days that have come since the last time, and return the number of notices.

    Days missed while nothing ran are folded into one late digest for each chat, on a working day.
    """
    local = now.astimezone(rules.zone)
    today = local.date()
    if rules.ladder.is_quiet(local.time()) or not rules.workdays.is_working(today):
        return 0
    async with database.begin() as session:
        if local.time() < await preferences.earliest(session, rules.ladder.remind_at):
            return 0
        mark = await marks.get(session, PLANNED)
        if mark == today:
            return 0
        if mark is None:
            await marks.put(session, BEGUN, today)
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
    wishes = await preferences.everyones(session)
    return await notices.add(session, drafts_for(recipients, owed, known, days[-1], rules, wishes))


def drafts_for(
    recipients: Iterable[Recipient],
    owed: OwedTo,
    known: Collection[tuple[str, int]],
    today: date,
    rules: Rules,
    wishes: Mapping[int, Preference] | None = None,
) -> list[NewNotice]:
    """Make of what is owed one digest for each recipient that has not had it; stores nothing.

    *wishes* are the chats' own, by chat; a chat without any goes by the ladder alone.
    """
    wishes = wishes or {}
    by_ref = _by_ref(owed, recipients := list(recipients))
    due_at = rules.instant(today, rules.ladder.remind_at)
    drafts: list[NewNotice] = []
    for recipient in recipients:
        if items := _items(recipient, owed, by_ref, known, rules):
            wish = wishes.get(recipient.chat_id)
            at = due_at if wish is None else reminding_at(wish, today, rules)
            sifted = sift(items, wish, today)
            if sifted.live:
                drafts.append(_draft(recipient, sifted.live, today, at, why_not=None))
            for why_not, kept in sifted.kept:
                drafts.append(_draft(recipient, kept, today, at, why_not=why_not))
    return drafts


def reminding_at(wish: Preference, today: date, rules: Rules) -> datetime:
    """Return when a chat with that wish is reminded of *today*: at its hour, after its pause."""
    day = today
    if wish.paused_until is not None and today < wish.paused_until:
        day = rules.workdays.on_or_after(wish.paused_until)
    return rules.instant(day, wish.remind_at or rules.ladder.remind_at)


def _by_ref(
    owed: OwedTo, recipients: Iterable[Recipient]
) -> Mapping[str, Sequence[tuple[date, Owed]]]:
    """Gather what is owed of the tasks that somebody follows, whoever has a part in them."""
    wanted = frozenset().union(*(recipient.refs for recipient in recipients))
    found: dict[str, list[tuple[date, Owed]]] = defaultdict(list)
    if wanted:
        for item in (item for items in owed.values() for item in items):
            if item[1].ref in wanted:
                found[item[1].ref].append(item)
    return found


def _occurrences(owed: Iterable[Collection[tuple[date, Owed]]]) -> set[str]:
    return {one.occurrence for audience in owed for _, one in audience}


def _items(
    recipient: Recipient,
    owed: OwedTo,
    by_ref: Mapping[str, Sequence[tuple[date, Owed]]],
    known: Collection[tuple[str, int]],
    rules: Rules,
) -> list[tuple[date, Owed]]:
    """Keep what this chat has not had, and nothing from before it was bound."""
    items = [item for audience in recipient.audiences for item in owed.get(audience, ())]
    items += [item for ref in sorted(recipient.refs) for item in by_ref.get(ref, ())]
    if recipient.refs or len(recipient.audiences) > 1:
        items = _each_once(items)
    if known:
        chat = recipient.chat_id
        items = [(day, one) for day, one in items if (one.occurrence, chat) not in known]
    if items and recipient.bound_at is not None:
        bound = recipient.bound_at.astimezone(rules.zone).date()
        items = [(day, one) for day, one in items if day >= bound]
    return items


def _each_once(items: Iterable[tuple[date, Owed]]) -> list[tuple[date, Owed]]:
    """Keep of several rows of one occurrence that of the strongest role."""
    strongest: dict[str, tuple[date, Owed]] = {}
    for item in items:
        held = strongest.get(item[1].occurrence)
        if held is None or RANK[item[1].role] < RANK[held[1].role]:
            strongest[item[1].occurrence] = item
    return list(strongest.values())


def _draft(
    recipient: Recipient,
    items: Sequence[tuple[date, Owed]],
    today: date,
    due_at: datetime,
    *,
    why_not: str | None,
) -> NewNotice:
    """Make the digest of a chat, or the record of what is not sent, with the reason."""
    days, kept = zip(*items, strict=True)
    return NewNotice(
        chat_id=recipient.chat_id,
        day=today,
        since=min(days),
        due_at=due_at,
        urgency=(today - min([one.due for one in kept])).days,
        wants_receipt=not recipient.informed and any(map(wants_receipt, kept)),
        why_not=why_not,
        items=kept,
    )


def wants_receipt(owed: Owed) -> bool:
    """Tell whether who is owed this signs: leads, and all for an observance or an event."""
    return owed.role in SIGNERS or owed.subject in FOR_ALL
