"""Names in a row, as an office writes them: 李强、王敏 等5人."""

from __future__ import annotations

from collections.abc import Sequence

SEPARATOR = "、"
NAMED = 3
"""how many a sentence can hold"""


def listed(names: Sequence[str], most: int = NAMED, unit: str = "人") -> str:
    """Join *names*; beyond *most* say how many there are in all."""
    if len(names) <= most:
        return SEPARATOR.join(names)
    return f"{SEPARATOR.join(names[:most])} 等{len(names)}{unit}"
