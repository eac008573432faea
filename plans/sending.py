"""When something is to be sent: 现在, 明天9点, 下周一上午, 下一工作日, 每周一上午9点."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from types import MappingProxyType

from plans.moments import moment_in, time_at_end
from plans.numerals import any_number
from plans.repeats import Repeat, Working, repeat_in

MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(15), time(19)
PARTS: Mapping[str, time] = MappingProxyType(
    dict.fromkeys(("上午", "早上", "早晨", "清晨", "早"), MORNING)
    | {"中午": NOON}
    | dict.fromkeys(("下午", "午后"), AFTERNOON)
    | dict.fromkeys(("傍晚", "晚上", "晚"), EVENING)
)
"""when a part of the day begins that stands without an hour"""
_NOW = re.compile(r"^(?:请)?(?:现在|立即|立刻|马上|即刻|即时)(?:就)?(?:发送?)?$")
_NEXT_WORKDAY = re.compile(r"(?:下(?:一)?个?|最近的?)工作日")
_WITHIN = re.compile(r"(?P<n>\d{1,2}|[一二两三四五六七八九十])个?工作日")
CLOSING = time(17)
"""by when on its day, where no time is named"""
_CLOCK = re.compile(r"\d\s*[点时:]")


@dataclass(frozen=True, slots=True)
class Sending:
    """A moment to send at, or a rule; neither means at once."""

    day: date | None = None
    at: time | None = None
    repeat: Repeat | None = None

    @property
    def is_now(self) -> bool:
        """Whether it is to go out at once."""
        return self.day is None and self.repeat is None

    def instant(self, now: datetime, workdays: Working, zone: tzinfo) -> datetime:
        """Return when that is, seen from *now*; of a rule, the first time behind it."""
        if self.day is not None:
            return datetime.combine(self.day, self.at or MORNING, zone)
        if self.repeat is None:
            return now
        day = now.astimezone(zone).date()
        while True:
            day = self.repeat.on_or_after(day, workdays)
            if (found := datetime.combine(day, self.at or MORNING, zone)) > now:
                return found
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SignBy:
    """Until when something is to be signed: a day, or so many working days after it went out."""

    at: time
    day: date | None = None
    working_days: int = 0
    """0: on the day it went out"""

    def instant(self, sent_at: datetime, workdays: Working, zone: tzinfo) -> datetime:
        """Return when that is, for what goes out at *sent_at*."""
        day = self.day
        if day is None:
            day = workdays.on_or_after(sent_at.astimezone(zone).date())
            for _ in range(self.working_days):
                day = workdays.on_or_after(day + timedelta(days=1))
        return datetime.combine(day, self.at, zone)


NOW = Sending()


def sending_in(text: str, today: date, workdays: Working) -> Sending | None:
    """Return when *text* says to send; a day without a time is one from MORNING on."""
    words = unicodedata.normalize("NFKC", text).strip()
    if _NOW.match(words):
        return NOW
    at = time_at_end(words, parts=PARTS)
    if at is None and _CLOCK.search(words):
        return None  # 25点 is no time
    if repeat := repeat_in(words):
        return Sending(at=at or MORNING, repeat=repeat)
    if _NEXT_WORKDAY.search(words):
        return Sending(workdays.on_or_after(today + timedelta(days=1)), at or MORNING)
    moment = moment_in(words, today, parts=PARTS)
    return None if moment is None else Sending(moment.day, moment.at or MORNING)


def sign_by_in(text: str, today: date) -> SignBy | None:
    """Return until when *text* says to sign: 明天17点, 12月8日, 3个工作日内; by 17:00 of a day."""
    words = unicodedata.normalize("NFKC", text).strip()
    if found := _WITHIN.search(words):
        count = any_number(found["n"]) or 0
        return SignBy(time_at_end(words, parts=PARTS) or CLOSING, working_days=count)
    moment = moment_in(words, today, parts=PARTS)
    return None if moment is None else SignBy(moment.at or CLOSING, moment.day)
