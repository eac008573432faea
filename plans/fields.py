"""Fields in the words of a template, {部门}: each chat reads its own department's there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from plans.errors.broadcasts import UnknownField

FIELDS = ("部门", "任务", "截止日期", "剩余天数")
_FIELD = re.compile(r"[{｛]\s*([^{}｛｝<>&\n]*[\u4e00-\u9fff][^{}｛｝<>&\n]*?)\s*[}｝]")
"""in braces, also full width, with a Chinese word: other braces are words like any"""


def fields_in(html: str) -> list[str]:
    """Return the fields that a text names, in their order; raises UnknownField."""
    named = [found[1] for found in _FIELD.finditer(html)]
    unknown = next((name for name in named if name not in FIELDS), None)
    if unknown is not None:
        raise UnknownField(name=unknown, fields=FIELDS)
    return named


def filled(html: str, values: Mapping[str, str]) -> str:
    """Put values, HTML themselves, in the place of fields."""
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), html)
