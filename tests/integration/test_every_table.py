"""One list of tasks under every heading, in every form a table comes as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from plans.departments import Directory
from plans.model import Role
from plans.reader import read_plan
from tests.one_plan import TASKS

Row = Callable[[int, str, str, str, str], list[str]]
TOPS = (
    "宁川市质量强市建设任务分工表\n（2024—2025年）\n\n",
    "宁川市推进质量强市建设实施方案（2024—2025年）\n宁政办发〔2024〕12号\n\n"
    "为深入推进质量强市建设，结合我市实际，制定本方案。\n\n附件\n宁川市质量强市建设任务分工表\n",
)
HEADINGS: Mapping[str, Row] = {
    "序号 重点任务 牵头单位 配合单位 完成时限": lambda n, t, _, a, b: [
        *(str(n), t, a, b),
        "2025年12月底前",
    ],
    "序号 工作任务 工作内容 牵头部门 责任部门": lambda n, t, w, a, b: [str(n), t, w, a, b],
    "序号 主要任务 责任单位": lambda n, t, w, a, b: [str(n), f"{t}。{w}", f"{a}牵头，{b}配合"],
    "序号 任务 责任分工": lambda n, t, w, a, b: [
        *(str(n), f"{t}。{w}"),
        f"牵头单位：{a}；配合单位：{b}",
    ],
    "任务分类 工作任务 牵头单位 参与单位": lambda n, t, w, a, b: [
        *("质量基础" if n < 7 else "质量环境", f"{t}。{w}"),
        *(a, b),
    ],
    "编号 目标任务 主办单位 协办单位 备注": lambda n, t, _, a, b: [str(n), t, a, b, ""],
    "序号 工作事项 责任领导 牵头单位 责任单位 完成时间": lambda n, t, _, a, b: [
        *(str(n), t, "张三", a, b),
        "年底前",
    ],
}
Form = Callable[[Sequence[Sequence[str]]], str]


def ruled(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


FORMS: Mapping[str, Form] = {
    "bars": ruled,
    "bars and a rule": lambda rows: (
        f"{ruled(rows[:1])}\n|{'---|' * len(rows[0])}\n{ruled(rows[1:])}"
    ),
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "gaps": lambda rows: "\n".join("    ".join(row) for row in rows),
    "a cell a line": lambda rows: "\n".join(cell for row in rows for cell in row if cell),
}


@pytest.mark.parametrize("top", TOPS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("heading", HEADINGS)
def test_a_table_is_read_under_every_heading_in_every_form(
    heading: str, form: str, top: str
) -> None:
    row = HEADINGS[heading]
    rows = [
        row(number, title, body, lead, others.replace(" ", "、"))
        for number, (title, body, lead, others) in enumerate(TASKS, start=1)
    ]
    text = top + FORMS[form]([heading.split(), *rows]) + "\n"
    facts = read_plan(text, source="table.txt", known=Directory.load().known)
    assert {t.number: [(d.department, d.role) for d in t.duties] for t in facts.tasks} == {
        str(number): [(lead, Role.LEAD), *((name, Role.SUPPORT) for name in others.split())]
        for number, (_, _, lead, others) in enumerate(TASKS, start=1)
    }, text
