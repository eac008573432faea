"""Targets and milestones of a stretch of text: what is promised, and by when."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from plans.dates import DatePhrase, date_phrases
from plans.model import MilestoneFact, Span, TargetFact
from plans.reading.metrics import Measured, measured
from plans.reading.promises import is_promise
from plans.reading.quantities import Quantity, quantities
from plans.reading.years_in_turn import years_in_turn

_CLAUSE_END = re.compile(r"[,;。:!?\n|]")
_MARK = re.compile(r"[,;。:!?\n|(“《)”》]")
_SENTENCE_END = re.compile(r"[。!?;\n|]")
_EVERY = re.compile(r"每年(?:度)?(?!的|\d{1,2}月(?:底|末)?(?:之?前|\d))|年度?内?每年|逐年(?=新增)")
_NO_LONGER_EVERY = re.compile(r"累计|总数|到20\d\d年|至20\d\d年|期末")
_REACHING = re.compile(r"(?:达到|达|总数|累计)$")
"""Behind it stands what there is in the end, not what is added each year"""
_LEAST_WORDS = 5
_BETWEEN_DATES = 2
"""letters such as 和到 that join two dates"""
_WHOLE_YEAR = re.compile(r"全年(?!龄)|年内|本年度(?:内)?")
_NEAR = 20
"""date phrases before a clause that are looked at"""
_LONGEST_SENTENCE = 2000
_CARRY = re.compile(r"——|[-•●◆■]|\(?\d{1,2}[.、)]|\(?[一二三四五六七八九十]\)")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates that stand in where a number has none of its own."""

    horizon: date | None
    """the plan's first target date"""
    year: int | None
    """the year meant by 12月底 alone"""
    begins: int | None
    """the year the plan was made in: what was reached before it is past"""
    undated: date | None = None
    """the day that the document itself sets for tasks that name none"""


@dataclass(frozen=True, slots=True)
class Promises:
    """What a stretch of text promises."""

    targets: tuple[TargetFact, ...]
    milestones: tuple[MilestoneFact, ...]
    guessed: tuple[TargetFact, ...]
    """targets whose due date is the plan's horizon for want of another"""


@dataclass(slots=True)
class _Reading:
    targets: list[TargetFact]
    milestones: list[MilestoneFact]
    guessed: list[TargetFact]
    topic: str | None


def promises(
    text: str,
    lines: list[Span],
    calendar: Calendar,
    *,
    deadline: date | None = None,
    topic: str | None = None,
) -> Promises:
    """Targets and milestones of *lines*.

    *deadline* is that of a whole task where it states one, *topic* what it is about.
    """
    reading = _Reading([], [], [], topic)
    carried: date | None = None
    for line in lines:
        is_bullet = bool(_CARRY.match(line.of(text)))
        last = _read_line(
            text, line, calendar, (carried if is_bullet else None) or deadline, reading
        )
        carried = carried if is_bullet else last
    return Promises(tuple(reading.targets), tuple(reading.milestones), tuple(reading.guessed))


def _read_line(
    text: str, line: Span, calendar: Calendar, due: date | None, reading: _Reading
) -> date | None:
    """Read one paragraph; return the last date it names, for the bullets below it."""
    phrases = date_phrases(text, line.start, line.end, year=calendar.year)
    dated = [phrase for phrase in phrases if not _in_title(text, phrase.start, line.start)]
    dated = _with_whole_year(text, line, dated, calendar)
    found = [q for q in quantities(text, line.start, line.end) if not _in_date(q, phrases)]
    starts = [quantity.start for quantity in found]
    for clause in _clauses(text, line):
        here = found[bisect_left(starts, clause[0]) : bisect_left(starts, clause[1])]
        kept = [
            quantity
            for quantity in here
            if is_promise(text, quantity, clause)
            and not _is_past(quantity.start, dated, calendar, text)
        ]
        _add_targets(text, kept, clause, line, calendar, due, dated, reading)
        if not kept:
            _add_milestone(text, clause, dated, calendar, reading)
    return dated[-1].due if dated and dated[-1].is_deadline else None


def _add_targets(
    text: str,
    kept: list[Quantity],
    clause: tuple[int, int],
    line: Span,
    calendar: Calendar,
    due: date | None,
    dated: list[DatePhrase],
    reading: _Reading,
) -> None:
    sentence = _sentence_start(text, clause[0], line.start)
    own_years = years_in_turn(text, sentence, kept, dated)
    for at, item in enumerate(
        measured(
            text, kept, clause, sentence=sentence, earlier=reading.targets, topic=reading.topic
        )
    ):
        own = own_years[at] if own_years else _due_at(text, item.quantity.start, clause[0], dated)
        own = own or due
        _add_target(text, item, own, calendar, line, reading)


def _with_whole_year(
    text: str, line: Span, dated: list[DatePhrase], calendar: Calendar
) -> list[DatePhrase]:
    """In a plan for one year 全年 means to its end, whatever month was named before."""
    if not dated or calendar.horizon is None or calendar.year != calendar.horizon.year:
        return dated
    whole = [
        DatePhrase(found.start(), found.end(), calendar.horizon, False, False)
        for found in _WHOLE_YEAR.finditer(text, line.start, line.end)
    ]
    return sorted([*dated, *whole], key=lambda phrase: phrase.start) if whole else dated


def _clauses(text: str, line: Span) -> list[tuple[int, int]]:
    """The stretches between commas and stronger marks, brackets and quotations kept whole."""
    clauses = []
    start, depth = line.start, 0
    for mark in _MARK.finditer(text, line.start, line.end):
        letter = mark.group()
        if letter in "(“《":
            depth += 1
        elif letter in ")”》":
            depth = max(0, depth - 1)
        elif depth == 0 or letter in "。;\n|":
            clauses.append((start, mark.start()))
            start, depth = mark.end(), 0
    clauses.append((start, line.end))
    return [(a, b) for a, b in clauses if b > a]


def _sentence_start(text: str, position: int, floor: int) -> int:
    floor = max(floor, position - _LONGEST_SENTENCE)
    return max(floor, 1 + max(text.rfind(mark, floor, position) for mark in "。!?;\n|"))


def _in_date(quantity: Quantity, phrases: list[DatePhrase]) -> bool:
    last = _last_before(quantity.start, phrases)
    return last is not None and quantity.start < last.end


def _last_before(position: int, phrases: list[DatePhrase]) -> DatePhrase | None:
    """The last phrase that begins at *position* or before."""
    at = bisect_right(phrases, position, key=lambda phrase: phrase.start)
    return phrases[at - 1] if at else None


def _in_title(text: str, position: int, floor: int) -> bool:
    """Inside 《…》, where a year belongs to a document's name."""
    window = text[max(floor, position - 60) : position]
    return window.rfind("《") > window.rfind("》")


def _due_at(text: str, position: int, clause: int, phrases: list[DatePhrase]) -> date | None:
    """The date of the last phrase before *position*; 其中2023年 rules its own clause only."""
    at = bisect_right(phrases, position, key=lambda phrase: phrase.start)
    for phrase in reversed(phrases[max(0, at - _NEAR) : at]):
        aside = text.endswith("其中", 0, phrase.start) or text.endswith("其中,", 0, phrase.start)
        if not aside or phrase.start >= clause:
            return phrase.due
    return None


def _is_past(position: int, phrases: list[DatePhrase], calendar: Calendar, text: str) -> bool:
    """A number behind the date of a thing done: 2022年,…达到 or 截至2023年底,…建成."""
    last = _last_before(position, phrases)
    if last is None or _SENTENCE_END.search(text, last.end, position):
        return False
    if text.startswith(("截至", "截止"), last.start):
        return True
    return calendar.begins is not None and last.due.year < calendar.begins


def _is_yearly(text: str, start: int, position: int, *, is_rate: bool) -> bool:
    """每年 rules the counts of its sentence, but rates only within its own clause."""
    every = [match.end() for match in _EVERY.finditer(text, start, position)]
    if not every or _NO_LONGER_EVERY.search(text, every[-1], position):
        return False
    is_stock = bool(_REACHING.search(text, max(every[-1], position - 6), position))
    return not (is_rate or is_stock) or not _CLAUSE_END.search(text, every[-1], position)


def _add_target(
    text: str, item: Measured, due: date | None, calendar: Calendar, line: Span, reading: _Reading
) -> None:
    quantity = item.quantity
    sentence = _sentence_start(text, quantity.start, line.start)
    is_rate = quantity.unit is None or any(sign in quantity.unit for sign in "%/成")
    target = TargetFact(
        metric=item.metric,
        op=quantity.op,
        value=quantity.value,
        upper=quantity.upper,
        unit=quantity.unit,
        due=due or calendar.horizon,
        every="year" if _is_yearly(text, sentence, quantity.start, is_rate=is_rate) else None,
        text=item.span.of(text),
        span=item.span,
    )
    reading.targets.append(target)
    if due is None:
        reading.guessed.append(target)


def _add_milestone(
    text: str,
    clause: tuple[int, int],
    phrases: list[DatePhrase],
    calendar: Calendar,
    reading: _Reading,
) -> None:
    """A clause under a deadline of its sentence, without a number."""
    start, end = clause
    phrase = _deadline_over(text, clause, phrases)
    if phrase is None or (calendar.begins and phrase.due.year < calendar.begins):
        return
    own = [each for each in phrases if start <= each.start < end]
    words = len(text[start:end].strip()) - sum(each.end - each.start for each in own)
    if words - len(own[1:]) * _BETWEEN_DATES < _LEAST_WORDS:
        return
    before = reading.milestones[-1] if reading.milestones else None
    if before and before.due == phrase.due and before.span.end + 1 == start:
        reading.milestones.pop()
        start = before.span.start
    elif phrase.start < start and not text[phrase.end : start].strip(",: "):
        start = phrase.start
    span = Span(start, end)
    reading.milestones.append(MilestoneFact(span.of(text), phrase.due, span))


def _deadline_over(
    text: str, clause: tuple[int, int], phrases: list[DatePhrase]
) -> DatePhrase | None:
    """The last deadline of the clause's sentence up to the clause's end."""
    start, end = clause
    sentence = _sentence_start(text, start, 0)
    last = bisect_left(phrases, end, key=lambda phrase: phrase.start)
    for phrase in reversed(phrases[max(0, last - _NEAR) : last]):
        if phrase.start < sentence:
            return None
        if phrase.is_deadline:
            return phrase
    return None
