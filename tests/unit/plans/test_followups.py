"""What a few words in reply make of the question before."""

from __future__ import annotations

from datetime import date

import pytest

from plans.commands import Asker
from plans.followups import follow_up
from plans.knowledge import Knowledge
from plans.model import Role
from plans.outline import PlanOutline
from plans.query import Combine, Counted, Kind, Query, Reason
from plans.understanding import understand
from tests.plan_facts import autumn_county, spring_city

TODAY = date(2026, 3, 1)
KNOWN = Knowledge.of([PlanOutline.of(spring_city()), PlanOutline.of(autumn_county())])
OURS = Asker("市商务局", "春城市")
LED = "春城市市场监管局牵头哪些任务"


def ask(question: str) -> Query:
    return understand(question, KNOWN, today=TODAY, asker=OURS)


def go_on(question: str, *replies: str) -> Query:
    query = ask(question)
    for words in replies:
        followed = follow_up(query, words, KNOWN, today=TODAY, asker=OURS)
        assert followed is not None, words
        query = followed
    return query


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("那配合的呢?", {Role.SUPPORT}),
        ("配合的", {Role.SUPPORT}),
        ("那不牵头的呢", {Role.RESPONSIBLE, Role.SUPPORT}),
        ("全部", set(Role)),
    ],
)
def test_another_part_of_the_same_department(words: str, roles: set[Role]) -> None:
    query = go_on(LED, words)
    assert (query.kind, query.parts[0].names) == (Kind.TASKS, ("市市场监管局",))
    assert set(query.parts[0].roles) == roles


@pytest.mark.parametrize("words", ["商务局呢?", "那商务局呢", "换成市商务局", "商务局", "我们呢?"])
def test_the_same_of_another_department(words: str) -> None:
    query = go_on(LED, words)
    assert [part.names for part in query.parts] == [("市商务局",)]
    assert query.parts[0].roles == (Role.LEAD,)
    assert query.plans == ("chuncheng-2026",)


def test_one_more_department() -> None:
    query = go_on(LED, "还有商务局")
    assert [part.names[0] for part in query.parts] == ["市市场监管局", "市商务局"]
    assert query.combine is Combine.ANY


@pytest.mark.parametrize("words", ["3", "第3项", "第三项", "任务3", "3。", "那第3项呢?"])
def test_a_number_opens_that_task(words: str) -> None:
    query = go_on(LED, words)
    assert (query.kind, query.numbers, query.plans) == (Kind.TASK, ("3",), ("chuncheng-2026",))


def test_the_task_behind_and_before() -> None:
    assert go_on(LED, "2", "下一项").numbers == ("3",)
    assert go_on(LED, "2", "上一项").numbers == ("1",)
    assert follow_up(go_on(LED, "1"), "上一项", KNOWN, today=TODAY) is None


@pytest.mark.parametrize(
    ("words", "kind", "counted"),
    [
        ("谁配合", Kind.DEPARTMENTS, None),
        ("还有哪些部门", Kind.DEPARTMENTS, None),
        ("有哪些指标", Kind.TARGETS, None),
        ("有几项", Kind.COUNT, Counted.TASKS),
        ("还有几天", Kind.COUNT, Counted.DAYS),
        ("什么时候到期", Kind.COUNT, Counted.DAYS),
    ],
)
def test_something_else_of_the_same_tasks(words: str, kind: Kind, counted: Counted | None) -> None:
    query = go_on(LED, words)
    assert (query.kind, query.counted) == (kind, counted)
    assert query.parts[0].names == ("市市场监管局",)


@pytest.mark.parametrize("words", ["只看有指标的", "有指标的呢", "带指标的任务"])
def test_only_what_has_numbers(words: str) -> None:
    query = go_on(LED, words)
    assert (query.kind, query.with_targets) == (Kind.TASKS, True)


def test_another_time_topic_and_place() -> None:
    assert go_on(LED, "年底前的呢").window is not None
    assert [topic.words for topic in go_on("电梯谁负责", "民宿呢?").topics] == ["民宿"]
    assert go_on(LED, "秋县呢?").plans == ("qiuxian-2026",)
    assert go_on(LED, "秋县呢?", "商务局呢?").plans == ("qiuxian-2026",)


@pytest.mark.parametrize("words", ["商务局有哪些任务", "电梯谁负责", "谢谢", "质量月是什么时候"])
def test_a_question_of_its_own_does_not_go_on(words: str) -> None:
    assert follow_up(ask(LED), words, KNOWN, today=TODAY, asker=OURS) is None


def test_a_name_that_is_none_is_said_to_be_none() -> None:
    query = go_on(LED, "市气象局呢?")
    assert (query.kind, query.reason) == (Kind.NONE, Reason.UNKNOWN_DEPARTMENT)


def test_the_new_question_says_how_it_is_understood() -> None:
    assert go_on(LED, "那配合的呢?").understood == "市市场监管局 · 配合 · 春城"


def test_plans_are_told_apart_by_place_or_else_by_their_key() -> None:
    assert KNOWN.marks == {"chuncheng-2026": "春城", "qiuxian-2026": "秋县"}
    assert Knowledge.of([PlanOutline.of(spring_city())]).marks == {}


def test_who_is_left_out_in_reply() -> None:
    query = go_on("任务1谁配合", "除了商务局还有谁")
    assert [part.names for part in query.without] == [("市商务局",)]


def test_another_amount_in_reply() -> None:
    query = go_on("春城市超过95%的指标", "低于90%的呢")
    assert query.beyond is not None
    assert (query.beyond.operator, query.beyond.value) == ("<", "90")
