from __future__ import annotations

import pytest

from plans.matching import (
    Candidate,
    bare_title,
    halves,
    in_one_sentence,
    meant,
    names_title,
    variants,
)
from plans.query import Topic

CANDIDATES = (
    Candidate(1, "有效发明专利量", "有效发明专利量超过4300件", "件", None, 1),
    Candidate(2, "万人有效发明专利拥有量", "万人有效发明专利拥有量达到9件", "件", None, 1),
    Candidate(3, "检验检测认证机构", "检验检测认证机构达到450家", "家", None, 1),
    Candidate(4, "检验检测认证机构年营业收入", "年营业收入达到100亿元", "亿元", None, 1),
    Candidate(5, "规模以上企业首席质量官覆盖率", "覆盖率达到80%", "%", None, 2),
    Candidate(6, "省级优质工程奖", "每年创建省级优质工程奖100项", "项", "year", 2),
)


@pytest.mark.parametrize(
    ("words", "terms", "ids"),
    [
        ("有效发明专利量", ("有效", "发明", "专利"), [1]),
        ("有效发明专利", ("有效", "发明", "专利"), [1, 2]),
        ("检验检测认证机构", ("检验", "检测"), [3]),
        ("营业收入", ("营业", "收入"), [4]),
        ("规上企业首席质量官覆盖率", ("规上", "首席"), [5]),
        ("人口增长率", ("人口", "增长率"), []),
        ("量", ("量",), []),
    ],
)
def test_a_phrase_means_the_metrics_that_have_it(
    words: str, terms: tuple[str, ...], ids: list[int]
) -> None:
    assert meant(Topic(words, terms), CANDIDATES, unit=None, yearly=False) == ids


def test_a_measure_word_narrows_where_it_can() -> None:
    topic = Topic("检验检测认证", ("检验", "检测", "认证"))
    assert meant(topic, CANDIDATES, unit="家", yearly=False) == [3]
    assert meant(topic, CANDIDATES, unit="座", yearly=False) == [3, 4]


def test_a_heading_is_named_with_or_without_its_verb() -> None:
    assert bare_title("着力提升产品质量") == "产品质量"
    assert names_title("产品质量", "提升产品质量")
    assert not names_title("质量", "提升产品质量")


def test_short_and_long_forms_stand_for_each_other() -> None:
    assert "规模以上企业" in variants("规上企业")
    assert variants("电梯") == ("电梯",)


def test_words_of_a_phrase_may_stand_a_little_apart_but_in_order() -> None:
    text = "加强药品和疫苗全生命周期管理。管理疫苗。"
    assert in_one_sentence(("疫苗", "管理"), text, near=True).startswith("加强药品")
    assert in_one_sentence(("管理", "药品"), text, near=True) == ""
    assert in_one_sentence(("管理", "药品"), text).startswith("加强药品")


def test_a_phrase_is_cut_between_its_words_and_one_half_is_long_enough() -> None:
    topic = Topic("政府质量奖激励", ("政府", "质量奖", "激励"))
    assert list(halves(topic)) == [("质量奖激励", "政府"), ("政府质量奖", "激励")]
    assert list(halves(Topic("政府的质量奖", ("政府", "质量奖")))) == []
    assert list(halves(Topic("社会信用", ("社会", "信用")))) == []
