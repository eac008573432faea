"""What of a plan's text its outline keeps."""

from __future__ import annotations

import pytest

from plans.outline import Section, helpers_are_responsible, place_words, sections

TEXT = (
    "一、总体要求\n湖北精品要走出去,湖北省各地照办。\n( 二 )健全体系\n三 、保障措施,保障措施要硬。"
)


def test_sections_carry_the_numeral_before_their_heading() -> None:
    found = sections(("总体要求", "健全体系", None, "健全体系", "保障措施", "走出去"), TEXT)
    assert found == (
        Section("总体要求", "一", 1),
        Section("健全体系", "二", 2),
        Section("保障措施", "三", 1),
        Section("走出去", None, 1),
    )


def test_a_name_that_begins_with_the_place_is_remembered_but_not_the_place_with_its_level() -> None:
    assert place_words("湖北省", TEXT) == {"精品"}
    assert place_words(None, TEXT) == frozenset()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("牵头单位:市商务局\n责任单位:市财政局", True),
        ("牵头部门：市商务局；责任部门：市财政局", True),
        ("责任单位:市商务局、市财政局", False),
        ("责任单位:\n牵头单位:市商务局\n配合单位:市财政局", False),
    ],
)
def test_a_plan_may_call_its_helpers_responsible(text: str, named: bool) -> None:
    assert helpers_are_responsible(text) is named
