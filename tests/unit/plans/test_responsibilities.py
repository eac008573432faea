from __future__ import annotations

import pytest

from plans.model import Role, Span
from plans.reading.clauses import clauses_in
from plans.reading.names import names_in
from plans.reading.prefixes import level_of
from plans.reading.roles import ListRules, duties, list_rules

CITY = ListRules(first_leads=False, led_by_first=frozenset(), prefix="市", place="惠州")


def _read(text: str, rules: ListRules = CITY) -> str:
    """`lead | support | responsible`, each a list of names."""
    found = duties(clauses_in(text, [Span(0, len(text))]), rules)
    roles = ("lead", "support", "responsible")
    return " | ".join("、".join(d.department for d in found if d.role == role) for role in roles)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("做好。(市质监局牵头,市农业局、商务局配合)", "市质监局 | 市农业局、市商务局 | "),
        (
            "做好。(市质监局牵头,市农业局、商务局等单位按职责分工负责)",
            "市质监局 | 市农业局、市商务局 | ",
        ),
        ("做好。(牵头单位:市教育局;配合单位:市财政局、公安局)", "市教育局 | 市财政局、市公安局 | "),
        ("做好。(市质监局牵头,市生态环境局和坪分局配合)", "市质监局 | 市生态环境局和坪分局 | "),
        ("做好。(市工信局、各镇〈街道〉负责)", " |  | 市工信局、各镇(街道)"),
        ("做好。(省委金融办,广东金融监管局按职责分工负责)", " |  | 省委金融办、广东金融监管局"),
        ("做好。(市科协牵头,各有关区、县级市配合)", "市科协 | 各有关区、县级市 | "),
        ("做好品牌培育。(商务局)", " |  | 市商务局"),
        ("做好。(市林业局、水利局牵头督办,市审计局参与)", "市林业局、市水利局 | 市审计局 | "),
        (
            "做好。(市科技局牵头,江畔实验室、教育局配合)",
            "市科技局 | 江畔实验室、市教育局 | ",
        ),
        ("建成便民点(社区服务中心)。", " |  | "),
        ("财政收入增长6%。财政局、税务局", " |  | 市财政局、市税务局"),
        ("财政收入增长6%。其他工作", " |  | "),
        (
            "做好。(牵头单位:市人社局;责任单位:市直有关部门、单位,各区政府、开发区管委)",
            "市人社局 | 市直有关部门、单位、各区政府、开发区管委 | ",
        ),
        (
            "由市科协牵头。市教育局、气象局作为成员单位,参与实施。",
            "市科协 | 市教育局、市气象局 | ",
        ),
        ("报送主管部门(商务局)", " |  | "),
        ("做好。(市经信局、邮政公司,公安部)", " |  | 市经信局、市邮政公司、公安部"),
        (
            "由市卫生局负责,市工商局、质监局配合,开展夏季餐饮检查。",
            "市卫生局 | 市工商局、市质监局 | ",
        ),
        ("做好。(新区大数据局、财政局负责)", " |  | 新区大数据局、新区财政局"),
        ("做好。(由市质监局负责牵头,市农业局、商务局协助)", "市质监局 | 市农业局、市商务局 | "),
        ("做好。以上工作由市质监局牵头负责。", "市质监局 |  | "),
        ("做好。(责任单位:市质监局等11个部门)", " |  | 市质监局"),
        (
            "做好。(市体育局、市文联、市档案馆、市地方志办)",
            " |  | 市体育局、市文联、市档案馆、市地方志办",
        ),
        ("做好。(市水利局、长江水利委员会水文局)", " |  | 市水利局、长江水利委员会水文局"),
        (
            "做好。(市大数据局牵头,市“放管服”改革协调小组成员单位配合)",
            "市大数据局 | 市“放管服”改革协调小组成员单位 | ",
        ),
        ("做好。(各县(市、区)党委、政府,市直各部门)", " |  | 各县(市、区)党委、政府、市直各部门"),
        ("做好。(牵头单位:市质监局;配合单位:市工信局各街道)", "市质监局 | 市工信局、各街道 | "),
        ("做好。各责任单位按分工组织实施。", " |  | "),
        ("做好。此项工作由市质监局、市工商局负责。", " |  | 市质监局、市工商局"),
        (
            "做好。(第一责任单位:市教育局,其他责任单位:市公安局、惠州海事局)",
            "市教育局 | 市公安局、惠州海事局 | ",
        ),
        (
            "由市质监局牵头负责,市直各有关部门具体落实,2018年12月底前完成。",
            "市质监局 | 市直各有关部门 | ",
        ),
        ("做好。(市人社局、市工商联/总商会)", " |  | 市人社局、市工商联、市总商会"),
        ("做好。(市教育局负责,市财政局保障经费)", "市教育局 | 市财政局 | "),
        (
            "做好。(市人大常委会法工委、市农业农村委文旅委)",
            " |  | 市人大常委会法工委、市农业农村委、市文旅委",
        ),
        (
            "做好。(各市、县〔区〕人民政府,南昌铁路监管办)",
            " |  | 各市、县〔区〕人民政府、南昌铁路监管办",
        ),
        ("做好。(市宣传部、消协,港区、园区负责)", " |  | 市宣传部、市消协、港区、园区"),
        ("做好。(责任单位:市教育局,配合单位:市财政局)", "市教育局 | 市财政局 | "),
        ("做好。〔市教育局、团市委按职责分工负责〕", " |  | 市教育局、团市委"),
        ("做好。【责任部门:市教育局、市体育局】", " |  | 市教育局、市体育局"),
        ("责任单位:市教育局、市财政局", " |  | 市教育局、市财政局"),
        ("由市质监局牵头,市发展改革委、统计局配合。", "市质监局 | 市发展改革委、市统计局 | "),
        ("由市教育局牵头,会同市财政局、市审计局落实。", "市教育局 | 市财政局、市审计局 | "),
        ("市应急局牵头负责,市公安局、各区政府组织落实。", "市应急局 | 市公安局、各区政府 | "),
        ("市教育局会同市公安局负责。", "市教育局 | 市公安局 | "),
        ("做好。(市教育局负责,市财政局配合)", "市教育局 | 市财政局 | "),
        ("做好。(市教育局、市公安局)", " |  | 市教育局、市公安局"),
        ("做好。(责任单位:市教育局*、市公安局)", "市教育局 | 市公安局 | "),
        ("做好。(市教育局(牵头)、市公安局)", "市教育局 | 市公安局 | "),
        (
            "由市质监局、市政府食安办分别牵头,市财政(国资)局配合。",
            "市质监局、市政府食安办 | 市财政(国资)局 | ",
        ),
        ("做好。责任单位:市教育局牵头,市公安局配合;完成时限:10月底", "市教育局 | 市公安局 | "),
        ("做好。(牵头单位:市教育局;责任人:张某某;完成时限:6月底)", "市教育局 |  | "),
        ("做好。(牵头部门:市教育局参与部门市公安局)", "市教育局 | 市公安局 | "),
        (
            "做好。(责任单位:市教育局、市财政局等,排名第一的为牵头单位,下同)",
            " |  | 市教育局、市财政局",
        ),
        ("做好。(市教育、公安等部门按职责分工负责)", " |  | 市教育、市公安"),
        ("做好。责任单位:市教育局。完成时间:2024年6月。", " |  | 市教育局"),
        ("做好。(市水务局、市住建局,2025年6月底前完成)", " |  | 市水务局、市住建局"),
        ("做好。(市教育局总牵头,市公安局、财政局分头负责)", "市教育局 | 市公安局、市财政局 | "),
        ("做好。(市教育局负责,各县、市、区人民政府配合)", "市教育局 | 各县、市、区人民政府 | "),
        ("做好。(市教育局为主,市公安局配合)", "市教育局 | 市公安局 | "),
        ("做好。(市教育局、市公安局等部门按分工负责)", " |  | 市教育局、市公安局"),
        (
            "做好。(市教育局负责,各县人民政府结合实际落实)",
            " |  | 市教育局、各县人民政府",
        ),
        ("建立由市市场监管局牵头的联席会议机制。", " |  | "),
        ("由市教育局牵头,建立联席会议制度。", " |  | "),
        ("本方案由市教育局负责解释。", " |  | "),
        ("加强培训(含网络培训)。", " |  | "),
    ],
)
def test_clauses_say_who_does_what(text: str, expected: str) -> None:
    assert _read(text) == expected


def test_the_first_of_a_list_leads_where_the_document_says_so() -> None:
    rules = ListRules(first_leads=True, led_by_first=frozenset(), prefix="市", place=None)
    assert (
        _read("做好。(责任单位:市教育局、市财政局、市公安局)", rules)
        == "市教育局 | 市财政局、市公安局 | "
    )


@pytest.mark.parametrize(
    "rule",
    [
        "排在首位的为牵头单位",
        "列第一位的单位为牵头单位",
        "责任部门(第一个为牵头单位)",
        "牵头单位列首位",
    ],
)
def test_the_rule_about_the_first_name_is_recognised(rule: str) -> None:
    assert list_rules(f"任务分工如下,{rule}。", [], prefix=None, place=None).first_leads


def test_no_such_rule_is_read_into_other_words() -> None:
    words = "质量排在全省首位。市教育局为牵头单位。"
    assert not list_rules(words, [], prefix=None, place=None).first_leads


def test_the_rule_about_the_first_name_takes_no_name_with_it() -> None:
    text = "做好。(教育部、体育总局、共青团中央。列第一位者为牵头单位,下同)"
    clauses = clauses_in(text, [Span(0, len(text))])
    rules = list_rules(text, clauses, prefix=None, place=None)
    assert _read(text, rules) == "教育部 | 体育总局、共青团中央 | "


def test_a_rule_within_a_clause_holds_for_that_clause_alone() -> None:
    text = "(市教育局、市财政局负责,排在首位的为牵头单位)\n做好。(市公安局、市司法局负责)"
    clauses = clauses_in(text, [Span(0, text.index("\n")), Span(text.index("\n") + 1, len(text))])
    rules = list_rules(text, clauses, prefix="市", place=None)
    assert not rules.first_leads
    assert [duty.role for duty in duties(clauses[:1], rules)] == [Role.LEAD, Role.SUPPORT]
    assert {duty.role for duty in duties(clauses[1:], rules)} == {Role.RESPONSIBLE}


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        (
            "各县、区人民政府,大亚湾开发区、仲恺高新区管委会",
            ["各县、区人民政府", "大亚湾开发区", "仲恺高新区管委会"],
        ),
        ("各县(市、区)人民政府、市教育局", ["各县(市、区)人民政府", "市教育局"]),
        ("各镇人民政府、街道办事处", ["各镇人民政府、街道办事处"]),
        ("市财政局和市审计局", ["市财政局", "市审计局"]),
        ("市发展和改革局、市住房和城乡建设局", ["市发展和改革局", "市住房和城乡建设局"]),
        ("市公安局国土资源局", ["市公安局", "国土资源局"]),
        ("市公安局交警支队", ["市公安局交警支队"]),
        ("国家税务总局五阳市税务局", ["国家税务总局五阳市税务局"]),
        ("市质量强市工作领导小组成员单位", ["市质量强市工作领导小组成员单位"]),
        ("市教育局等有关部门", ["市教育局"]),
        ("各地级以上市人民政府结合实际", ["各地级以上市人民政府"]),
        ("由市教育局", ["市教育局"]),
        ("市发展改革委(市粮食和储备局)、市财政局", ["市发展改革委(市粮食和储备局)", "市财政局"]),
    ],
)
def test_lists_are_cut_into_names(listed: str, names: list[str]) -> None:
    assert [name.text for name in names_in(listed)] == names


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("市教育局", "市"),
        ("市场监管局", None),
        ("市市场监管局", "市"),
        ("市民政局", "市"),
        ("市政府办公室", "市"),
        ("县市场监管局", "县"),
        ("省市场监管局", "省"),
        ("自治区教育厅", "自治区"),
        ("团市委", "市"),
        ("市委宣传部", "市"),
        ("区域合作办", None),
        ("商务局", None),
    ],
)
def test_the_level_of_a_name_is_its_prefix(name: str, level: str | None) -> None:
    assert level_of(name) == level


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("市农业局、惠州出入境检验检疫局、商务局", "市农业局、惠州出入境检验检疫局、市商务局"),
        ("市商务局、湛江海关、湛江银保监分局", "市商务局、湛江海关、湛江银保监分局"),
        ("市委宣传部、网信办、教育局", "市委宣传部、市委网信办、市教育局"),
        ("市住建局、国网惠州供电公司", "市住建局、国网惠州供电公司"),
        ("市金融局、中国人民银行惠州市分行", "市金融局、中国人民银行惠州市分行"),
        ("市商务局、城东街道、双溪镇", "市商务局、城东街道、双溪镇"),
        ("市直相关单位、财政局", "市直相关单位、市财政局"),
        ("市财政局、越秀区、各有关区、县级市", "市财政局、越秀区、各有关区、县级市"),
    ],
)
def test_names_share_the_prefix_of_their_list(listed: str, expected: str) -> None:
    assert _read(f"责任单位:{listed}") == f" |  | {expected}"


def test_a_document_without_prefixes_keeps_its_names() -> None:
    bare = ListRules(first_leads=False, led_by_first=frozenset(), prefix=None, place=None)
    assert _read("卫健局牵头,教育局、县委宣传部配合。", bare) == "卫健局 | 教育局、县委宣传部 | "


def test_a_name_listed_twice_counts_once_with_its_strongest_role() -> None:
    assert (
        _read("甲。(市教育局牵头,市公安局配合)乙。(市公安局牵头,市教育局配合)")
        == "市教育局、市公安局 |  | "
    )


def test_duties_stand_where_they_were_read() -> None:
    text = "做好。(市质监局牵头,商务局配合)"
    found = duties(clauses_in(text, [Span(0, len(text))]), CITY)
    assert [duty.span.of(text) for duty in found] == ["市质监局", "商务局"]
