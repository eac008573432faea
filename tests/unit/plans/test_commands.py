from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plans.commands import Asker, query_of
from plans.errors.words import BadArguments, DepartmentNotFound
from plans.knowledge import Knowledge
from plans.model import Role
from plans.outline import PlanOutline
from plans.query import Kind, Reason
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


@pytest.mark.parametrize(
    "words",
    ["春城市商务局", "春城商务局", "春城市商务局的任务", "「春城市商务局」", "市商务局 春城"],
)
def test_a_place_before_a_departments_name_means_that_places_plans(words: str) -> None:
    query = ask("tasks", words)
    assert query.plans == SPRING
    assert query.parts[0].names == ("市商务局",)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("tasks", "长沙"),
        ("tasks", "长沙市"),
        ("tasks", "市商务局 长沙"),
        ("tasks", "长沙市商务局"),
        ("due", "长沙"),
        ("plans", "长沙"),
        ("targets", "长沙"),
    ],
)
def test_a_place_no_plan_is_of_is_named(command: str, words: str) -> None:
    query = ask(command, words)
    assert (query.kind, query.reason) == (Kind.NONE, Reason.UNKNOWN_PLACE)
    assert query.asked == "长沙"


def test_a_place_may_be_searched_for() -> None:
    assert [topic.words for topic in ask("search", "长沙").topics] == ["长沙"]


@pytest.mark.parametrize(
    "words",
    [
        "市商务局。",
        "市商务局!",
        "市商务局的任务",
        "市商务局任务清单",
        "市商务局 的任务",
        "「市商务局」",
        "“市商务局”",
        "市商務局的任務！",
    ],
)
def test_marks_and_words_behind_a_name_do_not_matter(words: str) -> None:
    query = ask("tasks", words)
    assert query.parts[0].names == ("市商务局",)
    assert query.topics == ()


def test_a_role_may_stand_right_behind_the_name() -> None:
    assert ask("tasks", "市商务局牵头的任务").parts[0].roles == (Role.LEAD,)


def test_roles_add_up() -> None:
    assert ask("tasks", "市商务局 牵头 配合").parts[0].roles == (Role.LEAD, Role.SUPPORT)


@pytest.mark.parametrize("words", ["我们", "我局", "本单位", "我们的任务", "我們"])
def test_a_department_may_speak_of_itself(words: str) -> None:
    query = ask("tasks", words, Asker("市商务局", "春城市"))
    assert [part.names for part in query.parts] == [("市商务局",)]
    assert query.plans == SPRING
    assert ask("tasks", words).reason is Reason.UNBOUND


def test_we_keeps_the_role_and_stands_beside_others() -> None:
    query = ask("tasks", "我们 市科技局 配合", Asker("市商务局", "春城市"))
    assert {part.names for part in query.parts} == {("市商务局",), ("市科技局",)}
    assert {part.roles for part in query.parts} == {(Role.SUPPORT,)}


def test_a_body_that_exists_but_has_no_tasks_is_no_name_mistyped() -> None:
    query = ask("tasks", "市气象局")
    assert (query.kind, query.reason, query.asked) == (Kind.NONE, Reason.NO_TASKS, "市气象局")
    assert query.nearest == ()
    with pytest.raises(DepartmentNotFound):
        ask("tasks", "市火星局")


@pytest.mark.parametrize(
    ("words", "plans"), [("chuncheng-2026#3", SPRING), ("春城#3", SPRING), ("#3", ())]
)
def test_a_task_is_named_as_answers_refer_to_it(words: str, plans: tuple[str, ...]) -> None:
    query = ask("task", words)
    assert (query.kind, query.plans, query.numbers) == (Kind.TASK, plans, ("3",))


def test_a_number_no_plan_reaches_is_not_cut() -> None:
    assert ask("task", "1234").numbers == ("1234",)
    assert ask("task", "03").numbers == ("3",)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("3月", date(2026, 3, 31)),
        ("两周", date(2026, 12, 12)),
        ("3个月", date(2027, 2, 28)),
        ("市商务局", date(2026, 12, 28)),
        ("市商务局 15", date(2026, 12, 13)),
    ],
)
def test_due_takes_any_stretch_beside_a_name(words: str, end: date) -> None:
    window = ask("due", words).window
    assert window is not None
    assert window.end == end


@pytest.mark.parametrize("command", ["due", "observances"])
@pytest.mark.parametrize("words", ["99999999999", "9999", "-5", "15/3", "1-3", "9" * 190])
def test_days_that_are_none_are_refused_with_the_usage(command: str, words: str) -> None:
    with pytest.raises(BadArguments) as refused:
        ask(command, words)
    assert refused.value.values["usage"] == command


def test_plans_are_listed_by_place_and_all_of_them_even_in_a_departments_chat() -> None:
    assert ask("plans", "春城").plans == SPRING
    assert ask("plans", "", Asker("市商务局", "春城市")).plans == ()


def test_a_very_long_name_is_not_said_again_in_full() -> None:
    with pytest.raises(DepartmentNotFound) as refused:
        ask("tasks", "市" + "很长" * 60 + "局")
    assert len(str(refused.value.values["name"])) == 30


def test_names_and_places_are_found_in_traditional_script() -> None:
    assert KNOWLEDGE.department("市商務局").names == ("市商务局",)
    assert Knowledge.of([PlanOutline.of(spring_city())]).plan_named("春城") == SPRING
    assert KNOWLEDGE.plan_named("秋縣") == ("qiuxian-2026",)


def test_a_topic_that_ends_like_a_list_stays_a_topic() -> None:
    query = ask("targets", "质量目标")
    assert query.parts == ()
    assert query.topics[0].words == "质量目标"


def test_what_was_not_found_is_said_as_it_was_typed() -> None:
    with pytest.raises(DepartmentNotFound) as refused:
        ask("tasks", "市直相关单位")
    assert refused.value.values["name"] == "市直相关单位"
