"""How pressing a message is, in the degrees that offices mark their letters with."""

from __future__ import annotations

from enum import IntEnum


class Urgency(IntEnum):
    """What `Notice.urgency` holds: higher goes out first.

    The day's reminders lie around ROUTINE, by the days that are left; nothing comes near URGENT.
    """

    ROUTINE = 0
    """平件"""
    URGENT = 500_000
    """急件: before everything routine, within the same hours"""
    TOP = 1_000_000
    """特急: at any hour, on days off too, and beside the day's one message"""
