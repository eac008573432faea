"""The notices of a working day, made of what is owed on it.

Nothing is stored ahead of its day, so a changed plan, ladder or calendar needs no re-planning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.drafting import drafts_for
from scheduler.owing import OwedTo, Rules, owed_by_audience
from store import digests, folding, marks, notices, preferences
from store.bulk import many_objects
from store.database import Database
from store.notices import Owed

PLANNED = "planned"
"""the mark: the last working day whose notices are made"""
BEGUN = "begun"
"""the mark: the first day that was planned at all"""


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
        first = await _first_day(session, mark, today)
        planned = await plan_days(session, days=rules.workdays.between(first, today), rules=rules)
        await marks.put(session, PLANNED, today)
        restored = await marks.get(session, marks.RESTORED)
        if restored is not None:
            await notices.may_be_out(session, until=restored, now=now)
    return planned


async def _first_day(session: AsyncSession, mark: date | None, today: date) -> date:
    """Return the day after the last planned one, or an earlier one of which something was left."""
    first = today if mark is None else min(mark + timedelta(days=1), today)  # a clock was wrong
    left = await marks.get(session, marks.LEFT)
    await marks.drop(session, marks.LEFT)
    return first if left is None else min(left, first)


async def plan_days(session: AsyncSession, *, days: Sequence[date], rules: Rules) -> int:
    """Make one notice for each chat that is owed something on *days*, dated the last of them.

    What waits already for a chat goes out with it.
    """
    with many_objects():
        owed = await owed_by_audience(session, days, rules)
        planned = await _store(session, owed, days[-1], rules) if owed else 0
    await folding.fold(session, days[-1], until=rules.instant(days[-1], time.max))
    return planned


async def _store(session: AsyncSession, owed: OwedTo, today: date, rules: Rules) -> int:
    known = await notices.known(session, _occurrences(owed.values()))
    recipients = await notices.recipients(session)
    wishes = await preferences.everyones(session)
    first = rules.ladder.stages.first
    return await digests.add(
        session,
        drafts_for(recipients, owed, known, today, rules, wishes),
        most=rules.ladder.daily_most,
        code=first.code if first else "",
    )


def _occurrences(owed: Iterable[Collection[tuple[date, Owed]]]) -> set[str]:
    return {one.occurrence for audience in owed for _, one in audience}
