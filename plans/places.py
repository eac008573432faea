"""Where a name belongs: provinces and cities, and how a place is written before a body's name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "config" / "places.toml"
LEVELS = "自治区|自治州|自治县|特别行政区|新区|开发区|林区|地区|省|市|州|盟|旗|区|县"
_NO_LEVEL = "市场|区域|县级|区级"
"""words that begin like a level: 惠州市场监管局 is 惠州's 市场监管局"""
_LEVEL_AT_END = re.compile(f"(?:{LEVELS})$")
MUNICIPALITIES = frozenset({"北京", "天津", "上海", "重庆"})
SPECIAL = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}


def province(short: str) -> str | None:
    """Return 青海省 for 青海 and 内蒙古自治区 for 内蒙古; None for what is no province."""
    if short not in _provinces():
        return None
    return f"{short}市" if short in MUNICIPALITIES else SPECIAL.get(short, f"{short}省")


def bare(place: str) -> str:
    """Drop the level from a place: 惠州市 is 惠州. A name of one character keeps it."""
    short = _LEVEL_AT_END.sub("", place)
    return short if len(short) > 1 else place


@dataclass(frozen=True)
class Gazetteer:
    """Places a question or a body's name may begin with, without their level."""

    names: frozenset[str]

    @classmethod
    def load(cls, file: Path = FILE) -> Gazetteer:
        """Read the gazetteer that ships with Duban."""
        return _load(file)

    def with_places(self, places: frozenset[str]) -> Gazetteer:
        """Return a gazetteer that knows *places* too (those of the loaded plans)."""
        return Gazetteer(self.names | places)

    @cached_property
    def _at(self) -> re.Pattern[str]:
        longest_first = sorted(self.names, key=len, reverse=True)
        return re.compile(
            f"({'|'.join(map(re.escape, longest_first))})(?:(?!{_NO_LEVEL})(?:{LEVELS}))?"
        )

    def prefixes(self, text: str) -> tuple[str, ...]:
        """Return the ways *text* begins with a place, the longest first: 惠州市, 惠州."""
        found = self._at.match(text)
        if not found:
            return ()
        return (found[0],) if found[0] == found[1] else (found[0], found[1])

    def mentions(self, text: str) -> tuple[re.Match[str], ...]:
        """Return every place named in *text*; group 1 is the place without its level."""
        return tuple(self._at.finditer(text))


@lru_cache
def _provinces() -> frozenset[str]:
    return frozenset(tomllib.loads(FILE.read_text("utf-8"))["provinces"].split())


@lru_cache
def _load(file: Path) -> Gazetteer:
    lists = tomllib.loads(file.read_text("utf-8"))
    return Gazetteer(frozenset(name for text in lists.values() for name in text.split()))
