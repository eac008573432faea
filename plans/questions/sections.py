"""Parts of a plan that a question names: 第三部分, 组织保障部分, or a part's whole heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.knowledge import Knowledge
from plans.matching import bare_title
from plans.numerals import any_number
from plans.questions.marked import LETTERS, Mark, Marked
from plans.search_terms import folded

_PART = r"(?:部分|章节?|板块|版块|篇章?|大类|大项|模块|大块)"
_NTH = re.compile(rf"第\s*(?P<n>\d{{1,2}}|[一二三四五六七八九十]+)\s*(?:个|大)*{_PART}")
_NTH_BEFORE = re.compile(_NTH.pattern + r"[,:(的是]?$")
_NAMED = re.compile(rf"(?:这|那|这一|那一|这个|那个|的)?(?<![些个几么哪各大])(?<!大){_PART}")
_WORDS = re.compile(rf"[^{LETTERS},。?!;:、\s]{{2,40}}$")
SHORTEST = 2
SURE = 4
"""letters of a heading that stand for the part without 部分 behind them"""


@dataclass(frozen=True, slots=True)
class Named:
    """The headings meant, or the words no heading has."""

    titles: tuple[str, ...] = ()
    unknown: str = ""


def mark_sections(
    marked: Marked, knowledge: Knowledge, plans: tuple[str, ...], quotes: tuple[str, ...]
) -> Named:
    """Mark the part of the plan a question names."""
    if nth := _NTH.search(marked.text):
        return _nth(marked, nth, knowledge, plans, quotes)
    for match in _NAMED.finditer(marked.text):
        if titles := _before(marked, match, knowledge, plans, quotes):
            return Named(titles)
    return Named()


def _nth(
    marked: Marked,
    match: re.Match[str],
    knowledge: Knowledge,
    plans: tuple[str, ...],
    quotes: tuple[str, ...],
) -> Named:
    marked.put(Mark.SECTION, *match.span())
    for quote in quotes:
        if titles := _titles_with(quote, knowledge, plans):
            return Named(titles)
    number = any_number(match["n"])
    found: list[str] = []
    for plan in knowledge.outlines(plans):
        by_numeral = [s.title for s in plan.sections if any_number(s.ordinal or "") == number]
        by_place = [s.title for i, s in enumerate(plan.sections, 1) if i == number]
        found += (by_numeral or by_place)[:1]
    return Named(tuple(found), "" if found else match[0])


def mark_headings(marked: Marked, knowledge: Knowledge, plans: tuple[str, ...]) -> Named | None:
    """Mark a part's heading that stands in the question word for word, quotation marks or not."""
    for title in knowledge.headings(plans):
        for words in (f"“{title}”", f"‘{title}’", title):
            at = marked.text.find(words)
            if at >= 0 and len(title) >= SURE and marked.free(at, at + len(words)):
                end = at + len(words)
                tail = _NAMED.match(marked.text, end)
                nth = _NTH_BEFORE.search(marked.text[:at])
                marked.put(Mark.SECTION, nth.start() if nth else at, tail.end() if tail else end)
                return Named((title,))
    return None


def _before(
    marked: Marked,
    match: re.Match[str],
    knowledge: Knowledge,
    plans: tuple[str, ...],
    quotes: tuple[str, ...],
) -> tuple[str, ...]:
    """Find the heading in the words, or the quotation, that stand before 部分."""
    before = marked.text[: match.start()]
    if before.endswith(Mark.QUOTE.value):
        for quote in quotes:
            if titles := _titles_with(quote, knowledge, plans):
                marked.put(Mark.SECTION, *match.span())
                return titles
    words = _WORDS.search(before)
    for start in range(words.start(), match.start() - SHORTEST + 1) if words else ():
        if titles := _titles_with(marked.text[start : match.start()], knowledge, plans):
            marked.put(Mark.SECTION, start, match.end())
            return titles
    return ()


def _titles_with(words: str, knowledge: Knowledge, plans: tuple[str, ...]) -> tuple[str, ...]:
    plain = folded(words)
    titles = dict.fromkeys(s.title for p in knowledge.outlines(plans) for s in p.sections)
    exact = [t for t in titles if plain in (folded(t), bare_title(t))]
    return tuple(exact or (t for t in titles if plain in folded(t)))
