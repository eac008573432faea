"""Task numbers that a question names: 任务12, 第六项, 第1、3、5项, 3到7号任务, 前三项, 最后一项."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plans.numerals import any_number

_D = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,5})"
_ONE = rf"(?:第?\(?{_D}\)?(?:项|条|号|个|行)?)"
_JOIN = r"(?:、|,|和|与|跟|及|以及|还有|/|\s)"
_TO = r"(?:到|至|[-~—–]+)"
_LIST = rf"{_ONE}(?:(?:{_JOIN}|{_TO}){{1,2}}(?:任务)?{_ONE})*"
_UNIT = r"(?:大|小)?(?:项|条|号|个|款|行)"
_NOUN = r"(?:重点|主要|工作|具体)*(?:任务|事项|工作|条款|条目|要求)"
_AFTER_NOUN = re.compile(
    rf"{_NOUN}(?:的)?(?:分解表)?(?:编号|序号|号)?(?:是|为|:)?\s*#?(?P<list>{_LIST})(?:{_UNIT})?"
)
_ORDINAL = re.compile(
    rf"第\s*\(?(?:\d{{4,}}|{_D})\)?(?:{_UNIT}?(?:{_JOIN}|{_TO}){{1,2}}(?:第\s*)?\(?{_D}\)?)*\s*(?:{_UNIT}(?:{_NOUN})?|{_NOUN})"
)
_BEFORE_NOUN = re.compile(
    rf"(?:编号|序号)(?:是|为|:)?(?P<coded>\d{{1,3}})(?:号)?的?(?:那[项条个])?(?:{_NOUN})?|"
    rf"(?P<list>\d{{1,3}}(?:号|#)?(?:(?:{_JOIN}|{_TO})\d{{1,3}}(?:号|#)?)*)(?:号)(?:{_NOUN})?"
    rf"|(?P<words>[一二三四五六七八九十百]{{1,4}})号{_NOUN}"
)
_IN_BRACKETS = re.compile(
    rf"(?<![一-龥A-Za-z0-9])\((?P<list>{_D})\)(?=$|[是讲说的和、,?]|任务|什么|有)|#(?P<coded>\d{{1,3}})(?!\d)"
)
"""as documents count and as answers are cited: (十四)的内容, #5"""
_FIRST = re.compile(
    rf"(?P<which>最?前|(?<![里外上下])头|最?后|末尾|倒数)(?P<nth>第)?(?P<n>{_D})?{_UNIT}?(?P<noun>{_NOUN}|{_UNIT})"
)
_LAST = re.compile(rf"(?:最后|最末|末尾)(?:的)?(?:一|1)?{_UNIT}?(?:{_NOUN})?")
_SECTIONED = re.compile(r"(?<!\d)(\d{1,2}/\d{1,3})(?!\d)")
_GOES_ON = re.compile(r"[共直般起样些下定览致切块同并]")
MOST = 200
"""tasks one question may name"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers asked for, and where the question names them."""

    numbers: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def numbers_in(text: str, existing: Sequence[str]) -> Numbers | None:
    """Return the task numbers *text* names; *existing* are those of the plan, in order."""
    if existing and (found := _SECTIONED.search(text)) and found[1] in existing:
        return Numbers((found[1],), (found.span(),))
    if ends := _ends(text, existing):
        return ends
    numbers: dict[str, None] = {}
    places: list[tuple[int, int]] = []
    for match in _matches(text):
        if not any(match.start() < end and start < match.end() for start, end in places):
            numbers.update(dict.fromkeys(_expanded(_listed(match))))
            places.append(match.span())
    return Numbers(tuple(numbers), tuple(places)) if numbers else None


def _listed(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("list") or groups.get("coded") or groups.get("words") or match[0]


def _matches(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_ORDINAL, _AFTER_NOUN, _BEFORE_NOUN, _IN_BRACKETS):
        yield from (match for match in pattern.finditer(text) if not _counts(text, match))


def _counts(text: str, match: re.Match[str]) -> bool:
    """任务三个 and 第一部分 count or name something else."""
    after = text[match.end() : match.end() + 2]
    if match.re is _AFTER_NOUN and "第" not in match[0]:
        if match[0].endswith(("个", "项")):
            return True
        if match[0][-1] in "一两百千" and _GOES_ON.match(after):  # 任务一共几项
            return True
    return after.startswith(
        ("部分", "季度", "方面", "章", "批", "年", "月", "%", "家", "天", "产业")
    )


def _ends(text: str, existing: Sequence[str]) -> Numbers | None:
    for match in _FIRST.finditer(text):
        number = any_number(match["n"]) if match["n"] else 1
        if not number or number > MOST:
            continue
        if match["which"] == "倒数":
            chosen = existing[-number : len(existing) - number + 1]
        elif match["which"].endswith(("前", "头")):
            chosen = existing[:number] if match["n"] else ()
        else:
            chosen = existing[-number:]
        if chosen:
            return Numbers(tuple(chosen), (match.span(),))
    last = _LAST.search(text)
    return Numbers((existing[-1],), (last.span(),)) if last and existing else None


def _expanded(words: str) -> tuple[str, ...]:
    """第1、3到5项 -> 1, 3, 4, 5."""
    found: list[int] = []
    pieces = re.split(rf"({_TO})", words)
    previous_to = False
    for piece in pieces:
        if re.fullmatch(_TO, piece):
            previous_to = True
            continue
        for digits in re.findall(rf"\d{{4,}}|{_D}", piece):
            number = any_number(digits)
            if number is None:
                continue
            if previous_to and found and found[-1] < number <= found[-1] + MOST:
                found.extend(range(found[-1] + 1, number))
            previous_to = False
            found.append(number)
    return tuple(dict.fromkeys(str(number) for number in found))
