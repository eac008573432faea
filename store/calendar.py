"""The observances that plans name, and when they come."""

from __future__ import annotations

from datetime import date

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.observances import ObservanceCalendar
from plans.query import Query
from store.bulk import fetch
from store.replies import ObservanceLine, PlanLine
from store.rows import columns
from store.selection import Scope
from store.tables.plans import Observance


async def observances(
    session: AsyncSession, query: Query, scope: Scope, known: ObservanceCalendar, today: date
) -> tuple[ObservanceLine, ...]:
    """Return the observances that fit, through the year; those without a known date come last."""
    statement = (
        columns(Observance.name, Observance.plan_id)
        .where(col(Observance.plan_id).in_(scope.plans.keys()))
        .order_by(col(Observance.id))
    )
    named: dict[str, list[PlanLine]] = {}
    for name, plan_id in await fetch(session, statement):
        named.setdefault(name, []).append(scope.plans[plan_id])
    lines = [_line(name, plans, known, today) for name, plans in named.items()]
    fitting = [line for line in lines if _fits(line, query, known, today)]
    if query.next_only:
        dated = [line for line in fitting if line.next]
        soonest = min((line.next for line in dated if line.next), default=None)
        return tuple(line for line in dated if line.next == soonest)
    return tuple(sorted(fitting, key=lambda line: line.code or "99"))


def _line(
    name: str, plans: list[PlanLine], known: ObservanceCalendar, today: date
) -> ObservanceLine:
    occasion = known.find(name)
    if occasion is None:
        return ObservanceLine(name, None, None, "", None, tuple(plans))
    return ObservanceLine(
        name,
        occasion.month,
        occasion.day,
        occasion.label,
        occasion.next_start(today),
        tuple(plans),
        is_usual=occasion.is_usual,
    )


def _fits(line: ObservanceLine, query: Query, known: ObservanceCalendar, today: date) -> bool:
    if query.observances and line.name not in query.observances:
        return False
    occasion = known.find(line.name)
    if query.months_only and (occasion is None or occasion.kind != "month"):
        return False
    if query.window is None:
        return True
    if occasion is None:
        return False
    start, end = query.window.start or today, query.window.end or date.max
    return any(
        occasion.start(year) <= end and occasion.last(year) >= start
        for year in range(start.year, min(end.year, start.year + 1) + 1)
    )
