"""What follows when nobody signs, and the evening's account of the day.

A digest that nobody has signed goes from stage to stage (`[[stage]]` of reminders.toml): papers to
its chat, lists to the coordinators.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from config.stages import Addressee
from scheduler.owing import Rules
from scheduler.planner import PLANNED
from store import follow_up, marks, papers, preferences
from store.database import Database
from store.follow_up import Unsigned
from store.tables.notices import NoticeKind

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
        if await marks.get(session, PLANNED) == today and await marks.get(session, CHASED) != today:
            await chase(session, today, rules=rules, now=now)
            await marks.put(session, CHASED, today)
        if local.time() >= rules.ladder.report_at and await marks.get(session, REPORTED) != today:
            await follow_up.tell_coordinators(session, NoticeKind.REPORT, day=today, now=now)
            await marks.put(session, REPORTED, today)


async def chase(session: AsyncSession, today: date, *, rules: Rules, now: datetime) -> None:
    """Issue the papers whose time has come, and give the coordinators the list they are to have.

    A chat that has had its most for the day gets its papers on the next one.
    """
    stages, wishes = rules.ladder.stages, await preferences.everyones(session)
    waiting = await follow_up.unsigned(session, first=today - follow_up.LOOK_BACK, last=today)
    due = [(one, place) for one in waiting if (place := next_stage(one, today, rules))]
    chats = {one.chat_id for one, place in due if stages.tells(place, Addressee.CHAT)}
    until, most = rules.instant(today, time.max), rules.ladder.daily_most
    places = await papers.carriers(session, chats, day=today, until=until, most=most)
    ready = [
        (one, place) for one, place in due if one.chat_id in places or one.chat_id not in chats
    ]

    def due_at(chat_id: int) -> datetime:
        wish = wishes.get(chat_id, preferences.AS_THE_LADDER_SAYS)
        return rules.instant(today, wish.remind_at or rules.ladder.remind_at)

    await papers.send_out(session, ready, stages, day=today, carriers=places, due_at=due_at)
    told = [one for one, place in ready if stages.tells(place, Addressee.COORDINATORS)]
    await follow_up.escalate(session, told, day=today, now=now)


def next_stage(one: Unsigned, today: date, rules: Rules) -> int | None:
    """Return the stage that a digest comes to today; None: not yet, or none is left.

    Each stage waits for the one before it, so none is skipped while Duban is down.
    """
    reached, stages = one.reached, rules.ladder.stages
    place = reached.stage + 1 if reached else 1
    if place > len(stages.papers) or (reached and reached.is_under_way):
        return None
    since = _day_of(reached.on if reached else one.sent_at, rules)
    return place if rules.workdays.since(since, today) >= stages.delay(place) else None


def _day_of(moment: datetime | date, rules: Rules) -> date:
    """Return the working day that something went out on."""
    day = moment.astimezone(rules.zone).date() if isinstance(moment, datetime) else moment
    return rules.workdays.on_or_before(day)
