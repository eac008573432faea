"""How an answer is cut into pages, and what its buttons carry."""

from __future__ import annotations

from datetime import date

import pytest

from plans.query import Kind, Query, Window
from store.replies import Answer, PlanLine, TaskLine
from texts.paging import PAGE_LINES, listed, pages
from texts.views import Unfold, View

TODAY = date(2026, 3, 1)
PLAN = PlanLine("chuncheng-2026", "春城市质量提升2026年行动计划", "春城市", None, None)


def task(number: int, title: str = "提升质量", **more: object) -> TaskLine:
    values = {"section": None, "due": date(2026, 12, 31)} | more
    return TaskLine(plan=PLAN, id=number, number=str(number), title=title, **values)  # type: ignore[arg-type]


def tasks(*lines: TaskLine, window: Window | None = None) -> Answer:
    return Answer(Query(Kind.TASKS, window=window), Kind.TASKS, TODAY, tasks=lines)


def test_a_page_is_a_screen_of_a_phone() -> None:
    cut = pages(tasks(*(task(n) for n in range(1, 31))))
    assert [len(page) for page in cut[:2]] == [PAGE_LINES - 2] * 2
    assert [line.number for page in cut for line in page] == [str(n) for n in range(1, 31)]


def test_what_takes_more_lines_leaves_room_for_fewer() -> None:
    short = pages(tasks(*(task(n) for n in range(1, 31))))
    long = pages(tasks(*(task(n, "质量" * 15) for n in range(1, 31))))
    quoted = pages(tasks(*(task(n, hit="质量" * 30) for n in range(1, 31))))
    assert len(short[0]) > len(long[0]) > len(quoted[0]) > 1


def test_even_what_fills_more_than_a_page_is_shown() -> None:
    assert [len(page) for page in pages(tasks(task(1, "质量" * 200), task(2)))] == [1, 1]


def test_nothing_to_list_is_one_page() -> None:
    assert pages(Answer(Query(Kind.COUNT), Kind.COUNT, TODAY, count=0)) == [()]


def test_deadlines_come_by_date_and_those_without_last() -> None:
    late, none, soon = (
        task(1),
        task(2, due=None),
        task(3, due=date(2026, 6, 30)),
    )
    window = Window(TODAY, None, "以后")
    assert listed(tasks(late, none, soon, window=window)) == [soon, late, none]
    assert listed(tasks(late, none, soon)) == (late, none, soon)


@pytest.mark.parametrize(
    ("view", "data"),
    [
        (View(17), "q:17:1:"),
        (View(17, 2, frozenset(Unfold)), "q:17:2:ps"),
        (View(17, 3).opening(801), "q:17:3::801"),
        (View(17, 3).opening(801).unfolding(Unfold.PARTIES), "q:17:3:p:801"),
    ],
)
def test_a_view_is_read_as_it_was_written(view: View, data: str) -> None:
    assert view.data == data
    assert View.read(data) == view
    assert view.closed().task is None


@pytest.mark.parametrize("data", ["q", "q:1", "q:1:1", "q:1:1:z", "q:1:1:p:2:3", "q:²:1:"])
def test_anything_else_is_no_view(data: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        View.read(data)
