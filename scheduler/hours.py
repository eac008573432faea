"""When messages may go out: on working days, outside the quiet hours, pressing ones at any time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from config.urgency import Urgency
from scheduler.owing import Rules

LONGEST_CLOSED = 40
"""days; no run of days off is longer"""


def least_urgency(now: datetime, rules: Rules, *, opens_at: time) -> Urgency | None:
    """Return how pressing a message must be to go out now, None where everything may.

    What is left of yesterday waits for the hour of today's reminders, which take it in.
    """
    local = now.astimezone(rules.zone)
    if rules.ladder.is_quiet(local.time()) or not rules.workdays.is_working(local.date()):
        return rules.ladder.quiet_broken_from
    return Urgency.URGENT if local.time() < opens_at else None


def opening(moment: datetime, urgency: int, rules: Rules, *, opens_at: time) -> datetime:
    """Return the first instant from *moment* on at which a message so pressing may go out."""
    first = moment.astimezone(rules.zone).date()
    later = (
        rules.instant(first + timedelta(days=days), at)
        for days in range(LONGEST_CLOSED)
        for at in sorted((rules.ladder.quiet_until, opens_at))
    )
    for one in (moment, *(one for one in later if one > moment)):
        least = least_urgency(one, rules, opens_at=opens_at)
        if least is None or urgency >= least:
            return one
    return moment
