"""What a plan is called, and when two documents are one plan."""

from __future__ import annotations

from datetime import date

import pytest

from plans.keys import called, free_key, plan_key
from plans.likeness import Cover, Likeness, likeness
from tests.unit.plans.intake_facts import plan


@pytest.mark.parametrize(
    "name",
    [
        "附件1.docx",
        "附件：工作方案.docx",
        "新建文档.docx",
        "新建 Microsoft Word 文档 (2).docx",
        "document.pdf",
        "document(1).pdf",
        "20170305.pdf",
        "行动计划（定稿）.docx",
        "正文.docx",
        "3f2504e04f8911d39a0c0305e82c3301.pdf",
        ".docx",
    ],
)
def test_a_file_name_that_says_nothing_gives_way_to_place_and_year(name: str) -> None:
    assert plan_key(plan(source=name)) == "pingchuan-2017"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("huizhou-2017.txt", "huizhou-2017"),
        ("惠州 2017.docx", "惠州-2017"),
        ("质量强市 - 副本.docx", "质量强市"),
        ("质量强市(1).docx", "质量强市"),
        ("惠州2017#3.docx", "惠州2017-3"),
        ("v1.2 惠州.docx", "v1.2-惠州"),
    ],
)
def test_a_file_name_that_says_something_is_the_key(name: str, key: str) -> None:
    assert plan_key(plan(source=name)) == key


def test_without_place_and_year_it_is_still_called_something() -> None:
    bare = plan(source="附件.docx", place=None, horizon=(), issued=None)
    assert plan_key(bare) == "plan"
    assert (
        plan_key(plan(source="附件.docx", horizon=(), issued=date(2019, 1, 2))) == "pingchuan-2019"
    )


def test_a_key_that_is_taken_gets_a_number() -> None:
    assert free_key("a", {"a", "a-2"}) == "a-3"
    assert called(plan(source="附件1.docx"), "a").key == "a"


COVER = Cover("huizhou-2017", "惠州市", "惠州市质量强市2017年行动计划", "惠府〔2017〕35号")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Cover("附件1", "惠州市", "惠州市质量强市2017年行动计划", None), Likeness.SAME),
        (Cover("x", "惠州市", "惠州市质量强市2017年行动计划(修订版)", None), Likeness.SAME),
        (Cover("x", "惠州市", "另一个名称", "惠府(2017)35号"), Likeness.SAME),
        (Cover("x", "惠州市", "惠州市质量强市工作2017年行动计划", None), Likeness.PERHAPS),
        (Cover("x", None, "惠州市质量强市2017年行动计划", None), Likeness.PERHAPS),
        (Cover("huizhou-2017", "惠州市", None, None), Likeness.PERHAPS),
        (Cover("x", "惠州市", "惠州市质量强市2018年行动计划", None), Likeness.OTHER),
        (Cover("huizhou-2017", "东莞市", "惠州市质量强市2017年行动计划", None), Likeness.OTHER),
        (Cover("x", "惠州市", "惠州市安全生产2017年工作要点", None), Likeness.OTHER),
    ],
)
def test_a_plan_is_known_by_its_cover(other: Cover, expected: Likeness) -> None:
    assert likeness(other, COVER) is expected
