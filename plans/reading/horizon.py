"""The years a plan sets itself, and the year meant where a deadline names none."""

from __future__ import annotations

import re
from datetime import date

from plans.dates import date_phrases, year_end
from plans.model import Span
from plans.numerals import any_number
from plans.reading.outline import Outline

FRONT_LINES = 45
_YEARS_IN_TITLE = re.compile(r"(20\d\d)(?:(?:年?(?:-|—|–|~|至|到|——)|(?=20\d\d))(20\d\d))?年?")
"""20242026年 has lost its dash"""
_NUMBER_CITED = re.compile(r"[〔\[(]20\d\d[〕\])]\d{1,4}号")
_UNDATED = re.compile(
    r"未(?:注明|标明|明确|列明|规定|写明|标注)[^。;]{0,10}(?:时限|时间|期限)[^。;]{0,36}"
)
_YEARS_LONG = re.compile(r"(?P<years>[二三四五])年(?:行动|提升|攻坚|实施|建设|计划)")
_YEARS_OF_WORK = re.compile(
    r"(?:明确|部署|安排)(20\d\d)年?(?:[-—–~至到](20\d\d)年?)?(?:度|年度)?[^。;,]{0,12}(?:任务|工作|重点|措施)"
)
"""明确2021—2022年度重点任务 in the opening words"""
_HEADING_OF_WORK = re.compile(r"[^。;,]{0,40}(?:任务|工作|计划|行动|目标|实事|提升)[^。;,]{0,20}")


def horizon_of(
    outline: Outline,
    goals: list[Span],
    tasks: list[Span],
    title: str | None,
    issued: date | None,
    *,
    columns: frozenset[date] = frozenset(),
    indicators: frozenset[date] = frozenset(),
) -> tuple[date, ...]:
    """The years a plan sets itself: those of its goals, else of its title, else of its tasks.

    *columns* are the years that the columns of a table of tasks are for, *indicators* those that
    a table of indicators sets goals for.
    """
    first = issued.year if issued else _first_year(title)
    years = {
        day.year for day in _year_dates(outline.text, goals) if first is None or day.year >= first
    }
    titled = _explicit_year(title) or _year_of_work(outline) or _five_years(title)
    years = years or ({day.year for day in indicators} if titled is None else set())
    if titled and (not years or all(year > titled for year in years) or titled > min(years)):
        years.add(titled)
    if not years and columns:
        years = {max(columns).year}
    years = years or _years_long(title, issued)
    if not years:
        counted = [
            day.year
            for day in _year_dates(outline.text, [*outline.front, *tasks])
            if first is None or day.year >= first
        ]
        years = (
            {max(set(counted), key=lambda year: (counted.count(year), -year))} if counted else set()
        )
    if not years and issued and re.search(r"年度|年(?:工作|重点|行动)", title or ""):
        years = {issued.year}
    if not years and issued and _due_within(outline.text, tasks, issued.year):
        years = {issued.year}
    if not years and title is None:
        years = _headed_year([line.of(outline.text) for line in outline.front[:FRONT_LINES]])
    return tuple(year_end(year) for year in sorted(years))


def _due_within(text: str, tasks: list[Span], year: int) -> bool:
    """Whether tasks name months alone: those of the year of issue."""
    return any(date_phrases(text, line.start, line.end, year=year) for line in tasks)


def stated_deadline(text: str) -> date | None:
    """The day by which everything is due that names none: 未注明时限的,均应于…前完成."""
    said = _UNDATED.search(text)
    phrases = date_phrases(text, said.start(), said.end(), year=None) if said else []
    return phrases[0].due if phrases else None


def _years_long(title: str | None, issued: date | None) -> set[int]:
    """A 三年行动 without years ends in the third, that of issue counted."""
    titled = _YEARS_LONG.search(title or "")
    length = any_number(titled["years"]) if titled else None
    return {issued.year + length - 1} if issued and length else set()


def _headed_year(front: list[str]) -> set[int]:
    """The year of the first short line that speaks of tasks, where no line is a title."""
    found = (_YEARS_IN_TITLE.search(line) for line in front if _HEADING_OF_WORK.fullmatch(line))
    return {
        int(year.group(2) or year.group(1)) for year in [next(filter(None, found), None)] if year
    }


def _year_dates(text: str, lines: list[Span]) -> list[date]:
    return [
        phrase.due
        for line in lines
        for phrase in date_phrases(text, line.start, line.end, year=None)
        if phrase.is_deadline
        and phrase.due.month == 12
        and not text.startswith(("截至", "截止"), phrase.start)
    ]


def first_year(title: str | None, issued: date | None) -> int | None:
    """The year in which the plan was made, as far as one can tell."""
    titled = _first_year(title)
    if issued and titled:
        return min(issued.year, titled)
    return issued.year if issued else titled or None


def plan_year(title: str | None, issued: date | None, horizon: tuple[date, ...]) -> int | None:
    """The year meant where a deadline names only a month."""
    titled = _YEARS_IN_TITLE.search(_NUMBER_CITED.sub("", title or ""))
    if titled and not titled.group(2):
        return int(titled.group(1))
    return issued.year if issued else _first_year(title) or (horizon[0].year if horizon else None)


def _first_year(title: str | None) -> int | None:
    found = _YEARS_IN_TITLE.search(_NUMBER_CITED.sub("", title or ""))
    if found:
        return int(found.group(1))
    five = _five_years(title)
    return five - 4 if five else None


def _five_years(title: str | None) -> int | None:
    """2025 for “十四五”."""
    phrases = date_phrases((title or "").replace("规划", "期间"), year=None)
    found = phrases or date_phrases(re.sub(r"(?<=五)”?(?=[^期])", "”期间", title or ""), year=None)
    return found[-1].due.year if found else None


def _explicit_year(title: str | None) -> int | None:
    """2025 for 2023—2025年."""
    found = _YEARS_IN_TITLE.search(_NUMBER_CITED.sub("", title or ""))
    return int(found.group(2) or found.group(1)) if found else None


def _year_of_work(outline: Outline) -> int | None:
    """The year whose work the opening words say the plan is about."""
    front = "\n".join(line.of(outline.text) for line in outline.front[:FRONT_LINES])
    found = _YEARS_OF_WORK.search(front)
    return int(found.group(2) or found.group(1)) if found else None
