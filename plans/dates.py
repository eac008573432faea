"""Dates as documents promise them: 到2025年, 2024年6月底前, 第三季度, “十四五”末, 每年9月."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from plans.numerals import any_number, chinese_number

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""of the days that plans speak of"""
_CN_DIGIT = "[〇零○O一二三四五六七八九]"
_YEAR = rf"(?:20\d{{2}}|二{_CN_DIGIT}{{3}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_PART = r"(?:第?[一二三四1-4]季度|上半年|下半年|年中|中期)"
_ENDING = r"(?:年?底|年?末|月底|月末|[上中下]旬|年内|期末)"
_BEFORE = r"(?:之前|以前|前|内|为止|止)"

_PHRASE = re.compile(
    rf"(?P<to>(?:力争|争取|确保|预计|计划|原则上|最迟|务必)?(?:于|在)?(?:到|至|展望到?|截至|截止到?|截至到)?)"
    rf"(?:(?P<first>{_YEAR})年?(?:[-—–~至到]|——)(?P<last>{_YEAR})年"
    rf"|(?P<year>{_YEAR})年(?:度)?(?:(?P<part>{_PART})|(?P<month>{_MONTH})月(?:份)?(?:(?P<day>[0-3]?\d)日)?)?"
    rf"|(?P<this>今年|本年度?|当年|明年|次年)(?:(?P<part2>{_PART})|(?P<month2>{_MONTH})月(?:份)?(?:(?P<day2>[0-3]?\d)日)?)?"
    rf"|(?<![\d年.])(?P<month3>{_MONTH})月(?:份)?(?:(?P<day3>[0-3]?\d)日)?(?=底|末|前|[上中下]旬|\d)"
    rf"|(?<![年\d])(?P<part3>{_PART})(?=前|底|末|内|,|完成|$)"
    rf"|(?:(?<=[,;。:(])|^)(?P<part4>{_PART})(?![的比]|以来|[\u4e00-\u9fff]{{0,6}}(?:期间|同期))"
    rf"|“?(?P<nth>十[一二三四五六七八]|二十)五”?(?:规划)?(?:时期|期间|(?=期?末|结束)))"
    rf"(?P<end>{_ENDING}|期?末|结束时?)?(?P<before>{_BEFORE})?"
)
_RELATIVE = re.compile(
    r"(?<![\d年])(?P<to>到)?(?P<when>年底|年末)(?P<before>之前|以前|前)?(?![\u4e00-\u9fff]{0,2}(?:考核|总结|评比))"
)
_YEARS_FROM = re.compile(
    rf"(?:从|自)?(?P<first>{_YEAR})年(?P<month>{_MONTH}月)?(?:起|开始),?(?:力争|计划|利用|用|再用){{0,2}}"
    r"(?P<count>\d|[二两三四五六七八九十])年(?:左右)?(?:时间|内|之内)"
)
"""从2018年起用3年时间: the last of them is 2020; from 2018年9月 on it is 2021"""
_COMPARED = re.compile(r"(?:(?<!占)比|较|对比|自|从|以|超|相比|高于|基于|继|《[^》]*|按照?|是)$")
_NO_DEADLINE = re.compile(
    r"(?:度)?(?:以来|起|开始|为基|基础上|的基础|水平|版|修订|印发|出台|发布|以后|后|同期|启动|数据|全国|度(?:工作|重点|计划|任务|考核))"
)
_OF_THINGS = re.compile(
    r"(?:已)?(?:建成|出生|竣工|入住|投用|登记|注册|取得|形成)(?:[^,;。]{0,8})的"
)
"""2000年底前建成的小区: the age of things, no deadline"""
_FIVE_YEAR_END = {
    "十二": 2015,
    "十三": 2020,
    "十四": 2025,
    "十五": 2030,
    "十六": 2035,
    "十七": 2040,
}
_PART_END = {"一": 3, "1": 3, "二": 6, "2": 6, "三": 9, "3": 9, "四": 12, "4": 12}
_ISO = re.compile(r"(20\d{2})[-/.](0?[1-9]|1[0-2])[-/.](3[01]|[12]\d|0?[1-9])")
_DOTTED = re.compile(
    r"(20\d{2})[-/.](0?[1-9]|1[0-2])(?:[-/.](3[01]|[12]\d|0?[1-9]))?(?:日|前|底|月)*"
)
_BARE_MONTH = re.compile(
    rf"(?<![每\d]){_MONTH}月份?(?P<day>[0-3]?\d日)?(?![\d底末前份以之内起—–~-]|[上中下]旬|初|至|到)"
)
"""A month that a cell for deadlines names without 底 or 前: 9月投入使用"""
_FULL = re.compile(
    rf"({_YEAR})年({_MONTH})月([0-3]?\d|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A stretch of text that names a date, and the last day it allows."""

    start: int
    end: int
    due: date
    is_deadline: bool
    """到, 底, 前 and the like stand with it; else it only names a time"""
    year_only: bool


def iso_day(written: str) -> date:
    """Read 2017-12-01, a day of the years that plans speak of; raises ValueError for any other."""
    day = date.fromisoformat(written)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(written)
    return day


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def year_end(year: int) -> date:
    """31 December."""
    return date(year, 12, 31)


def date_phrases(
    text: str, start: int = 0, end: int | None = None, *, year: int | None
) -> list[DatePhrase]:
    """Every date named in a stretch of text; *year* stands in where none is written."""
    limit = len(text) if end is None else end
    found: list[DatePhrase] = []
    for match in _PHRASE.finditer(text, start, limit):
        phrase = _phrase(text, match, year)
        if phrase:
            found.append(phrase)
    found.extend(_relative(text, start, limit, year, found))
    found.extend(_years_from(text, start, limit))
    return sorted(found, key=lambda phrase: phrase.start)


def deadline_in(words: str, *, year: int | None) -> date | None:
    """The last day that the cell of a table or the words behind 完成时限: allow."""
    bare = words.strip(" 。;")
    dotted = _DOTTED.fullmatch(bare)
    if dotted:
        return _in_year(int(dotted[1]), None, int(dotted[2]), int(dotted[3]) if dotted[3] else None)
    bare = _BARE_MONTH.sub(lambda month: month.group() + ("前" if month["day"] else "底"), bare)
    return max((phrase.due for phrase in date_phrases(bare, year=year)), default=None)


def full_date(text: str) -> date | None:
    """The first complete day written in *text*: 2024年1月26日, 二〇二四年…, 2024-01-26."""
    written = _FULL.search(text)
    if written:
        parts = [_whole(group) for group in written.groups()]
        return _day(*parts)
    iso = _ISO.search(text)
    return _day(*(int(group) for group in iso.groups())) if iso else None


def year_of(words: str) -> int | None:
    """2025 for 2025 and 二〇二五."""
    return _whole(words)


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _whole(words: str) -> int | None:
    return int(words) if words.isdecimal() else chinese_number(words.replace("零", "〇"))


def _phrase(text: str, match: re.Match[str], year: int | None) -> DatePhrase | None:
    due = _due(match, year)
    if due is None or _COMPARED.search(text, max(0, match.start() - 8), match.start()):
        return None
    after = text[match.end() : match.end() + 6]
    if _NO_DEADLINE.match(after) and not match.group("before"):
        return None
    if _OF_THINGS.match(text, match.end()):
        return None
    firm = bool(
        match.group("to") or match.group("end") or match.group("before") or match.group("last")
    )
    year_only = bool(match.group("year")) and not match.group("month") and not match.group("part")
    return DatePhrase(match.start(), match.end(), due, firm, year_only)


def _due(match: re.Match[str], year: int | None) -> date | None:
    if match.group("nth"):
        last = _FIVE_YEAR_END.get(match.group("nth"))
        return year_end(last) if last else None
    if match.group("last"):
        return _in_year(_whole(match.group("last")), None, None, None)
    own = _whole(match.group("year")) if match.group("year") else year
    if match.group("this") in ("明年", "次年") and own is not None:
        own += 1
    part = (
        match.group("part") or match.group("part2") or match.group("part3") or match.group("part4")
    )
    month = match.group("month") or match.group("month2") or match.group("month3")
    day = match.group("day") or match.group("day2") or match.group("day3")
    return _in_year(own, part, _whole(month) if month else None, int(day) if day else None)


def _in_year(year: int | None, part: str | None, month: int | None, day: int | None) -> date | None:
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if part:
        return month_end(year, _part_month(part))
    if month is None:
        return year_end(year)
    if not 1 <= month <= 12:
        return None
    return month_end(year, month) if day is None else _day(year, month, day)


def _part_month(part: str) -> int:
    if "季度" in part:
        return _PART_END[part.removeprefix("第")[0]]
    return 12 if part == "下半年" else 6


def _relative(
    text: str, start: int, limit: int, year: int | None, found: list[DatePhrase]
) -> list[DatePhrase]:
    """年底前 without a year."""
    if year is None:
        return []
    return [
        DatePhrase(match.start(), match.end(), year_end(year), True, False)
        for match in _RELATIVE.finditer(text, start, limit)
        if not any(phrase.start <= match.start() < phrase.end for phrase in found)
    ]


def _years_from(text: str, start: int, limit: int) -> list[DatePhrase]:
    """So many years from a year on, that year counted."""
    phrases = []
    for match in _YEARS_FROM.finditer(text, start, limit):
        first, years = year_of(match.group("first")), any_number(match.group("count"))
        if first and years:
            last = year_end(first + years - (0 if match.group("month") else 1))
            phrases.append(DatePhrase(match.start(), match.end(), last, True, True))
    return phrases
