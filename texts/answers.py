"""An answer as a message: what was found, what it rests on, and the buttons to go on.

A page holds about a screen of a phone (VOICE.md); its buttons carry the card of the query, which
page of it, and how much of a task is unfolded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from plans.query import Kind
from plans.refinement import Refinement
from store.replies import Answer
from texts.catalogue import Texts
from texts.reply import Button, Reply

PAGE_ITEMS = 10
PAGE_TASKS = 3
"""tasks in full on one page"""
SENTENCE_CHARACTERS = 120
"""of a task's own words, before they are unfolded"""
FULL_CHARACTERS = 1500
"""of a task's own words, unfolded: three tasks stay below Telegram's 4096"""
NAMED_PARTIES = 3
ANSWER = "q"
"""the button that shows a card's answer"""


class Unfold(StrEnum):
    """What a reader asked to see whole."""

    PARTIES = "p"
    SENTENCE = "s"


@dataclass(frozen=True, slots=True)
class View:
    """Which part of an answer is shown."""

    card: int
    page: int = 1
    unfolded: frozenset[Unfold] = frozenset()

    @property
    def data(self) -> str:
        """What a button carries: `q:17:2:ps`, at most 64 bytes for any number."""
        letters = "".join(sorted(self.unfolded))
        return f"{ANSWER}:{self.card}:{self.page}:{letters}"

    @classmethod
    def read(cls, data: str) -> View:
        """Read what `data` wrote; ValueError where it is something else."""
        _, card, page, letters = data.split(":")
        return cls(int(card), max(int(page), 1), frozenset(map(Unfold, letters)))


def render_answer(
    answer: Answer,
    *,
    texts: Texts,
    view: View,
    refinements: Mapping[Refinement, int],
    suggestions: Mapping[str, int],
) -> Reply:
    """Write the answer; *refinements* and *suggestions* are cards of further questions.

    Suggestions are names close to one that was not found; their cards are commands to run.
    """
    items = _items(answer)
    size = PAGE_TASKS if answer.kind is Kind.TASK else PAGE_ITEMS
    pages = max(-(-len(items) // size), 1)
    view = replace(view, page=min(view.page, pages))
    text = texts.render(
        f"answers/{answer.kind.value}",
        answer=answer,
        query=answer.query,
        today=answer.today,
        shown=items[(view.page - 1) * size : view.page * size],
        all_parties=Unfold.PARTIES in view.unfolded,
        named=NAMED_PARTIES,
        whole=Unfold.SENTENCE in view.unfolded,
        characters=FULL_CHARACTERS if Unfold.SENTENCE in view.unfolded else SENTENCE_CHARACTERS,
    )
    rows = (
        *_suggested(suggestions),
        _refined(refinements, texts),
        _unfolding(answer, view, texts),
        _turning(view, pages, texts),
    )
    return Reply(text, tuple(row for row in rows if row))


def _items(answer: Answer) -> Sequence[Any]:
    fields: Mapping[Kind, Sequence[Any]] = {
        Kind.TASKS: answer.tasks,
        Kind.TASK: answer.tasks,
        Kind.TARGETS: answer.targets,
        Kind.DEPARTMENTS: answer.departments,
        Kind.OBSERVANCES: answer.observances,
        Kind.PLANS: answer.plans,
        Kind.COUNT: answer.sections,
    }
    return fields.get(answer.kind, ())


def _suggested(suggestions: Mapping[str, int]) -> tuple[tuple[Button, ...], ...]:
    """One name a row: departments' names are long."""
    return tuple((Button(name, data=f"run:{card}"),) for name, card in suggestions.items())


def _refined(refinements: Mapping[Refinement, int], texts: Texts) -> tuple[Button, ...]:
    return tuple(
        Button(texts.label(f"refine_{refinement.value}"), data=View(card).data)
        for refinement, card in refinements.items()
    )


def _unfolding(answer: Answer, view: View, texts: Texts) -> tuple[Button, ...]:
    if answer.kind is not Kind.TASK:
        return ()
    return tuple(
        Button(texts.label(f"unfold_{name}"), data=_with(view, unfold).data)
        for unfold, name, is_long in (
            (Unfold.PARTIES, "parties", _has_many_parties(answer)),
            (Unfold.SENTENCE, "sentence", _has_more_words(answer)),
        )
        if is_long and unfold not in view.unfolded
    )


def _with(view: View, unfold: Unfold) -> View:
    return replace(view, unfolded=view.unfolded | {unfold})


def _has_many_parties(answer: Answer) -> bool:
    return any(
        sum(1 for party in task.parties if party.role is role) > NAMED_PARTIES
        for task in answer.tasks
        for role in {party.role for party in task.parties}
    )


def _has_more_words(answer: Answer) -> bool:
    return any(len(task.sentence) > SENTENCE_CHARACTERS for task in answer.tasks)


def _turning(view: View, pages: int, texts: Texts) -> tuple[Button, ...]:
    row = []
    if view.page > 1:
        row.append(
            Button(texts.label("previous_page"), data=replace(view, page=view.page - 1).data)
        )
    if view.page < pages:
        label = texts.label("next_page", page=view.page, pages=pages)
        row.append(Button(label, data=replace(view, page=view.page + 1).data))
    return tuple(row)
