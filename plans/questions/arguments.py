"""The words after a command, told apart: plans, departments, roles, numbers, dates and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from plans.errors.words import DepartmentNotFound
from plans.knowledge import Knowledge
from plans.model import Role
from plans.names import Resolution
from plans.query import EVERY_ROLE, Part, Window
from plans.questions.bodies import is_organ, is_own
from plans.questions.normal import normal
from plans.questions.numbers import numbers_in
from plans.questions.whereabouts import place_before, without_place
from plans.questions.windows import window_in

ROLES: dict[str, tuple[Role, ...]] = {
    "牵头": (Role.LEAD,),
    "主办": (Role.LEAD,),
    "配合": (Role.SUPPORT,),
    "协办": (Role.SUPPORT,),
    "参与": EVERY_ROLE,
    "负责": (Role.LEAD, Role.RESPONSIBLE),
    "全部": EVERY_ROLE,
}
SHOWN = 30
"""characters of a name that was not found which are said again"""
_MARKS = re.compile(r"[,、;。!?:“”‘’\"'《》〈〉【】\U0001f000-\U0001faff]+|\.(?!\d)")
_BODY = re.compile(r"(?:局|委|委员会|办|办公室|厅|海关|联|会|院|中心|支队|部)$|^[市省区县]")
_TAIL = re.compile(
    r"(?:的|所有|全部|相关|任务|事项|指标|目标|单位|部门|清单|列表|一览表?|有哪些|有什么|是什么)+$"
)
_ROLE_TAIL = re.compile(f"(?:{'|'.join(ROLES)})$")
_NUMBERED = re.compile(r"(?P<plan>[^#]*)#(?P<number>\d{1,3}(?:/\d{1,3})?)")
_NUMBER_LIST = re.compile(
    r"(?:任务|第)?[\d一二三四五六七八九十百][\d一二三四五六七八九十百到至~-]*(?:项|条|号|天)?"
)
_STRETCH = re.compile(r"[\d一二两三四五六七八九十百半]+个?(?:天|日|周|星期|礼拜|月|季度|年)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words after a command, sorted by what they are."""

    plans: tuple[str, ...] = ()
    elsewhere: str = ""
    """a place no loaded plan is of"""
    parts: tuple[Part, ...] = ()
    ours: bool = False
    """我们 or 我局 was said"""
    absent: str = ""
    """a body that is known, but not from these plans"""
    roles: tuple[Role, ...] | None = None
    numbers: tuple[str, ...] = ()
    window: Window | None = None
    rest: tuple[str, ...] = ()


def part_of(resolution: Resolution, roles: tuple[Role, ...] = EVERY_ROLE) -> Part:
    """Make a query's part of a name that was found."""
    return Part(resolution.asked, resolution.names, roles, resolution.match)


def sorted_words(
    typed: str,
    knowledge: Knowledge,
    today: date,
    own: tuple[str, ...],
    *,
    topical: bool = False,
) -> Words:
    """Tell names from roles, plans, numbers and dates; *own* are the plans where none is named.

    *topical* words are no names unless they end as one does: 知识产权局, not 知识产权.
    """
    found, waiting = _plans_first(_cut(typed, knowledge), knowledge)
    if found.elsewhere and not found.plans:
        return replace(found, rest=waiting)
    for word in waiting:
        known = _role(found, word) or _number_or_date(found, word, today)
        known = known or (_topic(found, word) if topical else None)
        found = known or _named(found, word, knowledge, found.plans or own)
    if found.roles is None:
        return found
    return replace(found, parts=tuple(replace(part, roles=found.roles) for part in found.parts))


def shortened(name: str) -> str:
    """Cut a name so that it can be said again."""
    return name if len(name) <= SHOWN else f"{name[: SHOWN - 1]}…"


def _cut(typed: str, knowledge: Knowledge) -> Iterator[str]:
    """Yield the words; marks stay only inside a plan's title."""
    for word in normal(typed).split():
        if knowledge.plan_named(word):
            yield word
        else:
            yield from (piece for piece in _MARKS.split(word) if piece)


def _plans_first(words: Iterable[str], knowledge: Knowledge) -> tuple[Words, tuple[str, ...]]:
    """Take out what names plans; a place before a department's name names its plans too."""
    found, waiting = Words(), []
    for word in words:
        numbered = _NUMBERED.fullmatch(word)
        named = knowledge.plan_named(numbered["plan"]) if numbered else ()
        if numbered and (named or not numbered["plan"]):
            numbers = (*found.numbers, numbered["number"])
            found = replace(found, plans=found.plans + named, numbers=numbers)
        elif keys := knowledge.plan_named(word) or knowledge.plan_named(_TAIL.sub("", word)):
            found = replace(found, plans=found.plans + keys)
        else:
            where = place_before(_TAIL.sub("", word), knowledge)
            elsewhere = found.elsewhere or where.elsewhere
            found = replace(found, plans=found.plans + where.plans, elsewhere=elsewhere)
            waiting.append(word)
    return replace(found, plans=tuple(dict.fromkeys(found.plans))), tuple(waiting)


def _role(found: Words, word: str) -> Words | None:
    """Take a role; several add up."""
    if word not in ROLES:
        return None
    wanted = {*(found.roles or ()), *ROLES[word]}
    return replace(found, roles=tuple(role for role in EVERY_ROLE if role in wanted))


def _number_or_date(found: Words, word: str, today: date) -> Words | None:
    if numbers := _numbers(word):
        return replace(found, numbers=(*found.numbers, *numbers))
    stretch = f"未来{word}" if _STRETCH.fullmatch(word) else ""
    for words in (word, stretch):
        window = window_in(words, today)
        if window and window.end - window.start == len(words):
            return replace(found, window=window.window)
    return None


def _numbers(word: str) -> tuple[str, ...]:
    if re.fullmatch(r"\d{1,3}/\d{1,3}", word):
        return (word,)
    if word.isdecimal():
        return (word.lstrip("0") or "0",)
    if not _NUMBER_LIST.fullmatch(word):
        return ()
    numbers = numbers_in(word if "第" in word else f"任务{word.removesuffix('天')}", ())
    return numbers.numbers if numbers else ()


def _topic(found: Words, word: str) -> Words | None:
    """Take a word that ends as no department's name does."""
    if is_organ(_TAIL.sub("", word)) or is_own(word):
        return None
    return replace(found, rest=(*found.rest, word))


def _named(found: Words, word: str, knowledge: Knowledge, scope: tuple[str, ...]) -> Words:
    """Take a department: as it is typed, then without 的任务 or a role behind it."""
    bare = _TAIL.sub("", word)
    if is_own(word) or is_own(bare):
        return replace(found, ours=True)
    resolution = _resolved(word, bare, knowledge, scope)
    if resolution.names:
        return replace(found, parts=(*found.parts, part_of(resolution)))
    if role := _ROLE_TAIL.search(bare):
        found = _role(found, role[0]) or found
        bare = bare[: role.start()]
    elif "和" in bare[1:-1]:  # 商务局和水务局; a name with 和 in it was found above
        first, _, bare = bare.partition("和")
        found = _named(found, first, knowledge, scope)
    elif resolution.ambiguous or _BODY.search(bare):
        return _missing(found, resolution, knowledge)
    elif bare:
        return replace(found, rest=(*found.rest, word))
    return _named(found, bare, knowledge, scope) if bare else found


def _resolved(word: str, bare: str, knowledge: Knowledge, scope: tuple[str, ...]) -> Resolution:
    """Find the department; where there is none, tell of what was typed."""
    whole = knowledge.department(word, scope, lenient=False)
    if whole.names or not (bare == word or _BODY.search(bare)):
        return whole  # 质量目标 is a topic, and 质量 alone would be no name
    for name in dict.fromkeys((bare, without_place(bare, knowledge))):
        resolution = knowledge.department(name, scope, lenient=False)
        if resolution.names:
            return resolution
    return resolution if is_organ(bare) else whole


def _missing(found: Words, resolution: Resolution, knowledge: Knowledge) -> Words:
    """Note a body that is only not in these plans; refuse what is none or may be several."""
    name = without_place(resolution.asked, knowledge)
    if knowledge.is_body(name) and not resolution.ambiguous:
        return replace(found, absent=found.absent or name)
    raise DepartmentNotFound(
        name=shortened(name), nearest=resolution.nearest, ambiguous=resolution.ambiguous
    )
