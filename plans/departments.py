"""Who a name belongs to: one matcher for reading and for questions.

A body is an identity with many spellings (`config/departments.toml`). What differs by rule is not
listed: place and level before the name, 和 and 与 inside it, 局, 委 or 厅 behind it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from plans.places import LEVELS, Gazetteer

FILE = Path(__file__).parent.parent / "config" / "departments.toml"

_DROPPED = re.compile(r"[\s和与及暨、,()\[\]“”\"'‘’<>《》·/]")
_OFFICE = re.compile("(?:办公室|办)$")
_BUREAU = re.compile("(?:分局|局|委员会|委|厅|部门)$")
_LEVEL = re.compile(f"(?P<level>{LEVELS}|镇|乡|街道)(?:人民政府|政府)?")
_NO_PLACE = "有的和或与在是哪些几要请问查看由让给跟同我你们这那什么谁需还都"
_OTHER_PLACE = re.compile(f"(?:(?![{_NO_PLACE}])[\\u4e00-\\u9fff]){{2,8}}?(?:{LEVELS})")
_LEAGUE = re.compile(
    f"(?:共青|共产主义青年)?团(?:[\\u4e00-\\u9fff]{{2,8}}?)?(?:{LEVELS})?(工?委|委员会)$"
)
_COLLECTIVE = re.compile(
    r"^各|人民政府|政府$|管理委员会|管委会|街道办|办事处$|领导小组|成员.{0,4}单位|直.{0,6}(?:单位|部门|机构)$"
    r"|(?:有关|相关|各).{0,2}(?:单位|部门)|驻.{1,6}单位|(?:新区|开发区|园区|示范区|高新区|经开区)$"
)
"""groups and governments: no identity, yet nothing to doubt"""
_NATIONAL = re.compile(r"(?:国家|国务院|中央|全国|中国)?(?P<core>[\u4e00-\u9fff]+)")
_MINISTRY = re.compile(r"(?:部|总局)$")


def plain(name: str) -> str:
    """Fold away what spellings differ in without meaning: width, brackets, 和, 与, 及, spaces."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", name))


def stem(core: str) -> str:
    """Drop the ending that changes with level and fashion: 发改局, 发改委 and 发改厅 are 发改."""
    short = _OFFICE.sub("办", core) if _OFFICE.search(core) else _BUREAU.sub("", core)
    return short if len(short) > 1 else core


_BRANCH = re.compile(
    r"((?:中国)?人民银行|人行|国家金融监督管理总局|金融监管总局)[一-龥]{2,8}?((?:中心)?支行|分行|营业管理部|监管分?局)"
)
"""names with their place inside: 人行湛江市中心支行"""


@dataclass(frozen=True, slots=True)
class Identity:
    """A body under its standard name, without place and level."""

    name: str
    also: tuple[str, ...] = ()
    became: tuple[str, ...] = ()
    year: int | None = None
    """when it was replaced; None while it exists"""
    near: tuple[str, ...] = ()
    """bodies that other places have in its stead: 水利局 where this one has a 水务局"""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every listed name, the standard one first."""
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True)
class Body:
    """A name taken apart: 市质监局 is 市 and the identity 质监局."""

    prefix: str
    identity: Identity


@dataclass(frozen=True)
class Directory:
    """All known bodies, found by any of their names."""

    identities: tuple[Identity, ...]
    places: Gazetteer
    _by_name: dict[str, Identity] = field(default_factory=dict, repr=False, compare=False)
    _by_spelling: dict[str, Identity] = field(default_factory=dict, repr=False, compare=False)
    _by_stem: dict[str, Identity] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for identity in self.identities:
            self._by_name[identity.name] = identity
            for spelling in identity.spellings:
                self._by_spelling.setdefault(plain(spelling), identity)
                self._by_stem.setdefault(stem(plain(spelling)), identity)

    @classmethod
    def load(cls, file: Path = FILE) -> Directory:
        """Read the directory that ships with Duban, or one in the same form."""
        return _load(file)

    def with_aliases(self, aliases: Mapping[str, str]) -> Directory:
        """Return a directory that knows further names, each with the standard name it belongs to.

        A standard name that is not listed is a body of its own.
        """
        if not aliases:
            return self
        names: dict[str, list[str]] = defaultdict(list)
        for name, identity in aliases.items():
            names[identity].append(name)
        listed = [
            replace(one, also=(*one.also, *names.pop(one.name, ()))) for one in self.identities
        ]
        added = [Identity(name, tuple(also)) for name, also in names.items()]
        return Directory((*listed, *added), self.places)

    def body(self, name: str) -> Body | None:
        """Take *name* apart, or return None where no known body has it."""
        whole = plain(name)
        cuts = tuple(self._cuts(whole))
        for prefix, core in cuts:
            if identity := self._by_spelling.get(core):
                return Body(prefix, identity)
        for prefix, core in cuts:
            if identity := self._by_stem.get(stem(core)):
                return Body(prefix, identity)
        return None

    @staticmethod
    def has_place_inside(name: str) -> bool:
        """Tell 人行湛江市中心支行, whose place no prefix shows."""
        return bool(_BRANCH.fullmatch(plain(name)))

    def known(self, name: str) -> bool:
        """Tell whether *name* on a document's list is a body, a government or a group of them."""
        is_group = bool(_COLLECTIVE.search(plain(name)))
        return self.body(name) is not None or is_group or self._is_national(name)

    def _is_national(self, name: str) -> bool:
        """Tell 教育部 and 国家林草局 by the bodies that places have: 教育局, 林草局."""
        found = _NATIONAL.fullmatch(plain(name))
        return found is not None and any(
            self.body(core) for core in (found["core"], _MINISTRY.sub("局", found["core"]))
        )

    def identity(self, name: str) -> str | None:
        """Return today's standard name without level: both 市质监局 and 工商局 are 市场监管局."""
        body = self.body(name)
        return self._latest(body.identity).name if body else None

    def successor(self, name: str) -> str | None:
        """Return what a body that no longer exists became, at its own level; else None."""
        body = self.body(name)
        if body is None or not body.identity.became:
            return None
        return body.prefix + self._latest(body.identity).name

    def heirs(self, identity: str) -> frozenset[str]:
        """Return the standard names of all that took over the duties of *identity*."""
        found: set[str] = set()
        waiting = [identity]
        while waiting:
            for name in self._by_name[waiting.pop()].became:
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return frozenset(found)

    def core(self, name: str) -> str:
        """Return *name* folded, without place and level, whether or not it is known."""
        whole = plain(name)
        body = self.body(name)
        if body:
            return whole.removeprefix(body.prefix)
        start = next(iter(self.places.prefixes(whole)), "")
        rest = whole.removeprefix(start)
        level = _LEVEL.match(rest)
        return rest[level.end() :] if level and level[0] != rest else rest or whole

    def _latest(self, identity: Identity) -> Identity:
        while identity.became:
            identity = self._by_name[identity.became[0]]
        return identity

    def _cuts(self, whole: str) -> Iterator[tuple[str, str]]:
        """Yield the ways to split off place and level, the most literal first."""
        yield "", whole
        if league := _LEAGUE.fullmatch(whole):
            yield whole.removesuffix(league[1]), "团委"
        starts = ["", *self.places.prefixes(whole)]
        while other := _OTHER_PLACE.match(whole, len(starts[-1])):
            starts.append(whole[: other.end()])
        for start in starts:
            rest = whole.removeprefix(start)
            if start and rest:
                yield start, rest
            # 市场监管局 is no body of a 市 called 场监管局
            level = None if rest.startswith("市场") else _LEVEL.match(rest)
            if level and level[0] != rest:
                yield start + level[0], rest.removeprefix(level[0])
                if level[0] != level["level"]:  # 市 and 政府办公室
                    yield start + level["level"], rest.removeprefix(level["level"])
        if branch := _BRANCH.fullmatch(whole):
            yield "", branch[1] + branch[2]


@lru_cache
def _load(file: Path) -> Directory:
    rows: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["department"]
    return Directory(
        tuple(
            Identity(
                row["name"],
                tuple(row.get("also", ())),
                tuple(row.get("became", ())),
                row.get("in"),
                tuple(row.get("near", ())),
            )
            for row in rows
        ),
        Gazetteer.load(),
    )
