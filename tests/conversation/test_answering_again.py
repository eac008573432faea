"""The same question asked again: the same answer, until a plan changes."""

from __future__ import annotations

from dataclasses import replace

from plans.departments import Directory
from plans.model import PlanFacts
from store.imports import save_plan
from store.rows import columns
from store.tables.plans import Plan
from tests.conversation.conftest import LI_QIANG, Talk
from tests.plan_facts import spring_city

ASKED = "/tasks 市商务局"


async def put_into_force(talk: Talk, facts: PlanFacts) -> None:
    async with talk.database.begin() as session:
        await save_plan(session, facts, directory=Directory.load(), now=talk.now)


async def test_who_asks_the_same_gets_the_same_card_and_its_buttons_work(talk: Talk) -> None:
    await put_into_force(talk, spring_city())
    (first,) = await talk.say(ASKED)
    (again,) = await talk.say(ASKED, user=LI_QIANG)
    assert (again.html, again.buttons) == (first.html, first.buttons)
    label = first.labels[0]
    (opened,) = await talk.press(first, label)
    (opened_again,) = await talk.press(again, label, user=LI_QIANG)
    assert opened_again.html == opened.html != first.html


async def test_a_plan_changed_within_the_same_moment_is_answered_as_it_is_now(talk: Talk) -> None:
    facts = spring_city()
    await put_into_force(talk, facts)
    (before,) = await talk.say(ASKED)
    shorter = replace(facts, tasks=facts.tasks[1:])
    await put_into_force(talk, shorter)
    (after,) = await talk.say(ASKED)
    heading = str(facts.tasks[0].title)
    assert heading in before.text
    assert heading not in after.text


async def test_every_import_is_later_than_the_one_before(talk: Talk) -> None:
    await put_into_force(talk, spring_city())
    await put_into_force(talk, replace(spring_city(), source="another.txt"))
    async with talk.database.begin() as session:
        connection = await session.connection()
        times = (await connection.execute(columns(Plan.imported_at))).scalars().all()
    assert len(set(times)) == 2
