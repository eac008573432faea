from __future__ import annotations

from datetime import date

import pytest

from plans.model import Span, TargetFact
from plans.reading.targets import Calendar, promises

CALENDAR = Calendar(horizon=date(2025, 12, 31), year=2023, begins=2023)


def _targets(text: str) -> tuple[TargetFact, ...]:
    return promises(text, [Span(0, len(text))], CALENDAR).targets


def _short(text: str) -> list[str]:
    return [
        f"{t.op.value}{t.value.normalize():f}{f'-{t.upper:f}' if t.upper else ''}{t.unit or ''}"
        for t in _targets(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("制造业产品质量合格率稳定在93%以上", [">=93%"]),
        ("工程质量监督覆盖率达100%", ["=100%"]),
        ("PM2.5年均浓度维持在35微克/立方米以下", ["<=35微克/立方米"]),
        ("有效发明专利量超过4300件", [">4300件"]),
        ("有效注册商标量超过100万件", [">1000000件"]),
        ("新增节能建筑面积2.42亿平方米以上", [">=242000000平方米"]),
        ("全员劳动生产率超过66万元/人", [">66万元/人"]),
        ("年营业收入突破100亿元", [">=100亿元"]),
        ("力争建成2—3个国家级示范项目", ["range2-3个"]),
        ("投资额年均增长16%左右", ["~16%"]),
        ("制造业质量竞争力指数达到94以上", [">=94"]),
        ("生产性服务业顾客满意度超过85。", [">85"]),
        ("启动50个再造项目、3个支持项目", [">=50个", ">=3个"]),
        ("参与制定国际标准6项、国家标准200项", [">=6项", ">=200项"]),
        ("企业开办时间压缩至0.5个工作日以内", ["<=0.5个工作日"]),
        ("覆盖率达到百分之九十五", [">=95%"]),
        ("建成百个社区", [">=100个"]),
        ("培育检测企业三家以上", [">=3家"]),
        ("新建博物馆一座", [">=1座"]),
        ("新增数字技能人才20万人以上", [">=200000人"]),
        ("核心产业增加值翻一番", [">=1番"]),
        ("农户储粮损失率由8%降至5%以下", ["<=5%"]),
        ("产值超10亿元企业达到25家", [">=25家"]),
        ("能耗下降3.5个百分点", [">=3.5个百分点"]),
        ("资金不少于2亿元", [">=2亿元"]),
        ("装机容量达到25千瓦以上", [">=25千瓦"]),
        ("粮食产量保持在25亿斤以上", [">=2500000000斤"]),
        ("研发人员达到80人年", [">=80人年"]),
        ("完成投资5千万元", [">=5000万元"]),
        ("每届获奖组织不超过5个", []),
        ("满意度由2023年的76分提高到2025年的82分", [">=82分"]),
        ("新增地理标志产品二至三个", ["range2-3个"]),
        ("合格率提高三个百分点", [">=3个百分点"]),
        ("支持年产值超过5亿元的企业建立检测中心", []),
        ("主营业务收入5亿元以上工业企业全部设立研发机构", []),
        ("签约项目60个,其中10亿元以上6个", [">=60个", ">=6个"]),
        ("建立覆盖3个市辖区、5个县的检验检测网络", []),
        ("完成289个品种中我市涉及的3个品种评价", []),
        ("公共服务窗口实现11个县和功能区全覆盖", []),
        ("全市60家大中型超市纳入追溯范围", [">=60家"]),
        ("全市28个市场全部实现规范运行", []),
        ("奖励资金兑付率100%", ["=100%"]),
        ("绿色建筑占比2024年达到95%", [">=95%"]),
        ("创建国家农产品质量安全县2个", [">=2个"]),
        ("检定在用计量器具6万台(件)", [">=60000台(件)"]),
        ("用好总规模50亿元的产业基金", []),
        (
            "实现“引进人才达到2000名左右,人才贡献率达到40%”的目标",
            ["~2000名", ">=40%"],
        ),
    ],
)
def test_promises_are_read(text: str, expected: list[str]) -> None:
    assert _short(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "围绕20种重点产品开展质量提升",
        "支持5大优势产业",
        "对10种定量包装商品开展净含量监督检查",
        "将服装等11类商品作为监管对象",
        "推进12345市民服务热线标准化建设",
        "打造东莞“4+5”产业集群",
        "打造“51020”产业集群",
        "加快40万吨级航道建设",
        "发展3D打印产业",
        "打造15分钟便民生活圈",
        "根据《行动计划(2016-2017年)》要求",
        "推行ISO 10012测量管理体系认证",
        "给予最高20万元一次性奖励",
        "按设备投资额的10%给予补助,单个企业不超过500万元",
        "2022年,全省增加值达到1850亿元",
        "目前已建成5个示范区",
        "联系电话:87654321",
        "对80岁以上老年人开展评估",
        "实施百项能效标准推进工程",
        "建立一个长效机制",
        "落实“四个最严”要求",
        "推进十大工程",
        "与长三角40个城市建立合作机制",
    ],
)
def test_other_numbers_are_not_promises(text: str) -> None:
    assert _short(text) == []


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        ("到2024年建成5家,到2027年建成8家", ["2024-12-31", "2027-12-31"]),
        ("2024年6月底前完成5家", ["2024-06-30"]),
        ("12月底前完成5家", ["2023-12-31"]),
        ("第三季度完成5家", ["2023-09-30"]),
        ("“十四五”末,覆盖率达到80%", ["2025-12-31"]),
        ("建成5家", ["2025-12-31"]),
        ("到2024年建成5家。新增企业6家", ["2024-12-31", "2024-12-31"]),
    ],
)
def test_numbers_take_the_date_before_them(text: str, dues: list[str]) -> None:
    assert [str(target.due) for target in _targets(text)] == dues


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("每年培育示范点100个以上", ["year"]),
        ("每年推动100家企业提升,培育10家标杆企业", ["year", "year"]),
        ("每年培育示范点100个。建成平台5个", ["year", None]),
        ("每年供地1200亩,亩均税收不低于30万元/亩", ["year", None]),
    ],
)
def test_yearly_promises_are_marked(text: str, every: list[str | None]) -> None:
    assert [target.every for target in _targets(text)] == every


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("到2024年,农产品总体合格率达96%以上", ["农产品总体合格率"]),
        ("建设100家科技成果转化中试基地", ["科技成果转化中试基地"]),
        ("机构达450家以上、年营业收入突破100亿元", ["机构", "机构年营业收入"]),
        (
            "新增主导制定国际标准6项、国家标准200项",
            ["新增主导制定国际标准", "新增主导制定国家标准"],
        ),
        ("水源水质100%达标", ["水源水质达标"]),
        (
            "实现“引进人才达到2000名左右,人才贡献率达到40%”的目标",
            ["引进人才", "人才贡献率"],
        ),
    ],
)
def test_metrics_name_what_is_counted(text: str, metrics: list[str]) -> None:
    assert [target.metric for target in _targets(text)] == metrics


def test_a_dated_clause_without_a_number_is_a_milestone() -> None:
    text = "到2024年底基本建成监控体系,机器人应用得到推广。完善机制。"
    found = promises(text, [Span(0, len(text))], CALENDAR).milestones
    assert [(m.text, str(m.due)) for m in found] == [
        ("到2024年底基本建成监控体系,机器人应用得到推广", "2024-12-31")
    ]


def test_numbers_without_a_date_are_guessed() -> None:
    found = promises("建成5家", [Span(0, 4)], CALENDAR)
    assert found.guessed == found.targets


def test_a_deadline_of_the_task_is_the_due_date_of_its_numbers() -> None:
    found = promises("建成5家", [Span(0, 4)], CALENDAR, deadline=date(2024, 6, 30))
    assert found.targets[0].due == date(2024, 6, 30)
    assert found.guessed == ()
