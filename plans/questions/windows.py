"""Stretches of time that a question names: 年底前, 本月, 下个季度, 9月, 未来30天, 逾期."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plans.dates import month_end, year_end
from plans.numerals import any_number
from plans.query import Window

_N = r"(?P<n>\d+|[一二两三四五六七八九十百]+)"
_UNTIL = r"(?P<until>底|末|内|之内|以内)?(?P<before>之前|以前|前)?"
_YEARS = {"去": -1, "今": 0, "本": 0, "这一": 0, "当": 0, "明": 1, "来": 1, "后": 2}
_STEPS = {"上": -1, "这": 0, "本": 0, "当": 0, "该": 0, "下": 1}
_DAYS = {"今": 0, "当": 0, "明": 1, "后": 2, "大后": 3}
_FIVE_YEARS = {"十三": 2020, "十四": 2025, "十五": 2030}
LONGEST = 3660
"""days; a longer stretch is no question about deadlines"""

Reader = Callable[[re.Match[str], date], Window | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of time and where the question names it."""

    window: Window
    start: int
    end: int
    loose: bool = False
    """a year named in passing (今年): no deadline unless something says so"""


def window_in(text: str, today: date) -> Found | None:
    """Return the stretch of time *text* names, the most exact reading first."""
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            window = read(match, today)
            if window:
                loose = read is _year and not (match["until"] or match["before"])
                return Found(window, match.start(), match.end(), loose)
    return None


def _overdue(match: re.Match[str], today: date) -> Window:
    return Window(None, today - timedelta(days=1), match[0])


def _ahead(match: re.Match[str], today: date) -> Window | None:
    number = 0.5 if match["n"] == "半" else any_number(match["n"])
    if not number:
        return None
    unit = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "季度": 91, "年": 365}[
        match["unit"]
    ]
    days = int(number * unit)
    if days > LONGEST:
        return None
    if unit == 30 and number >= 1:
        return Window(today, _months_on(today, int(number)), match[0])
    return Window(today, today + timedelta(days=days), match[0])


def _months_on(today: date, months: int) -> date:
    place = today.month - 1 + months
    last = month_end(today.year + place // 12, place % 12 + 1)
    return last.replace(day=min(today.day, last.day))


def _day(match: re.Match[str], today: date) -> Window | None:
    year = _year_of(match, today)
    month, day = any_number(match["month"]), any_number(match["day"])
    try:
        meant = date(year, month or 0, day or 0)
    except ValueError:
        return None
    return Window(None if match["before"] else meant, meant, match[0])


def _month(match: re.Match[str], today: date) -> Window | None:
    month = any_number(match["month"])
    if not month or not 1 <= month <= 12:
        return None
    year = _year_of(match, today)
    return _within(date(year, month, 1), month_end(year, month), match)


def _near_month(match: re.Match[str], today: date) -> Window:
    place = today.month - 1 + _STEPS[match["step"] or "本"]
    year, month = today.year + place // 12, place % 12 + 1
    return _within(date(year, month, 1), month_end(year, month), match)


def _quarter(match: re.Match[str], today: date) -> Window | None:
    if match["step"]:
        number = (today.month - 1) // 3 + _STEPS[match["step"]]
        year = today.year + number // 4
    else:
        number = (any_number(match["n"]) or 0) - 1
        year = _year_of(match, today)
        if not 0 <= number <= 3:
            return None
    first = number % 4 * 3 + 1
    return _within(date(year, first, 1), month_end(year, first + 2), match)


def _half(match: re.Match[str], today: date) -> Window:
    year = _year_of(match, today)
    if match["half"] == "上":
        return _within(date(year, 1, 1), date(year, 6, 30), match)
    return _within(date(year, 7, 1), year_end(year), match)


def _week(match: re.Match[str], today: date) -> Window:
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * _STEPS[match["step"]])
    return _within(monday, monday + timedelta(days=6), match)


def _near_day(match: re.Match[str], today: date) -> Window:
    meant = today + timedelta(days=_DAYS[match["which"]])
    return Window(None if match["before"] else meant, meant, match[0])


def _year(match: re.Match[str], today: date) -> Window:
    year = _year_of(match, today)
    return _within(date(year, 1, 1), year_end(year), match)


def _year_end(match: re.Match[str], today: date) -> Window:
    return Window(None, year_end(today.year), match[0])


def _five_years(match: re.Match[str], _today: date) -> Window:
    return Window(None, year_end(_FIVE_YEARS[match["plan"]]), match[0])


def _within(start: date, end: date, match: re.Match[str]) -> Window:
    """Before or by the end of a stretch its beginning does not matter."""
    open_start = match["before"] or match["until"] in ("底", "末")
    return Window(None if open_start else start, end, match[0])


def _year_of(match: re.Match[str], today: date) -> int:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    return today.year + _YEARS[groups["near"]] if groups.get("near") else today.year


_ANY_YEAR = r"(?:(?P<year>20\d\d)年?|(?P<near>去|今|本|明|来|当|后)年(?:度)?)"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        re.compile(
            r"已?(?:经)?(?:逾期|超期|过期|超时|过了期限|到期未完成|过了时限)(?:了|未完成)?的?"
        ),
        _overdue,
    ),
    (
        re.compile(
            r"(?:未来|今后|接下来|往后|最近|近|之后|随后|后面|下面|再过|过)(?:的)?"
            r"(?P<n>\d+|[一二两三四五六七八九十百]+|半)个?(?P<unit>天|日|周|星期|礼拜|月|季度|年)(?:之内|以内|内|里)?"
        ),
        _ahead,
    ),
    (
        re.compile(
            r"(?P<n>\d+|[一二两三四五六七八九十百]+|半)个?(?P<unit>天|日|周|星期|礼拜|月|季度|年)"
            r"(?:之内|以内|内|里|之后|以后)(?!容)"
        ),
        _ahead,
    ),
    (
        re.compile(
            rf"{_ANY_YEAR}?{_MONTH}月(?P<day>[0-3]?\d|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
            r"(?:日|号)(?P<before>之前|以前|前)?"
        ),
        _day,
    ),
    (re.compile(rf"{_ANY_YEAR}?(?<!\d){_MONTH}月(?:份)?{_UNTIL}"), _month),
    (
        re.compile(
            rf"(?:(?P<step>上|这|本|当|该|下)个?月(?:份)?|(?<![\d一二三四五六七八九十个])月(?=底|末|内)){_UNTIL}"
        ),
        _near_month,
    ),
    (
        re.compile(rf"{_ANY_YEAR}?的?(?:第?{_N}|(?P<step>上|这|本|当|下)一?个?)季度?{_UNTIL}"),
        _quarter,
    ),
    (re.compile(rf"{_ANY_YEAR}?(?P<half>上|下)半年(?:度)?{_UNTIL}"), _half),
    (re.compile(rf"(?P<step>上|这|本|下)个?(?:周|星期|礼拜){_UNTIL}(?![一二三四五六日天])"), _week),
    (re.compile(rf"{_ANY_YEAR}(?:的)?(?:年)?{_UNTIL}"), _year),
    (
        re.compile(r"(?:到|至|截至|截止到?)?(?:年(?:底|末|内|根儿?|终|关)|岁末)(?:之前|以前|前)?"),
        _year_end,
    ),
    (
        re.compile(
            r"“?(?P<plan>十[三四五])五”?(?:规划)?(?:时期)?(?:期?末|期间|结束)(?:之前|以前|前)?"
        ),
        _five_years,
    ),
    (re.compile(r"(?P<which>今|当|明|大后|后)[天日](?P<before>之前|以前|前)?"), _near_day),
)
