"""One table of indicators under every heading, in every form a table comes as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from plans.departments import Directory
from plans.reader import read_plan
from tests.integration.test_every_table import FORMS
from tests.one_plan import TASKS

Row = Callable[[int, str, str, str, str], list[str]]
INDICATORS = (
    ("制造业产品质量合格率", "%", "93", "94"),
    ("农产品质量安全例行监测合格率", "%", "97", "98"),
    ("公共服务质量满意度", "分", "78", "80"),
    ("每万人口高价值发明专利拥有量", "件", "4.5", "6"),
    ("有效注册商标", "万件", "3", "4"),
    ("质量奖企业", "家", "12", "20"),
)
"""the name, what it is counted in, where it stands and where it is to be"""
HEADINGS: Mapping[str, Row] = {
    "序号 指标名称 单位 2023年 2025年": lambda n, m, u, base, goal: [str(n), m, u, base, goal],
    "序号 主要指标 2023年基期值 2025年目标值 属性": lambda n, m, u, base, goal: [
        *(str(n), f"{m}（{u}）", base),
        *(goal, "预期性"),
    ],
    "指标 2025年目标": lambda _n, m, u, _base, goal: [m, f"≥{goal}{u}"],
    "序号 指标名称 目标值 牵头单位": lambda n, m, u, _base, goal: [
        *(str(n), m, f"{goal}{u}以上"),
        "市市场监管局",
    ],
    "类别 指标名称 单位 2025年目标值": lambda n, m, u, _base, goal: [
        *("产品质量" if n < 4 else "创新", m),
        *(u, goal),
    ],
}
CAPTIONS = ("专栏1 主要指标\n", "表1 宁川市质量强市建设主要指标\n", "")
TEXT = """宁川市推进质量强市建设实施方案（2024—2025年）
宁政办发〔2024〕12号

为深入推进质量强市建设，结合我市实际，制定本方案。

一、总体要求
坚持质量第一，推动高质量发展。
{table}
二、主要任务
{tasks}三、保障措施
加强组织领导。

宁川市人民政府办公室
2024年3月5日
"""


@pytest.mark.parametrize("caption", CAPTIONS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("heading", HEADINGS)
def test_indicators_are_read_under_every_heading_in_every_form(
    heading: str, form: str, caption: str
) -> None:
    rows = [HEADINGS[heading](n, *one) for n, one in enumerate(INDICATORS, start=1)]
    tasks = "".join(
        f"{n}.{title}。{body}（{lead}负责）\n" for n, (title, body, lead, _) in enumerate(TASKS, 1)
    )
    text = TEXT.format(table=caption + FORMS[form]([heading.split(), *rows]), tasks=tasks)
    facts = read_plan(text, source="table.txt", known=Directory.load().known)
    assert len(facts.tasks) == len(TASKS)
    assert [(t.metric, t.value, t.unit, str(t.due)) for t in facts.plan_targets] == [
        (
            metric,
            Decimal(goal) * (10_000 if unit == "万件" else 1),
            unit.removeprefix("万"),
            "2025-12-31",
        )
        for metric, unit, _, goal in INDICATORS
    ], text
