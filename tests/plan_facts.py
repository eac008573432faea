"""Plans made for the tests, and the real ones where they are at hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from plans.departments import Directory
from plans.model import PlanFacts
from plans.reader import read_plan

SHARED = Path(__file__).parents[1].parent / "shared"

SPRING_CITY = """春城市人民政府办公室关于印发春城市质量提升2026年行动计划的通知
春府办〔2026〕7号
各区人民政府,市政府各部门:
《春城市质量提升2026年行动计划》已经市政府同意,现印发给你们,请认真组织实施。
春城市人民政府办公室
2026年2月3日
春城市质量提升2026年行动计划
为提升质量,制定本计划。
一、提升产品和服务质量
(一)提升产品质量。开展电动自行车专项抽查,推动跨境电商产品质量提升。到2026年,制造业产品质量合格率达到95%以上,新增绿色食品20个。(市市场监管局牵头,市农业农村局、商务局配合)
(二)提升旅游服务质量。规范民宿和导游服务,在“质量月”开展公开课。到2026年底,游客满意度达到90分以上。(市文化广电旅游体育局牵头,市商务局、市场监管局配合)
二、加强质量基础
(三)完善计量服务。开展“世界计量日”开放活动,为中小企业免费检定5000台件。(市市场监管局负责)
(四)建设检验检测平台。建成国家级质检中心1家,推进电梯物联网监测。(市科技局、市场监管局、春城海关按职责分工负责)
"""


def spring_city() -> PlanFacts:
    """A small city's plan, read by the real reader."""
    known = Directory.load().known
    facts = read_plan(SPRING_CITY, source="chuncheng-2026.txt", known=known)
    return replace(facts, place="春城市")


def autumn_county() -> PlanFacts:
    """The same plan for another place: names that two plans share."""
    facts = spring_city()
    return replace(
        facts, source="qiuxian-2026.txt", place="秋县", title="秋县质量提升2026年行动计划"
    )


@cache
def published(key: str) -> PlanFacts:
    """A published plan; skips the test where it is not at hand."""
    path = SHARED / "plans" / f"{key}.txt"
    if not path.exists():
        pytest.skip("the published plans are not at hand")
    return read_plan(path.read_text("utf-8"), source=path.name, known=Directory.load().known)
