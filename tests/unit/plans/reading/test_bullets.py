"""Bullets that say who does them are tasks; others are part of the item they stand in."""

from __future__ import annotations

from plans.reader import read_plan

HEAD = "东河市品牌建设2024年行动计划\n一、工作任务\n"


def test_bullets_with_departments_are_tasks_of_their_own() -> None:
    text = HEAD + (
        "——培育公共品牌。新增区域品牌4个。（责任单位：市农业农村局、市林业局）\n"
        "——打造工业精品。培育优质产品5个。（责任单位：市工信局）\n"
    )
    tasks = read_plan(text, source="plan.txt").tasks
    assert [(task.title, [duty.department for duty in task.duties]) for task in tasks] == [
        ("培育公共品牌", ["市农业农村局", "市林业局"]),
        ("打造工业精品", ["市工信局"]),
    ]


def test_bullets_without_departments_stay_in_their_item() -> None:
    text = HEAD + (
        "（一）提升产品质量。（市市场监管局负责）\n——合格率达到98%。\n——新增品牌4个。\n"
        "（二）提升服务质量。（市商务局负责）\n"
    )
    tasks = read_plan(text, source="plan.txt").tasks
    assert [len(task.targets) for task in tasks] == [2, 0]
