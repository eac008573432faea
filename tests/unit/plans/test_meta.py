from __future__ import annotations

import pytest

from plans.clean import clean
from plans.reading.meta import Meta, meta_of, place_stem
from plans.reading.outline import outline_of

BODY = (
    "\n为加强工作,根据上级部署和有关要求,结合我市实际,特制定本行动计划方案。\n一、任务\n1.甲。乙。"
)


def _meta(front: str) -> Meta:
    return meta_of(outline_of(clean(front + BODY)))


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("惠州市建设质量强市2017年行动计划", "惠州市建设质量强市2017年行动计划"),
        ("关于印发《东山县\n质量方案》的通知", "东山县质量方案"),
        (
            "许昌市人民政府办公室关于印发质量立市战略2013年行动计划的通知",
            "质量立市战略2013年行动计划",
        ),
        ("江东省\n2024年数字经济重点任务", "2024年数字经济重点任务"),
        (
            "北政办发〔2023〕41号\n《贯彻落实〈质量强国建设纲要〉分工方案》已经省政府同意,请实施。\n"
            "贯彻落实《质量强国建设纲要》分工方案",
            "贯彻落实《质量强国建设纲要》分工方案",
        ),
        ("江岭省数字经济行动计划\n(2023—2027年)", "江岭省数字经济行动计划(2023—2027年)"),
        ("《江川市政府印发江川市节水2018年行动计划》\n各县:", "江川市节水2018年行动计划"),
        (
            "江政办发〔2018〕9号《江川市人民政府办公室关于做好养老服务意见任务分工的通知》\n各县人民政府:",
            "江川市人民政府办公室关于做好养老服务意见任务分工的通知",
        ),
        (
            "五阳市人民政府关于加快托育服务发展的实施意见",
            "五阳市人民政府关于加快托育服务发展的实施意见",
        ),
    ],
)
def test_titles_are_found(front: str, title: str) -> None:
    assert _meta(front).title == title


@pytest.mark.parametrize(
    ("front", "number"),
    [
        ("惠府办函〔2017〕35号\n质量方案", "惠府办函〔2017〕35号"),
        ("许政办[2013]54号 关于印发质量方案的通知", "许政办[2013]54号"),
        ("文号:江政办〔2020〕2 号\n质量方案", "江政办〔2020〕2号"),
        ("索引号:0112/2017-6文号:泉政发〔2017〕6号\n质量方案", "泉政发〔2017〕6号"),
        ("| 文号 | 泉政发〔2017〕6号 | 主题词 | 质量 |\n质量方案", "泉政发〔2017〕6号"),
        ("质量方案", None),
    ],
)
def test_document_numbers_are_the_own_ones(front: str, number: str | None) -> None:
    assert _meta(front).doc_number == number


@pytest.mark.parametrize(
    ("front", "issued"),
    [
        ("质量方案\n惠州市人民政府办公室\n2017年3月5日", "2017-03-05"),
        ("质量方案\n二〇二〇年六月八日", "2020-06-08"),
        ("成文日期:2024-01-26\n质量方案", "2024-01-26"),
        ("• 成文日期:\n\n2024-03-08\n\n质量方案", "2024-03-08"),
        ("发布时间:2023-06-16 10:29\n质量方案", "None"),
        ("[发布机构]某局[成文日期]2020-11-12[发布日期]2020-11-13\n质量方案", "2020-11-12"),
        ("泉阳市质量办于2022年7月7日印发《质量方案》,全文如下:", "2022-07-07"),
        ("| 标题 | 质量方案 | 发文日期 | 2023-02-28 |\n质量方案", "2023-02-28"),
    ],
)
def test_the_day_of_issue_is_that_of_the_signature(front: str, issued: str) -> None:
    assert str(_meta(front).issued) == issued


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("惠州市建设质量强市2017年行动计划", "惠州市"),
        ("湖北省质量强省建设纲要", "湖北省"),
        ("江政办〔2017〕8号《江夏市人民政府办公厅关于推动品牌升级的意见》", "江夏市"),
        ("佛山市质量方案", "佛山市"),
        ("深圳市南山区质量方案", "深圳市南山区"),
        ("许政办[2013]54号 许昌市人民政府办公室关于印发质量立市行动计划的通知", "许昌市"),
        ("陶河州公共文化服务实施方案", "陶河州"),
        ("推进质量强市工作方案", None),
    ],
)
def test_the_place_is_the_government_of_the_plan(front: str, place: str | None) -> None:
    assert _meta(front).place == place


@pytest.mark.parametrize(
    ("place", "stem"),
    [("惠州市", "惠州"), ("深圳市南山区", "南山"), ("源州自治区", "源州"), (None, None)],
)
def test_own_bodies_begin_with_the_stem_of_the_place(place: str | None, stem: str | None) -> None:
    assert place_stem(place) == stem


@pytest.mark.parametrize(
    ("place", "stem"),
    [
        ("惠州市", "惠州"),
        ("丽水市", "丽水"),
        ("深圳市南山区", "南山"),
        ("凉山彝族自治州", "凉山"),
        ("黔南布依族苗族自治州", "黔南"),
        ("博尔塔拉蒙古自治州", "博尔塔拉"),
        ("广西壮族自治区", "广西"),
    ],
)
def test_bodies_carry_their_place_without_its_level(place: str, stem: str) -> None:
    assert place_stem(place) == stem


NOTICE = (
    "江夏市市场监督管理局关于征求《江夏市质量强市实施方案》意见的通告\n"
    "为做好相关工作,我局起草了《江夏市质量强市实施方案》,并已征求各部门意见,现予以公布。\n"
    "一、发送邮件。请发送至邮箱。\n二、寄送信函。请寄至我局。\n"
    "江夏市市场监督管理局\n2023年10月30日\n附件\n江夏市质量强市实施方案\n(征求意见稿)\n"
    "为推进质量强市建设,结合我市实际,制定本方案。\n"
    "一、重点任务\n(一)提升质量。(市市场监管局、市商务局)\n(二)培育品牌。(市商务局)"
)


def test_a_title_may_stand_below_a_notice_that_counts_its_own_paragraphs() -> None:
    meta = meta_of(outline_of(clean(NOTICE)))
    assert meta.title == "江夏市质量强市实施方案(征求意见稿)"
    assert (meta.place, str(meta.issued)) == ("江夏市", "2023-10-30")


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("质量强市建设2018年行动计划\n泉阳市市场监督管理局\n2018年3月1日", "泉阳市"),
        ("某行动计划\n东山市江北区石桥街道办事处安全生产委员会", "东山市江北区"),
    ],
)
def test_a_bureau_that_signs_tells_the_place(front: str, place: str) -> None:
    assert _meta(front).place == place


def test_a_city_that_is_cited_alone_is_ours() -> None:
    text = (
        "2018年质量工作行动计划\n为做好我市质量工作,根据《泉阳市创建示范城市实施方案》和"
        "《江南省质量强省意见》要求,特制定本行动计划。\n一、任务\n1.甲。乙。"
    )
    assert meta_of(outline_of(clean(text))).place == "泉阳市"


def test_a_community_is_no_place() -> None:
    assert _meta("社区居民养老服务工作方案").place is None


def test_our_city_may_be_spoken_of_below_the_first_heading() -> None:
    front = "养老意见\n为落实《中共云江市委、云江市人民政府关于城乡发展的决定》,现提出以下意见。\n"
    body = "一、目标\n1.目标。全市建成护理院3家。\n2.甲。乙。"
    assert meta_of(outline_of(clean(front + body))).place == "云江市"


def test_a_title_may_quote_another_document() -> None:
    front = "关于印发泉阳市贯彻落实《质量发展纲要》2017年行动计划的通知\n各县(区)人民政府:"
    assert _meta(front).title == "泉阳市贯彻落实《质量发展纲要》2017年行动计划"


def test_a_number_may_be_called_that_of_a_policy() -> None:
    assert _meta("政策文号:泉政字〔2021〕28号\n质量方案").doc_number == "泉政字〔2021〕28号"


def test_a_document_that_is_cited_lends_no_title() -> None:
    front = (
        "市政府关于推进计量工作的实施意见\n各县、区人民政府:\n"
        "计量是重要基础,根据《国务院关于印发计量发展规划(2021—2035年)的通知》,提出如下意见。"
    )
    assert _meta(front).title == "市政府关于推进计量工作的实施意见"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("结合青海实际", "青海省"),
        ("结合内蒙古实际", "内蒙古自治区"),
        ("结合上海发展实际", "上海市"),
        ("结合澳门实际", "澳门特别行政区"),
        ("结合泉阳市实际", "泉阳市"),
        ("结合我市实际", None),
        ("结合工作实际", None),
        ("结合本地区发展实际", None),
    ],
)
def test_the_place_may_be_told_by_whose_situation_is_meant(words: str, place: str | None) -> None:
    text = f"质量强区实施方案\n为推进质量工作,{words},制定本方案。\n一、任务\n1.甲。乙。"
    assert meta_of(outline_of(clean(text))).place == place


@pytest.mark.parametrize("day", ["2025-06-20", "2025/6/20", "(2025.6.20)"])
def test_a_signature_may_have_its_day_in_figures(day: str) -> None:
    text = f"质量方案{BODY}\n泉阳市人民政府办公室\n{day}"
    assert str(meta_of(outline_of(clean(text))).issued) == "2025-06-20"
