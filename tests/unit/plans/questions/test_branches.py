"""A branch is called as the plan that has it calls it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plans.knowledge import Knowledge
from plans.model import DutyFact, PlanFacts, Role, Span
from plans.outline import PlanOutline
from plans.understanding import understand
from tests.plan_facts import autumn_county, spring_city


def _with(facts: PlanFacts, name: str) -> PlanFacts:
    task = facts.tasks[0]
    duty = DutyFact(name, Role.SUPPORT, Span(0, 1))
    return replace(facts, tasks=(replace(task, duties=(*task.duties, duty)), *facts.tasks[1:]))


KNOWN = Knowledge.of(
    [
        PlanOutline.of(_with(spring_city(), "人民银行春城市支行")),
        PlanOutline.of(_with(autumn_county(), "人民银行秋水支行")),
    ]
)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("人行春城支行有哪些任务", "人民银行春城市支行"),
        ("人民银行春城市中心支行的任务", "人民银行春城市支行"),
        ("人行春城支行今年要做什么", "人民银行春城市支行"),
        ("人行秋水支行配合哪些", "人民银行秋水支行"),
    ],
)
def test_a_branch_is_found_by_its_place(question: str, name: str) -> None:
    query = understand(question, KNOWN, today=date(2026, 3, 1))
    assert [part.names for part in query.parts] == [(name,)]
    assert query.topics == ()
