"""Which words end as names of bodies do: 局, 委, 办公室, 集团, and 市教育 before 等部门."""

from __future__ import annotations

import re

LEVEL = "新区|高新区|经开区|自治区|自治州|自治县|省|市|州|盟|区|县|旗|镇|乡"
_SUFFIX = re.compile(
    r"(?:局|委|办|厅|署|院|会|部|处|室|中心|政府|支队|大队|总队|分局|公司|集团|银行|分行|支行|海关|台|社|报|校|大学|学院|所|站|队|团|联|单位|部门|企业|机构|科协|消协|侨协|记协|残协|市委|省委|县委|区委|公安|税务|区|县|市|州|盟|旗|镇|街|街道|乡|乡镇|镇街|地区|园|基地|银保监|人行|供电|组|科|馆|库|行|店|矿|厂|港|段|军分区|武装部|[\u4e00-\u9fff]{3}(?<!公)司|平台|高校|村|社区|医疗卫生|志愿者|机关)(?:\(.{1,12}\))?$"
)
_STEMS = (
    "教育|科技|公安|民政|司法|财政|人社|人力资源社会保障|自然资源|国土|规划|生态环境|环保|住建|住房城乡建设|交通|交通运输"
    "|水务|水利|农业|农业农村|商务|文化|文旅|旅游|广电|体育|卫生|卫健|卫生健康|医保|应急|安监|审计|国资|市场监管|质监|工商"
    "|统计|信访|林业|城管|税务|气象|工信|发展改革|发改|消防|粮食"
)
_STEM = re.compile(rf"(?:{LEVEL})?(?:{_STEMS})")
"""Departments as 市教育、公安、民政等部门 abbreviates them"""


def looks_like_body(text: str) -> bool:
    """Whether a name ends as names of bodies do."""
    return bool(_SUFFIX.search(text) or _STEM.fullmatch(text)) and len(text) <= 30
