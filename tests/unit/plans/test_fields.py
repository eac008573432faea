"""Fields in the words of a template."""

from __future__ import annotations

import pytest

from plans.errors.broadcasts import UnknownField
from plans.fields import FIELDS, fields_in, filled


def test_fields_are_found_in_their_order_also_in_full_width() -> None:
    assert fields_in("请{部门}于｛截止日期｝前办结{ 任务 }") == ["部门", "截止日期", "任务"]


@pytest.mark.parametrize("html", ["没有字段", "{x: 1}", "{}", "集合 {1, 2}", "{部门"])
def test_other_braces_are_words_like_any(html: str) -> None:
    assert fields_in(html) == []
    assert filled(html, {"部门": "市商务局"}) == html


def test_an_unknown_field_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownField) as caught:
        fields_in("请{单位}办理")
    assert caught.value.values == {"name": "单位", "fields": FIELDS}


def test_values_stand_in_the_place_of_fields() -> None:
    values = {"部门": "市商务局", "剩余天数": "33"}
    assert filled("<b>{部门}</b>还有{剩余天数}天", values) == "<b>市商务局</b>还有33天"
