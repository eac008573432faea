"""References of the record (`contact:7`) as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from store.audit import REFERENCE


def named(text: str, names: Mapping[str, str]) -> str:
    """Put a name before the number of everybody and everything that has one: 李强(7号)."""

    def name(found: re.Match[str]) -> str:
        known = names.get(found[0])
        return f"{known}({found[0]})" if known else found[0]

    return REFERENCE.sub(name, text)
