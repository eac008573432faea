from __future__ import annotations

import pytest

from plans.model import Span
from plans.own_words import own_words


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
