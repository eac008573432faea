from __future__ import annotations

import pytest

from plans.departments import Directory
from plans.names import Lexicon
from plans.query import Match

OLD = (
    "市质监局",
    "市工商局",
    "市食品药品监督管理局",
    "市商务局",
    "市水务局",
    "市住房和城乡规划建设局",
    "市卫生和计生局",
    "市海洋渔业局",
    "市环保局",
    "春城出入境检验检疫局",
    "市旅游局",
)
NEW = (
    "市市场监管局",
    "市商务局",
    "市文化广电旅游体育局",
    "市住房和城乡建设局",
    "市生态环境局",
    "秋城海关",
)
LEXICON = Lexicon(Directory.load(), {"old": OLD, "new": NEW})


@pytest.mark.parametrize(
    ("typed", "name", "match"),
    [
        ("市商务局", "市商务局", Match.EXACT),
        ("商务局", "市商务局", Match.EXACT),
        ("商务委", "市商务局", Match.SHORT),
        ("食药监局", "市食品药品监督管理局", Match.SHORT),
        ("住建局", "市住房和城乡规划建设局", Match.SHORT),
        ("卫计委", "市卫生和计生局", Match.SHORT),
        ("卫生局", "市卫生和计生局", Match.SHORT),
        ("检验检疫局", "春城出入境检验检疫局", Match.SHORT),
        ("市质监", "市质监局", Match.EXACT),
        ("市生态环境局", "市环保局", Match.OLDER),
        ("shangwuju", "市商务局", Match.PINYIN),
        ("zhijianju", "市质监局", Match.PINYIN),
        ("hyyyj", "市海洋渔业局", Match.PINYIN),
        ("海洋鱼业局", "市海洋渔业局", Match.TYPO),
        ("市商物局", "市商务局", Match.TYPO),
        ("市海洋业局", "市海洋渔业局", Match.SHORT),
    ],
)
def test_what_people_type_is_found_in_a_plan(typed: str, name: str, match: Match) -> None:
    found = LEXICON.resolve(typed, plans=("old",))
    assert found.names == (name,)
    assert found.match in (match, Match.SHORT, Match.EXACT) if match is Match.EXACT else True
    assert match is Match.EXACT or found.match is match


def test_todays_name_finds_all_that_it_replaced() -> None:
    found = LEXICON.resolve("市市场监管局", plans=("old",))
    assert found.names == ("市质监局", "市工商局", "市食品药品监督管理局")
    assert found.match is Match.OLDER


def test_an_old_name_finds_what_it_became() -> None:
    found = LEXICON.resolve("质监局", plans=("new",))
    assert (found.names, found.match) == (("市市场监管局",), Match.NEWER)


def test_a_name_that_one_plan_has_is_not_stretched_over_the_others() -> None:
    assert LEXICON.resolve("市旅游局").names == ("市旅游局",)
    assert LEXICON.resolve("市质监局").names == ("市质监局",)


def test_letters_that_fit_two_departments_are_asked_back() -> None:
    found = LEXICON.resolve("swj", plans=("old",))
    assert (found.names, found.ambiguous) == ((), True)
    assert set(found.nearest) == {"市商务局", "市水务局"}


def test_a_strict_search_offers_names_instead_of_guessing() -> None:
    found = LEXICON.resolve("市商物局", plans=("old",), lenient=False)
    assert found.names == ()
    assert found.nearest == ("市商务局", "市水务局")


@pytest.mark.parametrize("typed", ["市气象局", "应急管理局", "市奇怪局", "xyz", ""])
def test_what_no_plan_has_is_not_found(typed: str) -> None:
    assert LEXICON.resolve(typed).names == ()


def test_a_body_that_is_merely_absent_is_nobodys_neighbour() -> None:
    assert LEXICON.nearest("市气象局", 3) == ()


@pytest.mark.parametrize("typed", ["shichangjianguanju", "scjgj"])
def test_todays_name_may_be_typed_in_letters(typed: str) -> None:
    found = LEXICON.resolve(typed, plans=("old",))
    assert found.names == ("市质监局", "市工商局", "市食品药品监督管理局")
    assert (found.asked, found.match) == ("市场监管局", Match.OLDER)


def test_a_list_of_members_is_no_bureau_by_a_short_name() -> None:
    lexicon = Lexicon(Directory.load(), {"p": ["市质监局", "市质量强市工作领导小组成员单位"]})
    assert lexicon.resolve("质量局").nearest == ("市质监局",)
    assert lexicon.resolve("质量局").names == ()
    assert lexicon.resolve("领导小组成员单位").names == ("市质量强市工作领导小组成员单位",)


def test_the_end_of_one_name_is_that_body_wherever_a_plan_has_it() -> None:
    lexicon = Lexicon(
        Directory.load(), {"a": ["市发展改革局", "市商务局"], "b": ["市发展和改革局", "市财政局"]}
    )
    assert lexicon.resolve("改革局").names == ("市发展改革局", "市发展和改革局")


def test_an_end_that_is_another_body_in_another_plan_is_asked_back() -> None:
    plans = {"a": ["市人力资源社会保障局"], "b": ["市人力资源社会保障局", "市医疗保障局"]}
    lexicon = Lexicon(Directory.load(), plans)
    assert lexicon.resolve("保障局", plans=("a",)).names == ("市人力资源社会保障局",)
    found = lexicon.resolve("保障局")
    assert (found.names, found.ambiguous) == ((), True)
    assert found.nearest == ("市人力资源社会保障局", "市医疗保障局")


def test_an_end_of_the_full_name_is_known_where_a_plan_has_the_short_one() -> None:
    found = LEXICON.resolve("监督局", plans=("old",))
    assert found.nearest == ("市质监局", "市食品药品监督管理局")
    assert LEXICON.resolve("技术监督局", plans=("old",)).names == ("市质监局",)
