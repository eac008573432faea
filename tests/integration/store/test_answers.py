from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import pytest

from plans.commands import Asker, query_of
from plans.departments import Directory
from plans.knowledge import Knowledge
from plans.model import Role
from plans.query import Counted, Kind, Most, Query, Reason
from plans.understanding import understand
from store.answers import answer
from store.database import Database
from store.imports import save_plan
from store.outlines import outlines
from store.replies import Answer
from tests.plan_facts import autumn_county, spring_city

NOW = datetime(2026, 2, 4, 1, tzinfo=UTC)
TODAY = date(2026, 12, 11)
S = "chuncheng-2026"
Ask = Callable[[Query], Awaitable[Answer]]
Say = Callable[..., Awaitable[Answer]]


@pytest.fixture
async def ask(database: Database) -> Ask:
    async with database.begin() as session:
        for facts in (spring_city(), autumn_county()):
            await save_plan(session, facts, directory=Directory.load(), now=NOW)

    async def ask(query: Query) -> Answer:
        async with database.begin() as session:
            return await answer(session, query, today=TODAY)

    return ask


@pytest.fixture
def say(database: Database, ask: Ask) -> Say:
    async def say(command: str, words: str, asker: Asker | None = None) -> Answer:
        async with database.begin() as session:
            knowledge = Knowledge.of((await outlines(session)).values())
        return await ask(query_of(command, words, knowledge, today=TODAY, asker=asker))

    return say


async def free(database: Database, ask: Ask, question: str) -> Answer:
    async with database.begin() as session:
        knowledge = Knowledge.of((await outlines(session)).values())
    return await ask(understand(question, knowledge, today=TODAY))


async def test_a_verb_is_a_topic_only_where_a_plan_has_it(database: Database, ask: Ask) -> None:
    talked = await free(database, ask, "春城市市场监管局操心的任务有哪些")
    assert talked.refs == (f"{S}#1", f"{S}#3", f"{S}#4", f"{S}#2")
    assert "操心" not in talked.query.understood
    said = await free(database, ask, "春城市市场监管局开放的任务有哪些")
    assert said.refs == (f"{S}#3",)
    assert said.query.understood.endswith("“开放”")


async def test_tasks_of_nobody_else_are_found(database: Database, ask: Ask) -> None:
    found = await free(database, ask, "春城市市场监管局单独负责哪些任务")
    assert found.refs == (f"{S}#3",)


async def test_a_department_of_each_place_is_looked_up_at_its_own(
    database: Database, ask: Ask
) -> None:
    found = await free(database, ask, "春城市商务局和秋县科技局分别有哪些任务")
    assert set(found.refs) == {f"{S}#1", f"{S}#2", "qiuxian-2026#4"}


async def test_whole_months_leave_single_days_out(database: Database, ask: Ask) -> None:
    found = await free(database, ask, "计划中的宣传月是哪个月")
    assert found.refs == ("质量月@09",)


async def test_a_departments_tasks_come_by_plan_and_those_it_leads_first(say: Say) -> None:
    found = await say("tasks", "市场监管局 春城")
    assert [(task.number, task.role) for task in found.tasks] == [
        ("1", Role.LEAD),
        ("3", Role.RESPONSIBLE),
        ("4", Role.RESPONSIBLE),
        ("2", Role.SUPPORT),
    ]
    assert found.refs == (f"{S}#1", f"{S}#3", f"{S}#4", f"{S}#2")
    assert found.tasks[0].target_count == 2


async def test_a_name_that_two_plans_have_counts_in_both(say: Say) -> None:
    found = await say("tasks", "市商务局 配合")
    assert {task.plan.place for task in found.tasks} == {"春城市", "秋县"}


@pytest.mark.parametrize("words", ["市市场监管局 市商务局 春城", "市商务局 市市场监管局 春城"])
async def test_of_two_departments_the_stronger_part_is_told(say: Say, words: str) -> None:
    found = await say("tasks", words)
    assert {task.number: task.role for task in found.tasks} == {
        "1": Role.LEAD,
        "2": Role.SUPPORT,
        "3": Role.RESPONSIBLE,
        "4": Role.RESPONSIBLE,
    }


async def test_one_task_is_told_in_full(say: Say) -> None:
    (task,) = (await say("task", "2 春城")).tasks
    assert task.title == "提升旅游服务质量"
    assert [party.name for party in task.of_role(Role.LEAD)] == ["市文化广电旅游体育局"]
    assert [party.name for party in task.of_role(Role.SUPPORT)] == ["市商务局", "市市场监管局"]
    assert task.targets[0].metric == "游客满意度"
    assert task.due == date(2026, 12, 31)
    assert "规范民宿和导游服务" in task.sentence
    assert "市商务局" not in task.sentence


async def test_a_number_that_no_task_has_is_said_to_be_unknown(say: Say) -> None:
    found = await say("task", "99")
    assert (found.kind, found.reason, found.refs) == (Kind.NONE, Reason.UNKNOWN_TASK, ())


async def test_targets_of_a_department_are_those_of_its_tasks(say: Say) -> None:
    found = await say("targets", "市农业农村局 春城")
    assert set(found.refs) == {f"{S}#1|95%", f"{S}#1|20个"}


async def test_targets_are_found_by_what_they_measure(say: Say) -> None:
    assert (await say("targets", "游客满意度 春城")).refs == (f"{S}#2|90分",)


async def test_what_is_due_depends_on_the_day(say: Say) -> None:
    assert len((await say("due", "30 春城")).tasks) == 4
    later = await say("due", "5 春城")
    assert (later.reason, later.day, later.count) == (Reason.NOT_THEN, date(2026, 12, 31), 4)


async def test_observances_are_those_the_plans_name(say: Say) -> None:
    assert (await say("observances", "")).refs == ("世界计量日@05-20", "质量月@09")
    assert (await say("observances", "质量月")).refs == ("质量月@09",)


async def test_departments_say_how_often_they_lead_and_support(say: Say) -> None:
    found = await say("departments", "春城")
    shares = {line.name: (line.lead, line.responsible, line.support) for line in found.departments}
    assert shares["市市场监管局"] == (1, 2, 1)
    assert shares["市商务局"] == (0, 0, 2)
    assert (await say("departments", "春城 牵头")).refs == ("市市场监管局", "市文化广电旅游体育局")


async def test_plans_say_how_much_they_hold(say: Say) -> None:
    found = await say("plans", "")
    assert {plan.key: plan.tasks for plan in found.plans} == {S: 4, "qiuxian-2026": 4}
    assert found.plans[0].departments == 6


async def test_words_are_searched_in_titles_and_texts_but_not_in_lists_of_departments(
    say: Say,
) -> None:
    found = await say("search", "跨境电商 春城")
    assert found.refs == (f"{S}#1",)
    assert found.tasks[0].hit.startswith("开展电动自行车专项抽查,推动跨境电商")
    assert (await say("search", "春城海关")).kind is Kind.TASKS  # a department, not a topic
    assert (await say("search", "按职责分工")).kind is Kind.NONE


async def test_who_does_a_thing_is_told_with_everyones_part(say: Say) -> None:
    found = await say("who", "电梯 春城")
    assert found.refs == ("市科技局", "市市场监管局", "春城海关")


async def test_the_busiest_department_is_found(ask: Ask) -> None:
    found = await ask(Query(Kind.DEPARTMENTS, plans=(S,), most=Most.MOST))
    assert found.refs == ("市市场监管局",)


@pytest.mark.parametrize(
    ("counted", "count"),
    [
        (Counted.TASKS, 4),
        (Counted.DEPARTMENTS, 6),
        (Counted.SECTIONS, 2),
        (Counted.DAYS, 20),
        (Counted.WEEKS, 2),
        (Counted.MONTHS, 0),
    ],
)
async def test_counts_are_numbers(ask: Ask, counted: Counted, count: int) -> None:
    found = await ask(Query(Kind.COUNT, plans=(S,), counted=counted))
    assert (found.kind, found.count) == (Kind.COUNT, count)


async def test_a_question_without_an_answer_keeps_its_reason(ask: Ask) -> None:
    found = await ask(Query(Kind.NONE, reason=Reason.UNKNOWN_PLACE, asked="深圳"))
    assert (found.kind, found.reason, found.asked) == (Kind.NONE, Reason.UNKNOWN_PLACE, "深圳")
