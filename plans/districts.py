"""Which bodies are those of districts: 惠城区政府, 仲恺高新区管委会, 各县(区)人民政府."""

from __future__ import annotations

import re

from plans.departments import plain

_OWN = re.compile(r"^(?:市|省|自治区|州)(?:人民)?政府")
"""the place's own government"""
_DISTRICT = re.compile(
    r"(?:[市区县旗镇乡州盟]|街道|开发区|新区|园区)(?:人民)?政府$"
    r"|(?:管委会|管理委员会|街道办|街道办事处|镇街|园区|区|县|旗)$"
)


def is_district(name: str) -> bool:
    """Tell whether *name* is that of a district, or of all of them."""
    folded = plain(name)
    return not _OWN.match(folded) and bool(_DISTRICT.search(folded))
