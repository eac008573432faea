from __future__ import annotations

from collections import Counter

import pytest

from plans.departments import Directory, plain, stem

DIRECTORY = Directory.load()


@pytest.mark.parametrize(
    ("name", "prefix", "identity"),
    [
        ("市质监局", "市", "质监局"),
        ("市场监管局", "", "市场监管局"),
        ("市市场监督管理局", "市", "市场监管局"),
        ("惠州市市场监管局", "惠州市", "市场监管局"),
        ("宜昌市夷陵区市场监管局", "宜昌市夷陵区", "市场监管局"),
        ("省发展和改革委员会", "省", "发展改革局"),
        ("市发展与改革局", "市", "发展改革局"),
        ("省科技厅", "省", "科技局"),
        ("市财政(国资)局", "市", "财政局"),
        ("市政府食安办", "市政府", "食安办"),
        ("市委宣传部", "市", "宣传部"),
        ("团市委", "团市", "团委"),
        ("共青团湛江市委", "共青团湛江市", "团委"),
        ("惠州出入境检验检疫局", "惠州", "检验检疫局"),
        ("湛江海关", "湛江", "海关"),
        ("市政务服务和数据管理局", "市", "政务服务数据管理局"),
        ("市政府办公室", "市", "政府办"),
        ("江川县政府办", "江川县", "政府办"),
        ("市政府新闻办", "市政府", "宣传部"),
        ("省政府外事办公室", "省政府", "外事局"),
        ("市委巡察办", "市", "巡察办"),
        ("市住房城乡建设管委", "市", "住房城乡建设局"),
        ("市营商环境局", "市", "营商环境局"),
    ],
)
def test_a_name_is_a_place_a_level_and_a_body(name: str, prefix: str, identity: str) -> None:
    body = DIRECTORY.body(name)
    assert body is not None
    assert (body.prefix, body.identity.name) == (prefix, identity)


@pytest.mark.parametrize(
    ("name", "successor"),
    [
        ("市质监局", "市市场监管局"),
        ("市工商局", "市市场监管局"),
        ("市食品药品监督管理局", "市市场监管局"),
        ("市国土资源局", "市自然资源局"),
        ("市环保局", "市生态环境局"),
        ("市农业局", "市农业农村局"),
        ("市卫生和计生局", "市卫生健康局"),
        ("市安全生产监管局", "市应急管理局"),
        ("市经济和信息化局", "市工业和信息化局"),
        ("市法制局", "市司法局"),
        ("惠州出入境检验检疫局", "惠州海关"),
        ("市粮食局", "市粮食和物资储备局"),
        ("市银监局", "市金融监管分局"),
        ("市文化广电新闻出版局", "市文化广电旅游局"),
        ("市商务局", None),
        ("市奇怪局", None),
    ],
)
def test_a_body_that_is_no_more_says_what_it_became(name: str, successor: str | None) -> None:
    assert DIRECTORY.successor(name) == successor


@pytest.mark.parametrize(
    "name",
    ["各县、区人民政府", "仲恺高新区管委会", "大亚湾开发区", "市直相关单位", "各镇(街道)"],
)
def test_groups_and_governments_are_known_without_being_bodies(name: str) -> None:
    assert DIRECTORY.known(name)
    assert DIRECTORY.identity(name) is None


@pytest.mark.parametrize(
    "name", ["工业和信息化部", "税务总局", "国务院国资委", "国家林草局", "中央宣传部", "全国总工会"]
)
def test_the_nations_bodies_are_known_by_those_that_places_have(name: str) -> None:
    assert DIRECTORY.known(name)


@pytest.mark.parametrize("name", ["市奇怪局", "电梯", "提升产品质量", "市场", "市场部", "提升总局"])
def test_other_words_are_not_known(name: str) -> None:
    assert not DIRECTORY.known(name)


def test_old_and_new_bodies_share_todays_identity() -> None:
    names = ("市质监局", "工商局", "市食药监局", "市市场监管局")
    assert {DIRECTORY.identity(name) for name in names} == {"市场监管局"}


def test_no_spelling_belongs_to_two_bodies() -> None:
    spellings = Counter(
        spelling
        for identity in DIRECTORY.identities
        for spelling in {plain(name) for name in identity.spellings}
    )
    assert [spelling for spelling, count in spellings.items() if count > 1] == []


def test_every_successor_is_a_body_of_its_own() -> None:
    names = {identity.name for identity in DIRECTORY.identities}
    assert {heir for identity in DIRECTORY.identities for heir in identity.became} <= names


@pytest.mark.parametrize("name", ["发改局", "发改委", "发改厅"])
def test_the_ending_of_a_name_changes_with_level_and_fashion(name: str) -> None:
    assert stem(name) == "发改"


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("人行湛江市中心支行", "人民银行"),
        ("中国人民银行春城分行", "人民银行"),
        ("国家金融监督管理总局湛江监管分局", "金融监管分局"),
        ("人行道管理处", None),
    ],
)
def test_a_place_may_stand_inside_a_name(name: str, identity: str | None) -> None:
    assert Directory.load().identity(name) == identity
