"""One plan in every layout: how items are numbered, titled and charged changes no fact.

The words are our own; the ways in which published plans say who does what are theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from plans.departments import Directory
from plans.model import PlanFacts, Role
from plans.reader import read_plan
from tests.one_plan import TASKS

HEAD = """宁川市推进质量强市建设实施方案（2024—2025年）
宁政办发〔2024〕12号

为深入推进质量强市建设，结合我市实际，制定本方案。

一、总体要求
坚持质量第一，到2025年，全市质量整体水平显著提升。

二、主要任务
"""
FOOT = """
三、保障措施
加强组织领导，强化督导考核。

宁川市人民政府办公室
2024年3月5日
"""
SHORT_HEAD = """宁川市2024年质量工作要点
宁政办发〔2024〕12号

为做好2024年质量工作，制定本要点。

"""
SHORT_FOOT = "\n宁川市人民政府办公室\n2024年3月5日\n"
DIGITS = "一二三四五六七八九十"
Number = Callable[[int], str]


def chinese(number: int) -> str:
    return DIGITS[number - 1] if number <= len(DIGITS) else f"十{DIGITS[number - 11]}"


NUMBERS: Mapping[str, Number] = {
    "1.": lambda n: f"{n}.",
    "1、": lambda n: f"{n}、",
    "（一）": lambda n: f"（{chinese(n)}）",
    "一、": lambda n: f"{chinese(n)}、",
    "(1)": lambda n: f"({n})",
    "任务1：": lambda n: f"任务{n}：",
    "1 ": lambda n: f"{n} ",
    "第一条": lambda n: f"第{chinese(n)}条　",
}
LED = (
    "（牵头单位：{a}；配合单位：{b}）",
    "（牵头单位：{a} 配合单位：{b}）",
    "（牵头单位：{a}；责任单位：{b}）",
    "（主办单位：{a}；协办单位：{b}）",
    "（牵头：{a}；配合：{b}）",
    "（{a}牵头，{b}配合）",
    "（{a}牵头，{b}配合）。",
    "（{a}牵头，{b}等参与）",
    "（{a}牵头，{b}按职责分工负责）",
    "（{a}牵头，{b}等有关部门按职责分工负责）",
    "（{a}牵头）（{b}配合）",
    "（{a}牵头负责；{b}配合）",
    "（{a}会同{b}负责）",
    "（责任单位：{a}牵头，{b}配合）",
    "（牵头单位：{a}；配合单位：{b}；完成时限：2025年12月底前）",
    "〔牵头部门：{a}，配合部门：{b}〕",
    "\n[牵头单位：{a}；配合单位：{b}]",
    "\n（{a}牵头，{b}配合）",
    "\n牵头单位：{a}\n配合单位：{b}",
    "\n牵头单位：{a}\n责任单位：{b}\n完成时限：2025年12月",
    "\n牵头单位 {a}\n配合单位 {b}",
    "牵头单位：{a}；配合单位：{b}",
    "牵头单位：{a}，配合单位：{b}。",
    "——牵头单位：{a}；责任单位：{b}",
    "由{a}牵头，{b}配合。",
)
SHARED = (
    "（责任单位：{a}、{b}）",
    "（{a}、{b}负责）",
    "（{a}、{b}按职责分工负责）",
    "（{a}、{b}）",
    "（{a}；{b}）",
    "【责任单位：{a}、{b}】",
    "\n责任单位：{a}、{b}",
    "\n（责任部门：{a}、{b}）",
    "责任单位：{a}、{b}",
    "责任单位：{a}、{b}。",
    "——责任单位：{a}、{b}",
)
CHARGES = (
    *((charge, Role.LEAD, Role.SUPPORT) for charge in LED),
    *((charge, Role.RESPONSIBLE, Role.RESPONSIBLE) for charge in SHARED),
)
TITLED = ("{title}。{body}", "{title}\n{body}", "{body}")
BETWEEN = ("、", "，", " ")
HALF_WIDTH = str.maketrans("（）：；，", "():;,")


def written(number: Number, charge: str, shape: str, between: str) -> str:
    """The plan in one layout."""
    items = []
    for at, (title, body, lead, others) in enumerate(TASKS, start=1):
        words = shape.format(title=title, body=body)
        charged = charge.format(a=lead, b=others.replace(" ", between))
        items.append(f"{number(at)}{words}{charged}\n")
    top = number(1) == "一、"
    return "".join((SHORT_HEAD if top else HEAD, *items, SHORT_FOOT if top else FOOT))


def duties(facts: PlanFacts) -> dict[str, list[tuple[str, Role]]]:
    return {t.number: [(d.department, d.role) for d in t.duties] for t in facts.tasks}


def expected(lead: Role, others: Role) -> dict[str, list[tuple[str, Role]]]:
    return {
        str(at): [(first, lead), *((name, others) for name in rest.split())]
        for at, (_, _, first, rest) in enumerate(TASKS, start=1)
    }


def read(text: str) -> PlanFacts:
    return read_plan(text, source="layout.txt", known=Directory.load().known)


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize(("charge", "lead", "others"), CHARGES)
@pytest.mark.parametrize("number", NUMBERS)
def test_who_does_it_is_read_in_every_layout(
    number: str, charge: str, lead: Role, others: Role, between: str
) -> None:
    wanted = expected(lead, others)
    for shape in TITLED:
        text = written(NUMBERS[number], charge, shape, between)
        assert duties(read(text)) == wanted, text
        assert duties(read(text.translate(HALF_WIDTH))) == wanted, text
