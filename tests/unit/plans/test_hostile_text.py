"""Texts made to be slow must not be: each is read, or refused, in time linear in its length."""

from __future__ import annotations

import pytest

from plans.errors.documents import BadDocument
from plans.reader import read_plan

HOSTILE = {
    "open brackets": "1.提升质量。" + "(" * 50_000,
    "digits": "1.提升。" + "9" * 50_000,
    "numbers in one clause": "1.提升。" + "建成5家、" * 5_000 + "(市教育局负责)",
    "names in one list": "1.提升。做好。(" + "市教育局、" * 10_000 + "负责)",
    "rows of nothing": "| a |\n" * 10_000,
    "cells of nothing": "a |\n" * 10_000,
    "quotation marks": "“" * 50_000,
    "headings only": "一、质量\n" * 5_000,
    "rows parted by tabs": "序号\t任务\t责任单位\n1\t建设\t市教育局\n" + "合计\t\t\n" * 5_000,
    "lines below a label": "1.提升。做好。(市教育局负责)\n牵头单位:市教育局\n"
    + ("市" * 30 + "\n") * 2_000,
    "goals in front": "目标是:\n"
    + "1.合格率达到95%。\n" * 3_000
    + "一、任务\n(一)做好。(市教育局负责)",
    "years in turn": "1.提升。做好。" + "2023年、" * 3_000 + "3个、" * 3_000 + "(市教育局负责)",
    "gifts without an end": "1.提升。做好。" + "给予奖励5万元、" * 5_000 + "(市教育局负责)",
    "readings": "质(zhì)" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_end(text: str) -> None:
    try:
        facts = read_plan(text, source="x.txt")
    except BadDocument:
        return
    assert len(facts.tasks) == 1
