"""Dates as an office writes them: 12月31日(周日), 还有33天."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEKDAYS = "一二三四五六日"
SOON_DAYS = 3
"""🔴 from here on"""
NEAR_DAYS = 30
"""🟡 from here on"""
YEARS = 2
"""from which on days say nothing"""


def day(value: date, today: date) -> str:
    """Write *value* with its weekday, and with the year only where it is not this year."""
    year = "" if value.year == today.year else f"{value.year}年"
    return f"{year}{value.month}月{value.day}日(周{WEEKDAYS[value.weekday()]})"


def short(value: date, today: date) -> str:
    """Write *value* without its weekday, where another word says how near it is."""
    return day(value, today).split("(")[0]


def left(value: date, today: date) -> str:
    """Say how far away *value* is, seen from *today*."""
    days = (value - today).days
    if days <= -YEARS * 365:
        return f"已逾期{-days // 365}年多"
    if days < 0:
        return f"已逾期{-days}天"
    if days >= YEARS * 365:
        return f"还有{days // 365}年多"
    return {0: "今天", 1: "明天"}.get(days, f"还有{days}天")


def light(value: date, today: date) -> str:
    """Return the light of a deadline: red due or overdue, yellow near, green later."""
    days = (value - today).days
    if days <= SOON_DAYS:
        return "🔴"
    return "🟡" if days <= NEAR_DAYS else "🟢"


def clock(value: datetime, zone: ZoneInfo) -> str:
    """Write the wall time of an instant in *zone*: 09:12."""
    return value.astimezone(zone).strftime("%H:%M")


def moment(value: datetime, day: date, zone: ZoneInfo) -> str:
    """Write an instant's wall time, with its date where that is not *day*."""
    at = value.astimezone(zone).date()
    return clock(value, zone) if at == day else f"{short(at, day)} {clock(value, zone)}"
