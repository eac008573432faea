"""An answer as a message: what was found, what it rests on, and the buttons to go on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from plans.query import Match, Query
from plans.questions.understood import cut_short
from plans.refinement import Refinement
from store.replies import Answer
from texts.answer_buttons import Offers, buttons
from texts.catalogue import Texts
from texts.lists import SEPARATOR
from texts.messages import TELEGRAM_LIMIT, length
from texts.paging import HIT_CHARACTERS, by_date, pages
from texts.reply import Reply
from texts.views import Unfold, View

SENTENCE_CHARACTERS = 120
"""of a task's own words, before they are unfolded"""
FULL_CHARACTERS = 1500
"""of a task's own words, unfolded"""
MOST_PARTIES, MOST_TARGETS, MOST_MILESTONES = 200, 40, 20
"""of one task, where a message holds them"""
SHARES = (1, 2, 4, 8, 16)
"""these are divided by it until the answer is what Telegram takes (docs/telegram.md T8)"""
NAMED_PARTIES = 3
NAMED_BODIES = 2
"""departments a heading can hold"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an answer says beside what was found."""

    marks: Mapping[str, str] = field(default_factory=dict)
    """what each plan is called in a word, where several are loaded: 惠州"""
    examples: Sequence[str] = ()
    """questions that have an answer here"""
    cut: int = 0
    """how many characters of a very long question were read"""


def render_answer(
    answer: Answer,
    *,
    texts: Texts,
    view: View,
    refinements: Mapping[Refinement, int],
    suggestions: Mapping[str, int],
    around: Surroundings | None = None,
) -> Reply:
    """Write the answer; *refinements* and *suggestions* are cards of further questions.

    Suggestions are names close to one that was not found, each the same question with that name.
    """
    around = around or Surroundings()
    every = pages(answer)
    view = view.at(min(view.page, len(every)))
    shown = every[view.page - 1]
    text = _fitting(
        texts,
        f"answers/{answer.kind.value}",
        characters=FULL_CHARACTERS if Unfold.SENTENCE in view.unfolded else SENTENCE_CHARACTERS,
        answer=answer,
        query=answer.query,
        today=answer.today,
        shown=shown,
        subject=_subject(answer.query),
        same_dues=_same_dues(answer),
        by_date=by_date(answer.query),
        marks=around.marks,
        examples=around.examples,
        cut=around.cut,
        all_parties=Unfold.PARTIES in view.unfolded,
        named=NAMED_PARTIES,
        whole=Unfold.SENTENCE in view.unfolded,
        hit_characters=HIT_CHARACTERS,
        sought=_sought(answer.query),
    )
    offers = Offers(refinements, suggestions, around.marks, NAMED_PARTIES, SENTENCE_CHARACTERS)
    if answer.also and view.page == 1 and view.task is None:
        text = _with_second(text, answer.also, texts, around)
    return Reply(text, buttons(answer, view, shown, len(every), offers, texts))


def _with_second(first: str, also: Answer, texts: Texts, around: Surroundings) -> str:
    """Add the answer to what was asked in the same breath, where a message holds both."""
    around = replace(around, cut=0)
    second = render_answer(
        also, texts=texts, view=View(0), refinements={}, suggestions={}, around=around
    )
    both = f"{first}\n\n{second.text}"
    return both if length(both) <= TELEGRAM_LIMIT else first


def _fitting(texts: Texts, template: str, *, characters: int, **values: Any) -> str:
    """Write the template with as much of each list and of a task's words as a message holds."""
    text = ""
    for share in SHARES:
        text = texts.render(
            template,
            characters=characters // share,
            most_parties=MOST_PARTIES // share,
            most_targets=MOST_TARGETS // share,
            most_milestones=MOST_MILESTONES // share,
            **values,
        )
        if length(text) <= TELEGRAM_LIMIT:
            break
    return text


def _same_dues(answer: Answer) -> Mapping[str, date]:
    """Return the date that all of a plan's lines share, for each plan where they do."""
    dues: dict[str, set[date | None]] = defaultdict(set)
    for task in answer.tasks:
        dues[task.plan.key].add(task.due)
    for target in answer.targets:
        dues[target.plan.key].add(target.due)
    shared = {key: next(iter(days)) for key, days in dues.items() if len(days) == 1}
    return {key: day for key, day in shared.items() if day is not None}


def _sought(query: Query) -> list[str]:
    """Return what a sentence was found by, the whole phrases before their words."""
    phrases = [topic.words for topic in query.topics]
    return phrases + [term for topic in query.topics for term in topic.terms]


def _subject(query: Query) -> str:
    """Say in the heading whose or what the list is; "" for everything."""
    if query.parts:
        return SEPARATOR.join(dict.fromkeys(_bodies(query)))
    if query.topics:
        return "".join(f"“{cut_short(topic.words)}”" for topic in query.topics)
    return SEPARATOR.join(query.section)


def _bodies(query: Query) -> list[str]:
    """Name the departments as their plan does; of many that one name stands for, the first."""
    return [
        part.names[0]
        if len(part.names) <= NAMED_BODIES or part.match is Match.EXACT
        else part.asked
        for part in query.parts
    ]
