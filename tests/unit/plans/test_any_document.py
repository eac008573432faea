"""What holds for every document, however ill it is made: numbers once, spans where they say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from plans.errors.documents import BadDocument
from plans.model import PlanFacts
from plans.reader import read_plan

MARKS = (
    "一、",
    "二、",
    "(一)",
    "（二）",
    "1.",
    "2、",
    "1.1",
    "(1)",
    "①",
    "第一条 ",
    "行动一：",
    "——",
    "",
)
WORDS = (
    "提升质量。",
    "到2025年，合格率达到95%以上，新建站点30个。",
    "2023年、2024年分别新建3个、4个",
    "总体目标",
    "6月底前完成",
    "开展“质量月”活动",
)
CLAUSES = (
    "",
    "（市教育局牵头，财政局、各县（市、区）人民政府配合）",
    "责任单位：市教育局、市财政局",
    "（市公安局、市应急管理局；2024年6月底前完成）",
    "由市质监局负责。",
)
ROWS = (
    "| 序号 | 工作任务 | 2024年目标 | 牵头单位 | 配合单位 | 完成时限 |",
    "| 1 | 建设站点 | 30个 | 市教育局 | 同上 | 12月 |",
    "| 1 | 建设站点 | 40个 | 市财政局* |  | 长期 |",
    "| 一、设施 |",
    "序号\t任务\t责任单位",
    "2\t建设站点5个\t市教育局、财政局",
)
ITEMS = st.builds("".join, st.tuples(*map(st.sampled_from, (MARKS, WORDS, CLAUSES))))
LINES = st.one_of(
    ITEMS, ITEMS, st.sampled_from(ROWS), st.text("一二三1.、（）|\t局市“”。，% ", max_size=12)
)


def _read(lines: list[str]) -> PlanFacts | None:
    try:
        return read_plan("\n".join(["某市2024年质量工作计划", *lines]), source="x.txt")
    except BadDocument:
        return None


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=14))
def test_every_task_has_a_number_of_its_own(lines: list[str]) -> None:
    facts = _read(lines)
    numbers = [task.number for task in facts.tasks] if facts else []
    assert len(numbers) == len(set(numbers))


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=14))
def test_every_span_holds_what_was_read_there(lines: list[str]) -> None:
    facts = _read(lines)
    for task in facts.tasks if facts else ():
        assert facts is not None
        for duty in task.duties:
            assert duty.department.endswith(duty.span.of(facts.text))
            assert duty.span.of(facts.text)
        for target in task.targets:
            assert target.span.of(facts.text) == target.text
        for milestone in task.milestones:
            assert milestone.span.of(facts.text) == milestone.text
