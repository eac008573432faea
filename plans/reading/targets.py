"""Targets and milestones of a stretch of text: what is promised, and by when."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from plans.dates import DatePhrase, date_phrases
from plans.model import MilestoneFact, Span, TargetFact
from plans.reading.metrics import Measured, measured
from plans.reading.promises import is_promise
from plans.reading.quantities import Quantity, quantities

_CLAUSE_END = re.compile(r"[,;。:!?\n|]")
_MARK = re.compile(r"[,;。:!?\n|(“《)”》]")
_SENTENCE_END = re.compile(r"[。!?;\n|]")
_EVERY = re.compile(r"每年(?:度)?(?!的|\d{1,2}月)|年度?内?每年|逐年(?=新增)")
_NO_LONGER_EVERY = re.compile(r"累计|总数|到20\d\d年|至20\d\d年|期末")
_LEAST_WORDS = 5
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


def promises(
    text: str, lines: list[Span], calendar: Calendar, *, deadline: date | None = None
) -> Promises:
    """Targets and milestones of *lines*; *deadline* is that of a whole task where it states one."""
    reading = _Reading([], [], [])
    carried: date | None = None
    for line in lines:
        begins = carried if _CARRY.match(line.of(text)) else None
        last = _read_line(text, line, calendar, begins or deadline, reading)
        carried = last or begins if text[line.end - 1] == ":" or begins or last else None
    return Promises(tuple(reading.targets), tuple(reading.milestones), tuple(reading.guessed))


def _read_line(
    text: str, line: Span, calendar: Calendar, due: date | None, reading: _Reading
) -> date | None:
    """Read one paragraph; return the last date it names, for the bullets below it."""
    phrases = date_phrases(text, line.start, line.end, year=calendar.year)
    found = quantities(text, line.start, line.end)
    starts = [quantity.start for quantity in found]
    dated = [phrase for phrase in phrases if not _in_title(text, phrase.start, line.start)]
    for start, end in _clauses(text, line):
        here = [
            q
            for q in found[bisect_left(starts, start) : bisect_left(starts, end)]
            if not _in_date(q, phrases)
        ]
        kept = [
            q
            for q in here
            if is_promise(text, q, (start, end))
            and not _is_past(q.start, line, dated, calendar, text)
        ]
        for item in measured(
            text,
            kept,
            (start, end),
            sentence=_sentence_start(text, start, line.start),
            earlier=reading.targets,
        ):
            _add_target(
                text, item, _due_at(item.quantity.start, dated) or due, calendar, line, reading
            )
        if not kept:
            _add_milestone(text, (start, end), dated, calendar, reading)
    return dated[-1].due if dated and dated[-1].is_deadline else None


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
    return any(phrase.start <= quantity.start < phrase.end for phrase in phrases)


def _in_title(text: str, position: int, floor: int) -> bool:
    """Inside 《…》, where a year belongs to a document's name."""
    window = text[max(floor, position - 60) : position]
    return window.rfind("《") > window.rfind("》")


def _due_at(position: int, phrases: list[DatePhrase]) -> date | None:
    """The date of the last phrase before *position*."""
    before = [phrase.due for phrase in phrases if phrase.start <= position]
    return before[-1] if before else None


def _is_past(
    position: int, line: Span, phrases: list[DatePhrase], calendar: Calendar, text: str
) -> bool:
    """A number behind the year of a thing done: 2022年,…达到."""
    before = [phrase for phrase in phrases if phrase.start <= position]
    if not before or calendar.begins is None:
        return False
    last = before[-1]
    same_sentence = not _SENTENCE_END.search(text, last.end, position)
    return last.due.year < calendar.begins and same_sentence and line.start <= last.start


def _is_yearly(text: str, start: int, position: int, *, is_rate: bool) -> bool:
    """每年 rules the counts of its sentence, but rates only within its own clause."""
    every = [match.end() for match in _EVERY.finditer(text, start, position)]
    if not every or _NO_LONGER_EVERY.search(text, every[-1], position):
        return False
    return not is_rate or not _CLAUSE_END.search(text, every[-1], position)


def _add_target(
    text: str, item: Measured, due: date | None, calendar: Calendar, line: Span, reading: _Reading
) -> None:
    quantity = item.quantity
    sentence = _sentence_start(text, quantity.start, line.start)
    is_rate = quantity.unit is None or "%" in quantity.unit or "/" in quantity.unit
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
    sentence = _sentence_start(text, start, max(0, start - 300))
    firm = [
        p
        for p in phrases
        if p.is_deadline
        and sentence <= p.start < end
        and not _SENTENCE_END.search(text, p.end, start)
    ]
    words = text[start:end].strip()
    if (
        not firm
        or (calendar.begins and firm[-1].due.year < calendar.begins)
        or len(words) < _LEAST_WORDS
    ):
        return
    if firm[-1].end >= end and len(words) - (firm[-1].end - firm[-1].start) < _LEAST_WORDS:
        return
    before = reading.milestones[-1] if reading.milestones else None
    if before and before.due == firm[-1].due and before.span.end + 1 == start:
        span = Span(before.span.start, end)
        reading.milestones[-1] = MilestoneFact(span.of(text), before.due, span)
        return
    opening = (
        firm[-1].start
        if text[firm[-1].end : start].strip(",: ") == "" and firm[-1].start < start
        else start
    )
    reading.milestones.append(MilestoneFact(text[opening:end], firm[-1].due, Span(opening, end)))
