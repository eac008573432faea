"""Days and times as people say them: 2026-09-01 09:30, 9月1日9:30, 明天下午3点, 下周五, 三天后.

A moment lies ahead: what names no year is the next such day. Nothing is guessed; words that name no
day that exists are no moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from types import MappingProxyType

from plans.dates import month_end, year_end
from plans.numerals import any_number

FARTHEST = 3660
"""days; what lies farther ahead is a slip of the pen"""
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_NEAR = {"今": 0, "当": 0, "明": 1, "后": 2, "大后": 3}
_YEARS = {"今": 0, "本": 0, "明": 1, "来": 1, "后": 2}
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚", "午后"})
_PARTS_OF_HOUR = {"半": 30, "一刻": 15, "三刻": 45}
_N = r"(?P<n>\d{1,4}|[一二两三四五六七八九十百]{1,5}|半)"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = r"(?:(?P<year>20\d\d)年|(?P<near>今|本|明|来|后)年)"

NO_PARTS: Mapping[str, time] = MappingProxyType({})
DayReader = Callable[[re.Match[str], date], date | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, the time of day where one is named, and where the text names them."""

    day: date
    at: time | None
    start: int
    end: int


def moment_in(text: str, today: date, *, parts: Mapping[str, time] = NO_PARTS) -> Moment | None:
    """Return the first moment that *text* names, seen from *today*.

    *parts* says at what time a part of the day begins that stands without an hour: 下周一上午.
    """
    found = _first_day(text, today)
    if found is None:
        return None
    day, start, end = found
    said = _WEEKDAY_AGAIN.match(text, end)
    end = said.end() if said else end
    clock = _TIME.match(text, end)
    if clock is not None:
        at = _time(clock)
        return None if at is None else Moment(day, at, start, clock.end())
    bare = _BARE_PART.match(text, end)
    if bare is not None and bare["part"] in parts:
        return Moment(day, parts[bare["part"]], start, bare.end())
    return Moment(day, None, start, end)


def time_at_end(text: str, *, parts: Mapping[str, time] = NO_PARTS) -> time | None:
    """Return the time of day with which *text* ends, or the part of it: …上午9点, …下午."""
    for match in _TIME.finditer(text):
        if match.end() == len(text.rstrip()):
            return _time(match)
    bare = re.search(rf"(?P<part>{_PART})\s*$", text)
    return parts.get(bare["part"]) if bare else None


def day_in(text: str, today: date) -> date | None:
    """Return the day where *text* names nothing but one."""
    found = moment_in(text.strip(), today)
    whole = found is not None and (found.start, found.end) == (0, len(text.strip()))
    return found.day if found and whole and found.at is None else None


def time_in(text: str) -> time | None:
    """Return the time of day where *text* names nothing but one: 8:30, 下午3点, 九点半."""
    clock = _TIME.fullmatch(text.strip())
    return _time(clock) if clock else None


def _first_day(text: str, today: date) -> tuple[date, int, int] | None:
    """Find the day that is named first; of several readings there, the longest."""
    matches = [
        (match.start(), -match.end(), rank, read, match)
        for rank, (pattern, read) in enumerate(_DAYS)
        if (match := pattern.search(text))
    ]
    for _, _, _, read, match in sorted(matches, key=lambda one: one[:3]):
        day = read(match, today)
        if day is None or (day - today).days > FARTHEST:
            return None
        return day, match.start(), match.end()
    return None


def _full(match: re.Match[str], _today: date) -> date | None:
    return _existing(int(match["year"]), int(match["month"]), int(match["day"]))


def _of_year(match: re.Match[str], today: date) -> date | None:
    year = int(match["year"]) if match["year"] else today.year + _YEARS[match["near"]]
    return _existing(year, any_number(match["month"]) or 0, any_number(match["day"]) or 0)


def _month_day(match: re.Match[str], today: date) -> date | None:
    month, day = any_number(match["month"]) or 0, any_number(match["day"]) or 0
    for year in range(today.year, today.year + 9):  # 29 February may be eight years away
        found = _existing(year, month, day)
        if found and found >= today:
            return found
    return None


def _near_month(match: re.Match[str], today: date) -> date | None:
    first = _month_on(today, (match["step"] or "").count("下"))
    if match["day"] is None:
        return month_end(first.year, first.month)
    return _existing(first.year, first.month, any_number(match["day"]) or 0)


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    number = any_number(match["day"]) or 0
    for months in range(3):
        first = _month_on(today, months)
        found = _existing(first.year, first.month, number)
        if found and found >= today:
            return found
    return None


def _near_day(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_NEAR[match["which"]])


def _weekday(match: re.Match[str], today: date) -> date:
    wanted = _WEEKDAYS[match["weekday"]]
    if match["step"]:
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 * match["step"].count("下") + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _later(match: re.Match[str], today: date) -> date | None:
    unit = match["unit"]
    if match["n"] == "半":
        return today + timedelta(days=15) if unit == "月" else None
    number = any_number(match["n"]) or 0
    if not number:
        return None
    if unit in {"月", "年"}:
        first = _month_on(today, number * (12 if unit == "年" else 1))
        return first.replace(day=min(today.day, month_end(first.year, first.month).day))
    return today + timedelta(days=number * (1 if unit in {"天", "日"} else 7))


def _year_end(match: re.Match[str], today: date) -> date:
    return year_end(today.year + _YEARS[match["near"] or "今"])


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_on(today: date, months: int) -> date:
    """Return the first day of the month so many months on."""
    place = today.month - 1 + months
    return date(today.year + place // 12, place % 12 + 1, 1)


def _time(match: re.Match[str]) -> time | None:
    """Read a time of day; 下午3点 is 15:00, and 25:00 is none."""
    words = match["exact"] or match["spoken"] or "0"
    hour, minute = any_number(match["hour"]), _PARTS_OF_HOUR.get(words, any_number(words))
    if hour is None or minute is None:
        return None
    if (match["part"] in _AFTERNOON and hour < 12) or (match["part"] == "中午" and hour < 3):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


_STEP = r"(?:下{1,3}个?|本|这|当)"
_DAYS: tuple[tuple[re.Pattern[str], DayReader], ...] = (
    (
        re.compile(
            r"(?<!\d)(?P<year>20\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})"
            r"(?!\d)[日号]?"
        ),
        _full,
    ),
    (re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)"), _full),
    (re.compile(rf"{_YEAR}{_MONTH}月(?:份)?{_DAY}[日号]"), _of_year),
    (
        re.compile(rf"(?<![\d一二三四五六七八九十年]){_MONTH}月(?:份)?{_DAY}(?:[日号]|(?!\d))"),
        _month_day,
    ),
    (
        re.compile(r"(?<![\d/])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/])"),
        _month_day,
    ),
    (re.compile(rf"(?P<step>{_STEP})月(?:份)?{_DAY}[日号]"), _near_month),
    (
        re.compile(rf"(?P<step>{_STEP})?(?<![\d一二三四五六七八九十])月(?P<day>(?!))?[底末]"),
        _near_month,
    ),
    (re.compile(rf"(?<![\d一二三四五六七八九十月]){_DAY}[日号](?!后)"), _day_of_month),
    (re.compile(r"(?P<which>大后|今|当|明|后)(?:[天日]|(?=[早晚]))"), _near_day),
    (
        re.compile(
            rf"(?:(?P<step>{_STEP}))?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])(?![年月])"
        ),
        _weekday,
    ),
    (re.compile(rf"(?:再?过)?{_N}个?(?P<unit>天|日|周|星期|礼拜|月|年)(?:之后|以后|后)"), _later),
    (re.compile(r"(?P<near>今|本|明|来|后)?年[底末]"), _year_end),
)
_WEEKDAY_AGAIN = re.compile(r"\s*\(?\s*(?:周|星期|礼拜)[一二三四五六日天]\s*\)?")
_MINUTE = r"(?:[0-5]?\d|[二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九])"
_PART = r"(?:上午|下午|午后|早上|早晨|清晨|凌晨|中午|傍晚|晚上|早|晚)"
_TIME = re.compile(
    rf"[\s,的]*(?P<part>{_PART})?\s*(?P<hour>\d{{1,2}}|[二两三四五六七八九]|十[一二]?|二十[一二三]?|一)"
    rf"(?:\s*[:：]\s*(?P<exact>\d{{2}})(?!\d)"
    rf"|\s*[点时](?:(?P<spoken>半|一刻|三刻|{_MINUTE}(?=分|\D|$))分?|整|钟)?)"
    rf"(?:\s*(?:[-—–~至到]+)\s*{_PART}?\s*\d{{1,2}}(?:[:：]\d{{2}}|[点时](?:半|\d{{1,2}}分?)?))?"
)
_BARE_PART = re.compile(rf"[\s,的]*(?P<part>{_PART})")
