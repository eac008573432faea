"""One promise in every wording: how a number, its bound and its day are told changes no fact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plans.departments import Directory
from plans.model import Comparison, TargetFact
from plans.reader import read_plan

TEXT = """宁川市推进质量强市建设实施方案（2024—2025年）
宁政办发〔2024〕12号

为深入推进质量强市建设，结合我市实际，制定本方案。

一、主要任务
1.加强企业质量管理。健全企业全员质量管理制度。{promise}。（市市场监管局牵头，市国资委配合）
2.推进标准体系建设。鼓励企业参与标准制修订。（市市场监管局负责）
二、保障措施
加强组织领导。

宁川市人民政府办公室
2024年3月5日
"""
METRICS = (
    ("制造业产品质量合格率", "94", "%"),
    ("农产品质量安全例行监测合格率", "98.5", "%"),
    ("顾客满意度", "85", "分"),
    ("每万人口高价值发明专利拥有量", "6", "件"),
    ("市级以上质量奖企业", "20", "家"),
    ("主导或参与制修订国家标准", "15", "项"),
)
DAYS = (
    ("到2025年，", date(2025, 12, 31)),
    ("到2025年底，", date(2025, 12, 31)),
    ("力争到2025年，", date(2025, 12, 31)),
    ("至2025年末，", date(2025, 12, 31)),
    ("2025年底前，", date(2025, 12, 31)),
    ("2025年6月底前，", date(2025, 6, 30)),
    ("到2024年12月底，", date(2024, 12, 31)),
    ("2024年内，", date(2024, 12, 31)),
    ("2024年底前", date(2024, 12, 31)),
    ("", date(2025, 12, 31)),
)
AT_LEAST, MORE = Comparison.AT_LEAST, Comparison.MORE
AT_MOST, LESS = Comparison.AT_MOST, Comparison.LESS
WORDINGS = (
    ("{m}达到{v}", AT_LEAST),
    ("{m}达{v}", AT_LEAST),
    ("{m}为{v}", AT_LEAST),
    ("{m}达到{v}以上", AT_LEAST),
    ("{m}{v}以上", AT_LEAST),
    ("{m}≥{v}", AT_LEAST),
    ("{m}大于等于{v}", AT_LEAST),
    ("{m}不低于{v}", AT_LEAST),
    ("{m}不少于{v}", AT_LEAST),
    ("{m}稳定在{v}以上", AT_LEAST),
    ("{m}保持在{v}以上", AT_LEAST),
    ("{m}提高到{v}", AT_LEAST),
    ("{m}提升至{v}", AT_LEAST),
    ("{m}增至{v}", AT_LEAST),
    ("{m}突破{v}", AT_LEAST),
    ("{m}要达到{v}", AT_LEAST),
    ("{m}力争达到{v}", AT_LEAST),
    ("{m}总体达到{v}以上", AT_LEAST),
    ("力争{m}达到{v}", AT_LEAST),
    ("确保{m}达到{v}以上", AT_LEAST),
    ("实现{m}达到{v}", AT_LEAST),
    ("使{m}达到{v}", AT_LEAST),
    ("全市{m}达到{v}", AT_LEAST),
    ("{m}由1{u}提高到{v}", AT_LEAST),
    ("{m}超过{v}", MORE),
    ("{m}大于{v}", MORE),
    ("{m}＞{v}", MORE),
    ("{m}不超过{v}", AT_MOST),
    ("{m}控制在{v}以内", AT_MOST),
    ("{m}≤{v}", AT_MOST),
    ("{m}小于等于{v}", AT_MOST),
    ("{m}低于{v}", LESS),
    ("{m}＜{v}", LESS),
)


def targets(promise: str) -> list[TargetFact]:
    facts = read_plan(
        TEXT.format(promise=promise), source="promise.txt", known=Directory.load().known
    )
    return [target for task in facts.tasks for target in task.targets]


@pytest.mark.parametrize(("wording", "op"), WORDINGS)
@pytest.mark.parametrize(("when", "due"), DAYS)
def test_a_promise_is_the_same_however_it_is_told(
    when: str, due: date, wording: str, op: Comparison
) -> None:
    for metric, value, unit in METRICS:
        promise = when + wording.format(m=metric, v=value + unit, u=unit)
        [found] = targets(promise)
        told = (found.metric, found.op, found.value, found.unit, found.due)
        assert told == (metric, op, Decimal(value), unit, due), promise


def test_numbers_told_one_after_another_have_the_names_in_their_places() -> None:
    found = targets("到2025年，产品质量合格率、工程质量合格率分别达到94%、98%")
    assert [(t.metric, t.value) for t in found] == [("产品质量合格率", 94), ("工程质量合格率", 98)]


def test_two_days_of_one_promise_are_two_targets() -> None:
    found = targets("到2024年底和2025年底，产品质量合格率分别达到93%、94%")
    assert [(t.metric, t.value, str(t.due)) for t in found] == [
        ("产品质量合格率", 93, "2024-12-31"),
        ("产品质量合格率", 94, "2025-12-31"),
    ]


def test_a_day_in_brackets_is_no_part_of_the_name() -> None:
    [found] = targets("产品质量合格率（2025年底前）达到94%")
    assert (found.metric, str(found.due)) == ("产品质量合格率", "2025-12-31")
