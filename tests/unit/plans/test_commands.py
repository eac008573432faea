from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plans.commands import Asker, query_of
from plans.errors import BadArguments, DepartmentNotFound
from plans.knowledge import Knowledge
from plans.model import Role
from plans.outline import PlanOutline
from plans.query import Kind
from tests.plan_facts import autumn_county, spring_city

TODAY = date(2026, 11, 28)
KNOWLEDGE = Knowledge.of(PlanOutline.of(facts) for facts in (spring_city(), autumn_county()))
SPRING = ("chuncheng-2026",)


def ask(command: str, words: str, asker: Asker | None = None) -> Any:
    return query_of(command, words, KNOWLEDGE, today=TODAY, asker=asker)


@pytest.mark.parametrize("words", ["市商务局", "商务局", "市商務局", "商务委"])
def test_a_department_is_found_by_any_of_its_names(words: str) -> None:
    query = ask("tasks", words)
    assert query.kind is Kind.TASKS
    assert query.parts[0].names == ("市商务局",)


def test_role_and_plan_may_stand_in_any_order() -> None:
    for words in ("市商务局 配合 春城", "配合 chuncheng-2026 市商务局", "春城市 市商务局 配合"):
        query = ask("tasks", words)
        assert query.plans == SPRING
        assert query.parts[0].roles == (Role.SUPPORT,)


def test_without_a_name_a_departments_chat_sees_its_own_tasks_of_its_own_place() -> None:
    query = ask("tasks", "", Asker("市商务局", "春城市"))
    assert query.parts[0].names == ("市商务局",)
    assert query.plans == SPRING


def test_without_a_name_anybody_else_sees_all_tasks() -> None:
    assert ask("tasks", "").parts == ()


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("3", ("3",)), ("第三项", ("3",)), ("1、3", ("1", "3")), ("1-3", ("1", "2", "3"))],
)
def test_tasks_are_named_by_number(words: str, numbers: tuple[str, ...]) -> None:
    assert ask("task", words).numbers == numbers


def test_a_number_after_tasks_asks_for_that_task() -> None:
    assert ask("tasks", "3").kind is Kind.TASK


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("", date(2026, 12, 28)),
        ("7", date(2026, 12, 5)),
        ("7天", date(2026, 12, 5)),
        ("本月", date(2026, 11, 30)),
        ("年底前", date(2026, 12, 31)),
    ],
)
def test_due_takes_days_or_a_stretch_of_time(words: str, end: date) -> None:
    window = ask("due", words).window
    assert window is not None
    assert window.end == end


def test_targets_are_asked_for_by_department_number_or_words() -> None:
    assert ask("targets", "市商务局").parts[0].names == ("市商务局",)
    assert ask("targets", "2").numbers == ("2",)
    assert ask("targets", "游客满意度").topics[0].words == "游客满意度"


def test_a_name_mistyped_is_refused_with_names_like_it() -> None:
    with pytest.raises(DepartmentNotFound) as refused:
        ask("tasks", "市商物局")
    assert refused.value.values["nearest"] == ("市商务局",)


@pytest.mark.parametrize(
    ("command", "words"),
    [("task", ""), ("task", "abc"), ("due", "abc"), ("observances", "abc"), ("search", "")],
)
def test_words_that_make_no_sense_are_refused_with_the_usage(command: str, words: str) -> None:
    with pytest.raises(BadArguments) as refused:
        ask(command, words)
    assert refused.value.values["usage"] == command


def test_a_query_says_how_it_was_understood() -> None:
    assert ask("tasks", "商务局 配合 春城").understood == "市商务局 · 配合 · 春城"
    assert ask("due", "年底前 商务局").understood == "市商务局 · 全部职责 · 年底前"
