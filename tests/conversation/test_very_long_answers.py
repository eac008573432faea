"""Answers of plans that name more than a message can hold (docs/telegram.md T8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plans.departments import Directory
from store.imports import save_plan
from tests.conversation.conftest import START, Sent, Talk
from tests.plan_facts import spring_city

LONGEST = 4096
"""characters of a message, entities parsed"""
BUTTONS, A_ROW = 100, 8


@pytest.fixture
async def crowded(talk: Talk) -> Talk:
    """A plan whose first task has 400 departments and 200 targets, and very long words."""
    facts = spring_city()
    first = facts.tasks[0]
    duties = tuple(
        replace(first.duties[0], department=f"市第{number}质量安全监督管理工作办公室<&>")
        for number in range(400)
    )
    targets = tuple(
        replace(first.targets[0], metric=f"第{number}类产品质量监督抽查合格率<b>" * 2)
        for number in range(200)
    )
    crowded = replace(first, title="提升<产品>质量" * 40, duties=duties, targets=targets)
    facts = replace(facts, tasks=(crowded, *facts.tasks[1:]))
    async with talk.database.begin() as session:
        await save_plan(session, facts, directory=Directory.load(), now=START)
    talk.application.bot_data.paces.most = 1000
    return talk


def fits(sent: Sent) -> None:
    assert len(sent.text.encode("utf-16-le")) // 2 <= LONGEST, len(sent.text)
    assert all(len(row) <= A_ROW for row in sent.buttons)
    assert sum(map(len, sent.buttons)) <= BUTTONS
    assert sent.html.count("<code>") + sent.html.count("<b>") <= LONGEST // 40


WORDS = """
/tasks | /task 1 | /targets | /targets 1 | /departments | /who 任务1 | /due 900 | /plans
| 任务1有哪些指标 | 任务1由谁负责 | 提升产品质量 | /search 质量
"""


@pytest.mark.parametrize("words", [*map(str.strip, WORDS.split("|")), f"/tasks {'市' * 300}"])
async def test_every_part_of_every_answer_fits_into_a_message(crowded: Talk, words: str) -> None:
    [shown] = await crowded.say(words)
    fits(shown)
    for label in (label for label in shown.labels if label != "到期提醒我"):
        for opened in await crowded.press(shown, label):
            fits(opened)
            for further in opened.labels:
                if "全部" in further or "展开" in further or "下一页" in further:
                    for unfolded in await crowded.press(opened, further):
                        fits(unfolded)
