"""What a coordinator is asked to look at."""

from __future__ import annotations

import pytest

from plans.model import Doubt, DoubtKind
from plans.reader import read_plan

HEAD = "平川市建设质量强市2017年行动计划\n平府办〔2017〕8号\n一、实施质量提升工程\n"
WELL = "1.提升产品质量。到2017年，产品质量合格率达93%以上。(市质监局牵头，市商务局配合)\n"
KNOWN = {"市质监局", "市商务局", "东湾开发区", "西岭高新区管委会"}


def asked(body: str, *, head: str = HEAD) -> list[Doubt]:
    return list(read_plan(head + body, source="a.txt", known=KNOWN.__contains__).doubts)


def kinds(doubts: list[Doubt]) -> list[tuple[str, str | None, str]]:
    return [(doubt.kind.value, doubt.task, doubt.words) for doubt in doubts]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("2.提升服务质量。加强监管。(市商务局负责)\n", [], id="what is plain"),
        pytest.param(
            "2.提升服务质量。加强监管。\n3.提升工程质量。(市商务局负责)\n",
            [("numbering", "3", "1 → 3")],
            id="an item that was not taken for a task leaves a gap",
        ),
        pytest.param(
            "2.提升服务。(市大数剧局负责)\n3.提升工程质量。(市大数剧局、商务局负责)\n",
            [("unknown_department", "2", "市大数剧局")],
            id="a name nobody knows, once",
        ),
        pytest.param(
            "2.提升服务。(市商务局牵头，东湾开发区、西岭高新区管委会配合)\n",
            [("odd_list", "2", "东湾开发区、西岭高新区管委会")],
            id="an area before an area's office may be one body or two",
        ),
    ],
)
def test_what_is_read_with_doubt_is_asked(
    body: str, expected: list[tuple[str, str | None, str]]
) -> None:
    assert kinds(asked(WELL + body)) == expected


def test_a_number_without_a_day_is_given_the_plan_s() -> None:
    [doubt] = asked(WELL + "2.提升服务。顾客满意度达75%以上。(市商务局负责)\n")
    assert (doubt.kind, doubt.assumed) == (DoubtKind.GUESSED_DUE, "2017-12-31")
    assert doubt.words == "顾客满意度达75%以上"


def test_a_plan_without_a_year() -> None:
    head = "平川市建设质量强市行动计划\n一、实施质量提升工程\n"
    body = "1.提升产品质量。(市质监局负责)\n2.提升服务质量。(市商务局负责)\n"
    assert [doubt.kind for doubt in asked(body, head=head)] == [DoubtKind.NO_HORIZON]
