"""A query in, everything that is known in answer to it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from plans.departments import Directory
from plans.observances import ObservanceCalendar, observance_calendar
from plans.query import Counted, Kind, Query, Reason, Window
from store import calendar, counting, listing, shares
from store.replies import Answer
from store.selection import Scope, scope_of, tasks_of
from store.topics import with_passing


async def answer(
    session: AsyncSession,
    query: Query,
    *,
    today: date,
    directory: Directory | None = None,
    observances: ObservanceCalendar | None = None,
) -> Answer:
    """Return what is known; an answer with nothing in it is of kind NONE and says why."""
    found = await _one(session, query, today, directory, observances)
    if query.also is None:
        return found
    also = await _one(session, query.also, today, directory, observances)
    if found.kind is Kind.NONE:
        return found if also.kind is Kind.NONE else also
    return replace(found, also=also)


async def _one(
    session: AsyncSession,
    query: Query,
    today: date,
    directory: Directory | None,
    observances: ObservanceCalendar | None,
) -> Answer:
    """Answer the query without what it asks also."""
    if query.kind is Kind.NONE:
        return _nothing(query, today, query.reason or Reason.NOT_UNDERSTOOD)
    scope = await scope_of(session, query)
    if not scope.plans:
        return _nothing(query, today, Reason.NO_PLANS)
    query = await with_passing(session, query, scope.ids)
    found = await _found(
        session,
        query,
        scope,
        today,
        directory or Directory.load(),
        observances or observance_calendar(),
    )
    if found.kind is Kind.NONE:
        later = await _falls_due_later(session, query, scope)
        reason = await _why_nothing(session, found, scope)
        return replace(found, **({"reason": reason} | later))
    return found


async def _found(
    session: AsyncSession,
    query: Query,
    scope: Scope,
    today: date,
    directory: Directory,
    known: ObservanceCalendar,
) -> Answer:
    plans = tuple(scope.plans.values())
    if query.kind is Kind.COUNT and query.counted in counting.CLOCKED:
        count, day = await counting.time_left(session, query, scope, known, today)
        kind = Kind.NONE if count is None else Kind.COUNT
        return Answer(query, kind, today, plans=plans, count=count, day=day)
    lists = await _lists(session, query, scope, today, directory, known)
    found = next(iter(lists.values()))
    counts = query.kind is Kind.COUNT and bool(found or not query.topics)
    kind = query.kind if found or counts else Kind.NONE
    blank = Answer(query, kind, today, plans=plans, count=len(found) if counts else None)
    return replace(blank, **lists)


async def _lists(
    session: AsyncSession,
    query: Query,
    scope: Scope,
    today: date,
    directory: Directory,
    known: ObservanceCalendar,
) -> dict[str, Any]:
    """Return what is listed, or counted, under the name of the answer's field."""
    match query.counted or query.kind:
        case Kind.TASKS | Kind.TASK | Counted.TASKS:
            return {"tasks": await listing.tasks(session, query, scope, directory)}
        case Kind.TARGETS | Counted.TARGETS:
            return {"targets": await listing.targets(session, query, scope)}
        case Kind.DEPARTMENTS | Counted.DEPARTMENTS:
            return await _departments(session, query, scope, directory)
        case Kind.OBSERVANCES | Counted.OBSERVANCES:
            days = await calendar.observances(session, query, scope, known, today)
            return {"observances": days}
        case Counted.SECTIONS:
            return {"sections": await counting.sections(session, query, scope)}
        case _:
            return {"plans": await counting.plans(session, scope)}


async def _departments(
    session: AsyncSession, query: Query, scope: Scope, directory: Directory
) -> dict[str, Any]:
    """Return who has a part, and where single tasks are meant, in which."""
    found = {"departments": await shares.departments(session, query, scope, directory)}
    if not shares.about_tasks(query):
        return found
    return found | {"tasks": await listing.tasks(session, query, scope, directory)}


async def _falls_due_later(session: AsyncSession, query: Query, scope: Scope) -> dict[str, Any]:
    """Return why, and the next day on which some of it does, where none falls due when asked."""
    window = query.window
    if query.kind is not Kind.TASKS or window is None or window.end is None:
        return {}
    after = replace(query, window=Window(window.end + timedelta(days=1), None, ""))
    days = [task.due for task in await tasks_of(session, after, scope) if task.due]
    if not days:
        return {}
    return {"reason": Reason.NOT_THEN, "day": min(days), "count": days.count(min(days))}


async def _why_nothing(session: AsyncSession, found: Answer, scope: Scope) -> Reason:
    """Tell a number no task has from a question the plans say nothing of."""
    numbers, parts = found.query.numbers, found.query.parts
    if not numbers or found.tasks or parts:
        return Reason.NOTHING_FOUND
    existing = await tasks_of(session, Query(Kind.TASKS, numbers=numbers), scope)
    return Reason.NOTHING_FOUND if existing else Reason.UNKNOWN_TASK


def _nothing(query: Query, today: date, reason: Reason) -> Answer:
    return Answer(query, Kind.NONE, today, reason=reason, asked=query.asked, nearest=query.nearest)
