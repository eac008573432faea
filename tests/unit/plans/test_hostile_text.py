"""Texts made to be slow must not be: each is read, or refused, in time linear in its length."""

from __future__ import annotations

import pytest

from plans.errors import BadDocument
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
    "readings": "质(zhì)" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_end(text: str) -> None:
    try:
        facts = read_plan(text, source="x.txt")
    except BadDocument:
        return
    assert len(facts.tasks) == 1
