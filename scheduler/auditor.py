"""Each morning: what the planner says should have gone out, against what is on record.

Nothing is taken on trust: the last days are planned afresh. What is missing is owed at once, as a
late digest, and the coordinators are told how much it was.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import structlog
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.owing import Rules
from scheduler.planner import BEGUN, PLANNED, plan_days
from store import marks
from store.alerts import note
from store.database import Database
from store.tables.plans import Plan

log = structlog.get_logger(__name__)

AUDITED = "audited"
"""the mark: the last working day that began with an audit"""
LOOKS_BACK = timedelta(days=14)


async def audit_until(database: Database, *, rules: Rules, now: datetime) -> int:
    """Repair the gaps of the last two weeks, once a working day; return how many chats had some.

    It comes after the day's planning, and asks only for days on which all plans were there.
    """
    today = now.astimezone(rules.zone).date()
    async with database.begin() as session:
        if await marks.get(session, PLANNED) != today:
            return 0
        if await marks.get(session, AUDITED) == today:
            return 0
        days = rules.workdays.between(await _first_day(session, today, rules), today)
        repaired = await plan_days(session, days=days, rules=rules)
        if repaired:
            log.error("gaps repaired", chats=repaired)
            await note(session, what="gaps", day=today, now=now, count=repaired)
        await marks.put(session, AUDITED, today)
    return repaired


async def _first_day(session: AsyncSession, today: date, rules: Rules) -> date:
    begun = await marks.get(session, BEGUN) or today
    imported = (await session.exec(select(func.max(Plan.imported_at)))).one()
    changed = imported.astimezone(rules.zone).date() + timedelta(days=1) if imported else today
    return min(max(begun, changed, today - LOOKS_BACK), today)
