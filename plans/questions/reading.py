"""A question read piece by piece, the most certain first; what stays unmarked is its topic."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from plans.commands import Asker
from plans.knowledge import Knowledge
from plans.matching import is_mere_verb
from plans.query import Beyond, Topic, Window
from plans.questions import bodies, residue, whereabouts
from plans.questions.amounts import mark_amount
from plans.questions.bodies import Mention
from plans.questions.intent import Cues, cues_of
from plans.questions.marked import Mark, Marked
from plans.questions.numbers import numbers_in
from plans.questions.parts import NOT_LEADING, Cue, cues_in
from plans.questions.residue import Run
from plans.questions.sections import mark_headings, mark_sections
from plans.questions.speech import names_nothing
from plans.questions.windows import Found, window_in

_QUOTED = re.compile(r"[“‘《]([^”’》]{1,40})[”’》]|'([^']{1,40})'")
_DEADLINE = re.compile(r"到期|完成|截止|期限|之前|前|底|达到|实现|办结|要求")
_TO_COME = re.compile(r"还[有剩]|剩下|[没未][过到](?!期)|尚未")
VERB = 2
"""letters of a verb"""
_BOTH = re.compile(r"同时|既|都(?=提到|讲到|涉及|含有|写到)")


@dataclass
class Reading:
    """A question while it is put together."""

    marked: Marked
    knowledge: Knowledge
    today: date
    asker: Asker
    plans: tuple[str, ...] = ()
    elsewhere: str = ""
    places: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """where each place's name ends, and its plans"""
    phrases: tuple[Run, ...] = ()
    """headings and metrics that stand in the question as they are"""
    quotes: tuple[Run, ...] = ()
    days: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    left_out: tuple[Mention, ...] = ()
    """departments behind 除了"""
    beyond: Beyond | None = None
    numbers: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    unknown_section: str = ""
    found: Found | None = None
    cues: tuple[Cue, ...] = ()
    grammar: Cues = field(default_factory=Cues)
    topics: tuple[Topic, ...] = ()
    any_topic: bool = False
    passing: tuple[str, ...] = ()
    """words without a noun beside something to ask about: 操心, 从头到尾"""


def read(words: str, knowledge: Knowledge, today: date, asker: Asker) -> Reading:
    """Read *words* from what is most certain to what is least."""
    r = Reading(Marked(words), knowledge, today, asker)
    sections = mark_headings(r.marked, knowledge, own_plans(knowledge, asker))
    r.phrases = _mark_phrases(r)
    r.quotes = _mark_quotes(r)
    where = whereabouts.mark_places(r.marked, knowledge)
    r.plans, r.elsewhere, r.places = where.plans, where.elsewhere, where.ends
    scope = r.plans or own_plans(knowledge, asker)
    sections = sections or mark_sections(
        r.marked, knowledge, scope, tuple(run.whole for run in (*r.quotes, *r.phrases))
    )
    r.section, r.unknown_section = sections.titles, sections.unknown
    r.quotes = () if r.section else r.quotes
    own = bodies.mark_own(r.marked)
    mentioned = [*own, *bodies.mark_bodies(r.marked, knowledge, scope)]
    named = sorted(bodies.without_own(r.marked, mentioned), key=lambda mention: mention.start)
    r.mentions, r.left_out = bodies.without_left_out(r.marked, named)
    r.days = _mark_days(r)
    r.plans = scope
    _mark_window(r)
    _mark_numbers(r)
    r.beyond = mark_amount(r.marked)
    r.cues = _as_the_plans_say(r, cues_in(r.marked.text))
    r.grammar = cues_of(r.marked.text)
    residue.clear_grammar(r.marked)
    firm, passing = _sorted_out(r)
    r.topics, r.any_topic = _topics(r, firm)
    r.passing = tuple(run.whole for run in passing)
    return r


def _as_the_plans_say(r: Reading, cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Take 责任单位 for those beside the lead where all the plans asked about call them so."""
    plans = r.knowledge.outlines(r.plans)
    if not all(plan.helpers_are_responsible for plan in plans):
        return cues
    return tuple(
        replace(cue, roles=NOT_LEADING) if cue.word.endswith("责任") else cue for cue in cues
    )


def _mark_phrases(r: Reading) -> tuple[Run, ...]:
    """Mark headings and metrics that stand here word for word, the longest first."""
    found, text = [], r.marked.text
    for size in range(min(len(text), r.knowledge.longest_phrase), 3, -1):
        for at in range(len(text) - size + 1):
            if text[at : at + size] in r.knowledge.phrases and r.marked.free(at, at + size):
                found.append(residue.whole_run(text[at : at + size], at))
                r.marked.put(Mark.QUOTE, at, at + size)
    return tuple(found)


def _mark_quotes(r: Reading) -> tuple[Run, ...]:
    """Mark quotations, but not those around a department or an observance."""
    quotes = []
    for match in _QUOTED.finditer(r.marked.text):
        inner = match[1] or match[2]
        resolution = r.knowledge.department(inner)
        named = resolution.names and bodies.is_organ(inner)
        if match[0][0] == "《" and r.knowledge.is_title(inner):
            continue
        if named or r.knowledge.calendar.find(inner):
            r.marked.put(Mark.DONE, match.start(), match.start() + 1)
            r.marked.put(Mark.DONE, match.end() - 1, match.end())
        else:
            if r.marked.free(match.start() + 1, match.end() - 1):
                quotes.append(residue.whole_run(inner, match.start()))
            r.marked.put(Mark.QUOTE, *match.span())
    return tuple(quotes)


def _mark_days(r: Reading) -> tuple[str, ...]:
    """Mark the observances named; 国际消费者权益日 is one name, and so is its longer form."""
    found: dict[str, None] = {}
    for name, day in r.knowledge.days.items():
        at = r.marked.text.find(name)
        if at >= 0 and r.marked.free(at, at + len(name)):
            start = at - 2 if r.marked.text[max(at - 2, 0) : at] == "全国" else at
            r.marked.put(Mark.DAY, start, at + len(name))
            found[day] = None
    return tuple(found)


def _mark_window(r: Reading) -> None:
    found = window_in(r.marked.text, r.today)
    if found is None or not r.marked.free(found.start, found.end):
        return
    r.marked.put(Mark.WINDOW, found.start, found.end)
    if found.loose and not _DEADLINE.search(r.marked.text) and not _due_then(r, found):
        return
    r.found = replace(found, window=_still_to_come(r, found.window))


def _still_to_come(r: Reading, window: Window) -> Window:
    """今年还有哪些 begins today."""
    if window.start is None or window.start >= r.today or not _TO_COME.search(r.marked.original):
        return window
    return replace(window, start=r.today)


def _due_then(r: Reading, found: Found) -> bool:
    """Whether anything falls due in a year that is named in passing."""
    start, end = found.window.start or date.min, found.window.end or date.max
    dues = [plan.due for plan in r.knowledge.outlines(r.plans) if plan.due]
    return any(start <= due <= end for due in dues)


def _mark_numbers(r: Reading) -> None:
    outlines = r.knowledge.outlines(r.plans)
    existing = outlines[0].numbers if outlines else ()
    numbers = numbers_in(r.marked.text, existing)
    if numbers and all(r.marked.free(*place) for place in numbers.places):
        r.numbers = numbers.numbers
        for place in numbers.places:
            r.marked.put(Mark.NUMBER, *place)


def _sorted_out(r: Reading) -> tuple[list[Run], list[Run]]:
    """Part what a question is about from what is only its manner, where it is about something.

    A colloquial verb (商务局摊上了哪些任务) names no topic; alone it may (哪些任务提到召回).
    """
    runs = residue.runs_in(r.marked)
    given = sorted((*r.phrases, *r.quotes, *runs), key=lambda run: run.start)
    loose = [run for run in runs if names_nothing(residue.words_of(run.whole))]
    firm = [run for run in given if run not in loose]
    loose = [run for run in loose if not is_mere_verb(run.whole)]
    return (firm, loose) if _is_about_something(r, firm) else (given, [])


def _is_about_something(r: Reading, firm: list[Run]) -> bool:
    g = r.grammar
    noun = g.tasks or g.targets or g.who or g.observances or r.numbers
    anchor = r.mentions or r.numbers or r.section or r.days or r.found or firm
    return bool(g.counted or g.left or (noun and anchor))


def _topics(r: Reading, runs: list[Run]) -> tuple[tuple[Topic, ...], bool]:
    """Make topics of quotations and of what is left.

    What 或 joins are topics apart, what 和 joins is one with parts, and words that merely stand
    apart in the question are one.
    """
    found: list[list[Run]] = []
    for run in runs:
        if found and _is_what_is_done(r, run):
            continue
        gap = r.marked.text[found[-1][-1].end : run.start] if found else ""
        if found and not residue.is_joint(gap):
            found[-1].append(run)
        else:
            found.append([run])
    topics = tuple(topic for runs in found for topic in _topics_of(runs, r.quotes))
    return topics, len(topics) > 1 and not _BOTH.search(r.marked.original)


def _is_what_is_done(r: Reading, run: Run) -> bool:
    """Tell the verb at the end of a question: 垃圾由谁负责处理 is about 垃圾."""
    ends = r.marked.text[run.end :].strip("?。!的呢") == ""
    return ends and len(run.whole) == VERB and any(cue.end == run.start for cue in r.cues)


def _topics_of(runs: list[Run], quotes: tuple[Run, ...]) -> tuple[Topic, ...]:
    words = "".join(run.whole for run in runs)
    pieces = tuple(piece for run in runs for piece in run.pieces)
    if len(runs) == 1 and runs[0].either:
        return tuple(residue.topic_of(piece, mentioned=True) for piece in pieces)
    joined = pieces if len(runs) == 1 else ()
    if len(runs) == 1 and runs[0] in quotes:  # a quotation means its very words
        return (Topic(words, (words,), mentioned=True),)
    return (residue.topic_of(words, joined, mentioned=True),)


def own_plans(knowledge: Knowledge, asker: Asker) -> tuple[str, ...]:
    """Return the plans of the asker's own place: a chat bound to a place sees its own first."""
    return knowledge.plan_named(asker.place) if asker.place else ()
