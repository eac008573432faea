"""An amount that a question compares with: 超过95%的指标, 100家以上的指标."""

from __future__ import annotations

import re
from decimal import Decimal

from plans.query import Beyond
from plans.questions.marked import Mark, Marked

_MORE, _LESS = "超过|高于|大于|多于|超出|超", "低于|小于|少于|不足|不到|不满"
_UNIT = "%|个百分点|[万亿]?[家个项件张名座所条批种元户人次分]+|[万亿]"
_N = rf"(?:百分之)?(?P<n>\d+(?:\.\d+)?|(?<=百分之)百)\s*(?P<unit>{_UNIT})?"
_BEFORE = re.compile(
    rf"(?:(?P<at_least>不低于|不少于|大于等于|至少|达到|≥)|(?P<at_most>不高于|不超过|不多于|小于等于|≤)"
    rf"|(?P<more>{_MORE}|>)|(?P<less>{_LESS}|<))(?:了|过)?{_N}"
)
_AFTER = re.compile(rf"{_N}(?:(?P<at_least>(?:及|或)?以上)|(?P<at_most>(?:及|或)?以下))")
_JUST = re.compile(rf"(?=百分之|\d+(?:\.\d+)?%){_N}的(?=(?:量化|具体)?(?:指标|目标))")
_LISTED = re.compile(r"指标|目标")
_OPERATORS = {"at_least": ">=", "at_most": "<=", "more": ">", "less": "<"}
_MULTIPLES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def mark_amount(marked: Marked) -> Beyond | None:
    """Mark the amount that targets are compared with; None where none is."""
    listed = bool(_LISTED.search(marked.text))
    for pattern in (_BEFORE, _AFTER, _JUST):
        match = pattern.search(marked.text)
        if match and marked.free(*match.span()) and (listed or match[0] == marked.text):
            marked.put(Mark.DONE, *match.span())
            return _amount(match)
    return None


def _amount(match: re.Match[str]) -> Beyond:
    said = {name: words for name, words in match.groupdict().items() if words}
    operator = next((sign for name, sign in _OPERATORS.items() if name in said), "=")
    unit = "%" if "百分之" in match[0] else said.get("unit", "")
    times = _MULTIPLES.get(unit[:1], Decimal(1))
    number = Decimal(100) if said["n"] == "百" else Decimal(said["n"])
    return Beyond(operator, str(number * times), unit.lstrip("万亿"), match[0])
