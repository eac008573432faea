"""What follows when nobody signs, and the evening's account of the day.

A digest that nobody has signed is chased in its chat (催办), then put before the coordinators.
What is due goes by what has been done so far, so no stage is skipped while Duban is down.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.owing import Rules
from store import follow_up, marks
from store.database import Database
from store.follow_up import Form
from store.models import NoticeKind

CHASED = "chased"
"""the mark: the last working day on which what was not signed has been followed up"""
REPORTED = "reported"
"""the mark: the last working day that has been accounted for"""


async def follow_up_until(database: Database, *, rules: Rules, now: datetime) -> None:
    """Chase and report what the present moment calls for, each once a working day."""
    local = now.astimezone(rules.zone)
    today = local.date()
    if not rules.workdays.is_working(today):
        return
    async with database.begin() as session:
        if await _is_time(session, CHASED, local, rules.ladder.remind_at):
            await chase(session, today, rules=rules, now=now)
            await marks.put(session, CHASED, today)
        if await _is_time(session, REPORTED, local, rules.ladder.report_at):
            await follow_up.tell_coordinators(session, NoticeKind.REPORT, day=today, now=now)
            await marks.put(session, REPORTED, today)


async def _is_time(session: AsyncSession, name: str, local: datetime, at: time) -> bool:
    return local.time() >= at and await marks.get(session, name) != local.date()


async def chase(session: AsyncSession, today: date, *, rules: Rules, now: datetime) -> None:
    """Post a 催办 for what has waited long enough, a 督办通知单 where that has moved nobody.

    The coordinators get the list of the latter.
    """
    stages = rules.ladder.chase
    waiting = await follow_up.unsigned(session, first=today - follow_up.LOOK_BACK, last=today)

    def days_since(day: date) -> int:
        return len(rules.workdays.between(day, today)) - 1

    def sent_on(instant: datetime) -> date:
        return rules.workdays.on_or_before(instant.astimezone(rules.zone).date())

    fresh = [
        one
        for one in waiting
        if one.chased_on is None and days_since(sent_on(one.sent_at)) >= stages.remind_after
    ]
    stuck = [
        one
        for one in waiting
        if one.chased_on is not None
        and one.escalated_on is None
        and days_since(one.chased_on) >= stages.escalate_after - stages.remind_after
    ]
    await follow_up.chase(session, fresh, day=today, now=now)
    await follow_up.chase(session, stuck, day=today, now=now, form=Form.SUPERVISION)
    await follow_up.escalate(session, stuck, day=today, now=now)
