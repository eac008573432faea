"""The buttons below an answer: open a task, narrow the list, unfold, turn the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plans.query import Kind
from plans.refinement import Refinement
from store.replies import Answer, TaskLine
from texts.catalogue import Texts
from texts.reply import Button
from texts.views import Unfold, View

NUMBERS_A_ROW = 8
"""Telegram's limit; a number is short"""
MARKED_A_ROW = 4
"""numbers that say which plan"""

Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """What the buttons lead to besides other parts of the same answer."""

    refinements: Mapping[Refinement, int]
    suggestions: Mapping[str, int]
    marks: Mapping[str, str]
    named: int
    """departments of one role that a task shows folded"""
    characters: int
    """of its own words that a task shows folded"""


def buttons(
    answer: Answer, view: View, shown: Sequence[Any], pages: int, offers: Offers, texts: Texts
) -> tuple[Row, ...]:
    """Return the rows of buttons, those without any left out."""
    rows = (
        *_suggested(offers.suggestions),
        *_opening(answer, view, shown, offers.marks),
        _refined(offers.refinements, texts),
        _unfolding(answer, view, shown, offers, texts),
        _turning(view, pages, texts),
    )
    return tuple(row for row in rows if row)


def _suggested(suggestions: Mapping[str, int]) -> Iterator[Row]:
    """One name a row: departments' names are long."""
    for name, card in suggestions.items():
        yield (Button(name, data=View(card).data),)


def _opening(
    answer: Answer, view: View, shown: Sequence[Any], marks: Mapping[str, str]
) -> Iterator[Row]:
    """A button for each task of a list, called by its number."""
    if answer.kind is not Kind.TASKS:
        return
    width = MARKED_A_ROW if marks else NUMBERS_A_ROW
    row = [Button(_number(task, marks), data=view.opening(task.id).data) for task in shown]
    for start in range(0, len(row), width):
        yield tuple(row[start : start + width])


def _number(task: TaskLine, marks: Mapping[str, str]) -> str:
    return f"{marks.get(task.plan.key, '')} {task.number}".strip()


def _refined(refinements: Mapping[Refinement, int], texts: Texts) -> Row:
    return tuple(
        Button(texts.label(f"refine_{refinement.value}"), data=View(card).data)
        for refinement, card in refinements.items()
    )


def _unfolding(
    answer: Answer, view: View, shown: Sequence[Any], offers: Offers, texts: Texts
) -> Row:
    if answer.kind is not Kind.TASK:
        return ()
    return tuple(
        Button(texts.label(f"unfold_{name}"), data=view.unfolding(unfold).data)
        for unfold, name, is_long in (
            (Unfold.PARTIES, "parties", _has_many_parties(shown, offers.named)),
            (Unfold.SENTENCE, "sentence", _has_more_words(shown, offers.characters)),
        )
        if is_long and unfold not in view.unfolded
    )


def _has_many_parties(shown: Sequence[TaskLine], named: int) -> bool:
    return any(
        len(task.of_role(role)) > named
        for task in shown
        for role in {party.role for party in task.parties}
    )


def _has_more_words(shown: Sequence[TaskLine], characters: int) -> bool:
    return any(len(task.sentence) > characters for task in shown)


def _turning(view: View, pages: int, texts: Texts) -> Row:
    if view.task is not None:
        return (Button(texts.label("back_to_list"), data=view.closed().data),)
    row = []
    if view.page > 1:
        row.append(Button(texts.label("previous_page"), data=view.at(view.page - 1).data))
    if view.page < pages:
        label = texts.label("next_page", page=view.page, pages=pages)
        row.append(Button(label, data=view.at(view.page + 1).data))
    return tuple(row)
