from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import select

from plans.departments import Directory
from plans.model import PlanFacts
from store.database import Database
from store.imports import Change, save_plan
from store.tables.plans import Department, Duty, Target, Task
from tests.plan_facts import autumn_county, spring_city

NOW = datetime(2026, 2, 4, 1, tzinfo=UTC)


async def save(database: Database, facts: PlanFacts) -> Change:
    async with database.begin() as session:
        return await save_plan(session, facts, directory=Directory.load(), now=NOW)


async def task_ids(database: Database) -> dict[str, int]:
    async with database.begin() as session:
        return {task.number: task.id for task in (await session.exec(select(Task))).all()}


async def test_a_new_plan_is_added_with_all_its_tasks(database: Database) -> None:
    change = await save(database, spring_city())
    assert change.is_new
    assert change.added == ("1", "2", "3", "4")
    assert not change.is_nothing


async def test_the_same_plan_again_changes_nothing(database: Database) -> None:
    await save(database, spring_city())
    before = await task_ids(database)
    change = await save(database, spring_city())
    assert change.is_nothing
    assert await task_ids(database) == before


async def test_a_revised_plan_keeps_the_ids_of_the_tasks_it_keeps(database: Database) -> None:
    await save(database, spring_city())
    before = await task_ids(database)
    facts = spring_city()
    first, second, third, _ = facts.tasks
    revised = replace(second, duties=second.duties[:-1], targets=())
    new = replace(third, number="5", title="开展品牌培育")
    change = await save(database, replace(facts, tasks=(first, revised, third, new)))
    assert (change.added, change.changed, change.removed) == (("5",), ("2",), ("4",))
    after = await task_ids(database)
    assert {n: i for n, i in after.items() if n != "5"} == {n: before[n] for n in ("1", "2", "3")}


async def test_what_hung_on_a_removed_task_goes_with_it(database: Database) -> None:
    await save(database, spring_city())
    await save(database, replace(spring_city(), tasks=spring_city().tasks[:1]))
    async with database.begin() as session:
        tasks = {task.id for task in (await session.exec(select(Task))).all()}
        duties = (await session.exec(select(Duty))).all()
        targets = (await session.exec(select(Target))).all()
    assert {duty.task_id for duty in duties} == tasks
    assert {target.task_id for target in targets if target.task_id} <= tasks


async def test_departments_belong_to_their_place_and_know_what_they_are(
    database: Database,
) -> None:
    await save(database, spring_city())
    await save(database, autumn_county())
    async with database.begin() as session:
        query = select(Department).where(Department.name == "市市场监管局")
        found = (await session.exec(query.order_by(Department.place))).all()
    assert [(d.place, d.identity) for d in found] == [
        ("春城市", "市场监管局"),
        ("秋县", "市场监管局"),
    ]
