from __future__ import annotations

import pytest

from plans.model import Span
from plans.own_words import opening, own_words


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("推进电梯监测。(市甲局牵头,市乙局配合)", ("市甲局", "市乙局"), "推进电梯监测。"),
        ("推进监测。责任单位:市甲局、市乙局", ("市甲局", "市乙局"), "推进监测。"),
        ("由市甲局牵头。推进监测", ("市甲局",), "推进监测"),
        ("推进监测。", (), "推进监测。"),
    ],
)
def test_a_tasks_own_words_leave_out_who_does_it(
    text: str, names: tuple[str, ...], left: str
) -> None:
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    assert own_words(text, Span(0, len(text)), spans) == left


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("8 | 为老年人免费体检一次。 | 县卫健局", "为老年人免费体检一次"),
        ("(三)修建农村公路80公里。", "修建农村公路80公里"),
        ("4.新增就业3500人;", "新增就业3500人"),
        ("2024年新增就业3500人", "2024年新增就业3500人"),
    ],
)
def test_a_task_without_a_heading_is_called_by_the_words_it_begins_with(
    words: str, name: str
) -> None:
    assert opening(words) == name
