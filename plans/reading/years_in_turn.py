"""Several years before several numbers: each number is for its own year."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from itertools import pairwise

from plans.dates import DatePhrase, year_end
from plans.reading.quantities import Quantity

_YEARS_APART = re.compile(r"(?:年度?)?(?:底|末)?(?:前|分别)?[、和及与](?:到|至)?")
"""between the years of 2023年、2024年分别…"""
_YEARLY = re.compile(r"(?:逐年|依次|分别)(?:达到?|提高到|提升到|增至|增加到|为|是)*$")
_RANGE = re.compile(r"(?P<first>20\d\d)年?(?:[-—–~至到]|——)(?P<last>20\d\d)")
"""2015—2017年,…逐年达到89%、90%、91%: a year of the span for each"""


def years_in_turn(
    text: str, sentence: int, kept: list[Quantity], dated: list[DatePhrase]
) -> list[date]:
    """2023年、2024年分别新建3万个、4万个: as many years as numbers, each for its own."""
    if len(kept) < 2:
        return []
    last = bisect_left(dated, kept[0].start, key=lambda phrase: phrase.start)
    spanned = _years_spanned(text, sentence, kept[0].start, dated[:last])
    if len(spanned) == len(kept):
        return spanned
    run = dated[max(0, last - len(kept)) : last]
    if len(run) != len(kept) or run[0].start < sentence:
        return []
    joined = all(_YEARS_APART.fullmatch(text[one.end : two.start]) for one, two in pairwise(run))
    return [phrase.due for phrase in run] if joined else []


def _years_spanned(text: str, sentence: int, position: int, before: list[DatePhrase]) -> list[date]:
    """The years of 2015—2017年 above a number, where the numbers go up year by year."""
    if not before or before[-1].start < sentence or not _YEARLY.search(text, sentence, position):
        return []
    span = _RANGE.search(text, before[-1].start, before[-1].end)
    return [year_end(y) for y in range(int(span["first"]), int(span["last"]) + 1)] if span else []
