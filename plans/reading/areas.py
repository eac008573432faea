"""Groups of areas such as 各县、区人民政府: one entry of a list, commas and all."""

from __future__ import annotations

import re

_AREA = re.compile(
    r"各?(?:有关|相关)?(?:县级市|设区市|地级以上市|地级市|直管市|自治县|县|市|区|州|盟|旗|镇|乡|街道|街|乡镇|镇街|园区|开发区|功能区|新区|管理区|林区|经济区|示范区)(?:[(〔].{1,12}[)〕])?"
)
_AREA_BODY = re.compile(
    rf"{_AREA.pattern}(?:人民政府|政府|党委政府|党委|党工委|办事处|管委会|管理委员会)?(?:\(.*?\))?"
)
_LOW_BODY = re.compile(r"(?:镇|乡|乡镇|街道)(?:人民政府|政府|办事处)|街道|办事处|镇街")
RULES_AREAS = re.compile(r"各|(?:有关|相关|其他)(?=[县市区州盟旗镇乡])")
"""各县、区人民政府, 有关县、市"""
_OFFICES = frozenset({"人民政府", "政府", "管委会", "管理委员会", "办事处", "街道办事处"})
_ADMINISTRATION = ("公署", "人民政府", "政府", "管委会", "管理委员会", "党委", "党工委", "办事处")
"""各盟行政公署、人民政府 names two offices of the same places"""
AREA_LETTERS = "县市区州盟旗镇乡"


def is_of_group(group: str, text: str) -> bool:
    """Whether 各 still rules *text*: 区人民政府 behind 各县, 街道办事处 behind 各镇人民政府."""
    last = group.rsplit("、", 1)[-1]
    if text.startswith("各") and not last.endswith(tuple(AREA_LETTERS)):
        return False
    if text in _OFFICES:
        return last.endswith(_ADMINISTRATION)
    if _AREA.fullmatch(last) or last.endswith("行政公署"):
        return bool(_AREA_BODY.fullmatch(text))
    return bool(_AREA_BODY.fullmatch(last) and _LOW_BODY.fullmatch(text))
