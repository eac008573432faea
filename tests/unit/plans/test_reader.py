from __future__ import annotations

import json
from decimal import Decimal

import pytest

from plans.errors.documents import EmptyDocument, NotAPlan
from plans.json_form import from_json, to_json
from plans.model import DoubtKind
from plans.reader import read_plan

PLAN = """惠山市质量提升2024年行动计划
一、主要目标
到2024年,全市产品质量合格率达到95%。
二、重点任务
1.提升产品质量。建成检测平台5个。(市质监局牵头,市商务局配合)
2.提升服务质量。到2026年,满意度达到90%。(市文旅局负责)
4.开展质量月活动。(市教育局、市文旅局负责)
"""


@pytest.mark.parametrize("text", ["", "  \n\n ", "浏览次数:12"])
def test_a_text_without_words_is_empty(text: str) -> None:
    with pytest.raises(EmptyDocument):
        read_plan(text, source="x.txt")


@pytest.mark.parametrize(
    "text",
    [
        "你好,世界",
        "今日菜单\n1.红烧肉。很好吃。\n2.青菜。\n3.汤",
        "会议纪要\n一、市教育局汇报工作。\n二、讨论。",
    ],
)
def test_a_text_without_tasks_is_no_plan(text: str) -> None:
    with pytest.raises(NotAPlan):
        read_plan(text, source="x.txt")


def test_facts_survive_their_form_as_json() -> None:
    data = to_json(read_plan(PLAN, source="huishan-2024.txt"))
    assert to_json(from_json(json.loads(json.dumps(data)))) == data


def test_the_key_is_the_stem_of_the_file() -> None:
    assert read_plan(PLAN, source="huishan-2024.txt").key == "huishan-2024"


def test_a_task_is_due_with_its_last_own_promise() -> None:
    facts = read_plan(PLAN, source="x.txt")
    assert [str(task.due) for task in facts.tasks] == ["2024-12-31", "2026-12-31", "2024-12-31"]


def test_spans_hold_the_words_they_were_read_from() -> None:
    facts = read_plan(PLAN, source="x.txt")
    first = facts.tasks[0]
    assert first.span.of(facts.text).startswith("1.提升产品质量")
    assert [duty.span.of(facts.text) for duty in first.duties] == ["市质监局", "市商务局"]
    assert first.targets[0].span.of(facts.text) == first.targets[0].text
    assert first.targets[0].value == Decimal(5)


def test_doubts_list_what_was_assumed() -> None:
    facts = read_plan(PLAN, source="x.txt", known=lambda name: name != "市文旅局")
    found = [(doubt.kind, doubt.task, doubt.words, doubt.assumed) for doubt in facts.doubts]
    assert found == [
        (DoubtKind.GUESSED_DUE, "1", "建成检测平台5个", "2024-12-31"),
        (DoubtKind.UNKNOWN_DEPARTMENT, "2", "市文旅局", None),
        (DoubtKind.NUMBERING, "4", "2 → 4", None),
    ]


def test_every_doubt_quotes_its_place() -> None:
    facts = read_plan(PLAN, source="x.txt", known=lambda _: False)
    assert all(doubt.span.of(facts.text) for doubt in facts.doubts)


def test_a_row_without_a_department_is_doubted() -> None:
    text = "任务表\n| 序号 | 任务 | 牵头单位 |\n| 1 | 抓质量 | 市质监局 |\n| 2 | 抓安全 | |"
    doubts = read_plan(text, source="x.txt").doubts
    assert (DoubtKind.NO_DEPARTMENT, "2") in [(doubt.kind, doubt.task) for doubt in doubts]


def test_a_plan_without_a_year_is_doubted() -> None:
    text = "质量方案\n1.提升质量。做好。(市质监局负责)"
    assert DoubtKind.NO_HORIZON in [doubt.kind for doubt in read_plan(text, source="x.txt").doubts]


def test_names_between_which_a_mark_was_lost_are_doubted() -> None:
    text = "2024年方案\n1.提升质量。做好。(市公安局国土资源局负责)"
    doubts = read_plan(text, source="x.txt").doubts
    assert (DoubtKind.ODD_LIST, "市公安局、市国土资源局") in [(d.kind, d.assumed) for d in doubts]


def test_a_plan_that_names_months_alone_is_for_the_year_of_issue() -> None:
    text = (
        "东山县人民政府办公室\n2021年1月25日\n重点工作任务分解表\n"
        "一、改造管网。10月底前完成。(县住建局)"
    )
    assert [day.year for day in read_plan(text, source="x.txt").horizon] == [2021]


def test_three_years_are_counted_from_the_year_of_issue() -> None:
    text = (
        "东山县安全生产专项整治三年行动方案\n东山县人民政府\n2020年8月20日\n"
        "一、学习培训。2020年底前,开展培训3次。(县应急局、县总工会)\n二、整治。(县应急局)"
    )
    assert [day.year for day in read_plan(text, source="x.txt").horizon] == [2022]


def test_a_column_for_the_kind_of_goal_is_no_section_and_a_plan_of_stages_no_list_of_bodies() -> (
    None
):
    rows = (
        "| 序号 | 任务名称 | 指标要求 | 工作举措及实施计划 | 牵头部门 | 配合部门 | 目标类型 |\n"
        "| 1 | 服务业增加值 | 增长6% | 4月底前小学、中心幼儿园完工 | 区发改局 | 区统计局 | A类 |\n"
        "| 2 | 实到外资 | 完成5亿美元 | 年中检查一次 | 区商务局 | 各街道办事处 | B类 |\n"
    )
    plan = read_plan("江北区2019年目标任务分解表\n" + rows, source="x.txt")
    assert [task.section for task in plan.tasks] == [None, None]
    assert [duty.department for duty in plan.tasks[0].duties] == ["区发改局", "区统计局"]
    assert plan.tasks[0].targets[0].metric == "服务业增加值增长"


def test_the_title_is_the_heading_with_the_year_below_the_notice() -> None:
    text = (
        "区政府办公室关于印发2023年区《政府工作报告》主要任务责任分解方案的通知\n"
        "《区〈政府工作报告〉主要任务责任分解方案》已经区政府同意,现印发给你们,请认真落实。\n"
        "一、各单位要加强领导。\n二、按季度报送情况。\n江北区人民政府办公室\n2023年1月3日\n"
        "2023年区《政府工作报告》主要任务责任分解方案\n一、预期目标\n"
        "(一)地区生产总值增长7%以上\n责任单位:区发改局\n(二)新增企业30家\n责任单位:区统计局"
    )
    plan = read_plan(text, source="x.txt")
    assert plan.title == "2023年区《政府工作报告》主要任务责任分解方案"
    assert (plan.place, [day.year for day in plan.horizon]) == ("江北区", [2023])


def test_the_year_of_the_work_may_stand_in_the_opening_words() -> None:
    text = (
        "江北区落实“十四五”规划推进计划\n为落实规划,明确2022—2023年度重点任务,制定本计划。\n"
        "一、夯实基础\n1.更新设备。(区教育局负责)"
    )
    assert [day.year for day in read_plan(text, source="a.txt").horizon] == [2023]


def test_a_year_before_that_of_the_number_is_no_horizon() -> None:
    text = (
        "江政办发〔2021〕8号\n江北区稳岗意见\n为稳定就业,提出如下意见。\n一、减轻负担\n"
        "1.按2017年底前的标准征收。2021年底前全部退还。(区税务局负责)"
    )
    assert [day.year for day in read_plan(text, source="a.txt").horizon] == [2021]


def test_headings_without_a_number_are_sections_where_none_has_one() -> None:
    text = (
        "江北区乡村行动计划\n为建设乡村,制定本计划。\n守住粮食安全底线\n(一)稳定面积。扩种大豆。"
        "(区农业农村局负责)\n建设宜居村庄\n(二)修缮道路。铺设路面。(区交通局负责)\n"
        "(三)改水。更新管网。(区水利局负责)"
    )
    sections = [task.section for task in read_plan(text, source="a.txt").tasks]
    assert sections == ["守住粮食安全底线", "建设宜居村庄", "建设宜居村庄"]


def test_the_year_of_a_cited_number_is_no_horizon() -> None:
    text = (
        "江政办〔2013〕6号\n江北省人民政府办公厅关于明确江政〔2012〕10号文件重点工作责任单位的通知\n"
        "各市:\n一、提升质量\n1.加强抽查。做好整治。\n省质监局、卫生厅负责落实。"
    )
    assert read_plan(text, source="a.txt").horizon == ()


def test_a_list_that_counts_in_words_is_read() -> None:
    text = "江北区2020年为民办好四件实事\n一是新建学校2所。\n二是建成图书馆。\n三是改造路灯80盏。\n"
    tasks = read_plan(text + "四是新建步道8公里。", source="a.txt").tasks
    assert [(task.number, len(task.targets)) for task in tasks] == [
        ("1", 1),
        ("2", 0),
        ("3", 1),
        ("4", 1),
    ]


def test_headings_of_one_long_line_are_parted() -> None:
    text = "江北区托育方案\n为发展托育,制定本方案。一、目标建成体系。二、重点任务(一)扩大供给。"
    plan = read_plan(
        text + "新建园所。(区卫健局负责)(二)强化监管。巡查。(区教育局负责)", source="a"
    )
    assert [(task.number, task.section) for task in plan.tasks] == [
        ("1", "重点任务"),
        ("2", "重点任务"),
    ]


def test_rows_of_a_copy_with_dots_for_stops_are_read() -> None:
    text = (
        "江北区2018年任务分解表\n一、预期目标(3项)\n1 财政收入增长8%以上. 财政局\n\n"
        "2 工业总产值增长4%. 经信委\n\n3 技改投资增长10%. 发改委、经信委\n\n4 外贸增长3%. 商务局"
    )
    duties = [[d.department for d in t.duties] for t in read_plan(text, source="a.txt").tasks]
    assert duties == [["财政局"], ["经信委"], ["发改委", "经信委"], ["商务局"]]


def test_years_in_a_title_may_have_lost_their_dash() -> None:
    text = "泉阳市质量提升行动计划(20242026年)\n一、任务\n1.甲。乙。(市商务局负责)"
    assert [day.year for day in read_plan(text, source="a.txt").horizon] == [2026]
