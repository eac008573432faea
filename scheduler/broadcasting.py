"""What coordinators ordered: begun when its moment has come, and changed where it has arrived."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from scheduler.hours import opening
from scheduler.owing import Rules
from store import broadcast_changes, broadcast_series, broadcasts, preferences
from store.broadcast_drafts import said_in
from store.broadcasts import Desk, Order
from store.database import Database
from store.tables.broadcasts import BroadcastSeries
from store.tables.people import Contact

log = structlog.get_logger(__name__)


async def broadcast_until(database: Database, *, rules: Rules, now: datetime) -> None:
    """Begin what is due, and owe each chat the changes it has not seen; each is found again."""
    day = now.astimezone(rules.zone).date()
    async with database.begin() as session:
        for series in await broadcast_series.due(session, now=now):
            await _order_next(session, series, rules=rules, now=now)
        for row in await broadcasts.due(session, now=now):
            count = await broadcasts.begin(session, row, day=day, now=now)
            log.info("broadcast begun", broadcast=row.id, chats=count)
        for row in await broadcasts.followed(session, now=now):
            if row.version:
                await broadcast_changes.owe_changes(session, row, day=day, now=now)


async def _order_next(
    session: AsyncSession, series: BroadcastSeries, *, rules: Rules, now: datetime
) -> None:
    """Order what a series is for, once however many times were missed, and set its next time."""
    said = said_in(series.body)
    if said.content is None or said.choice is None or said.sending.repeat is None:
        series.ended_at = now
        return
    opens_at = await preferences.earliest(session, rules.ladder.remind_at)
    sign, where = said.sign, (rules.workdays, rules.zone)
    goes_at = opening(now, said.urgency, rules, opens_at=opens_at)
    await broadcasts.order(
        session,
        Order(
            title=series.title,
            content=said.content,
            choice=said.choice,
            urgency=said.urgency,
            wants_receipt=sign is not None,
            sign_by=None if sign is None else sign.instant(goes_at, *where),
            send_at=now,
        ),
        await _desk(session, series),
        now=now,
        series_id=series.id,
    )
    series.next_at = said.sending.instant(now, *where)
    session.add(series)


async def _desk(session: AsyncSession, series: BroadcastSeries) -> Desk:
    contact = await session.get_one(Contact, series.contact_id)
    return Desk(contact, series.telegram_id, series.thread_id, contact.name)
