"""Places and plans that a question names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.knowledge import Knowledge
from plans.questions.bodies import is_organ
from plans.questions.marked import Mark, Marked
from plans.search_terms import folded

_ABOUT = re.compile(
    r"(?:提到|提及|讲到|说到|写到|谈到|涉及|关于|有关|对接|融入|去|到|往|从|飞|赴|在|与|跟|和|同|含有|出现)(?:了|的)?$"
)
_QUALIFIES = re.compile(
    r"$|[市省州县区]|[的谁哪有要,、和与跟及在这需各也还共呢吗?!。\ue000-\ue008]|今年|年底|一共|总共|牵头|都|方案|计划|纲要|行动|什么|多少|几|到底|目前|那边|这边|当地|质量"
)
SHORTEST = 3
"""letters of a title that tell a plan"""
_CALLED = re.compile(
    r"([\u4e00-\u9fff0-9]{3,24}?)的?(?:行动计划|行动方案|实施方案|计划|方案|纲要|规划)"
)
_TAIL = re.compile(r"[市省县区]?的?$")
_TITLE = re.compile(r"《([^》]+)》")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The plans meant by place, key or title, and a place no plan is of."""

    plans: tuple[str, ...] = ()
    elsewhere: str = ""
    ends: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """where each place's name ends, and its plans"""


def mark_places(marked: Marked, knowledge: Knowledge) -> Whereabouts:
    """Mark plans and places; a place's name that begins another name (湖北精品) stays."""
    plans = _plans(marked, knowledge)
    elsewhere = ""
    ends: list[tuple[int, tuple[str, ...]]] = []
    for match in knowledge.gazetteer.mentions(marked.text):
        name, end = match[1], match.end()
        keys = knowledge.keys_by_place.get(name, ())
        if not marked.free(*match.span()) or _own_name(marked.text, match.start(), knowledge):
            continue
        if keys:
            plans += keys
            ends.append((_with_of(marked.text, end), keys))
            if not _begins_a_name(marked.text, match, knowledge):
                marked.put(Mark.PLACE, match.start(), _with_of(marked.text, end))
        elif _qualifies(marked.text, end, knowledge) and not _ABOUT.search(
            marked.text[: match.start()]
        ):
            elsewhere = elsewhere or name
            marked.put(Mark.PLACE, *match.span())
    return Whereabouts(tuple(dict.fromkeys(plans)), elsewhere, tuple(ends))


def place_before(words: str, knowledge: Knowledge) -> Whereabouts:
    """Return the plans of the place that a department's name begins with, or that *words* are."""
    plans: tuple[str, ...] = ()
    elsewhere, rest = "", words
    own_name = _own_name(words, 0, knowledge)
    while prefixes := knowledge.gazetteer.prefixes(rest):
        keys = knowledge.keys_by_place.get(prefixes[-1], ())
        plans = keys or plans
        elsewhere = elsewhere if keys or own_name else elsewhere or prefixes[-1]
        rest = rest.removeprefix(prefixes[0])
    name = without_place(words, knowledge)
    if rest and not (own_name or is_organ(name) or knowledge.department(name, plans).names):
        return Whereabouts()
    return Whereabouts(plans, "" if plans else elsewhere)


def without_place(words: str, knowledge: Knowledge) -> str:
    """Drop the place a department's name begins with: 东莞市商务局 is 市商务局."""
    rest = words
    while prefixes := knowledge.gazetteer.prefixes(rest):
        further = rest.removeprefix(prefixes[0])
        if not knowledge.gazetteer.prefixes(further):
            further = rest.removeprefix(prefixes[-1])
            return further if len(further) > 1 else words
        rest = further
    return rest


def _plans(marked: Marked, knowledge: Knowledge) -> tuple[str, ...]:
    found: tuple[str, ...] = ()
    text = marked.text.lower()
    for plan in knowledge.plans:
        at = text.find(plan.key.lower())
        if at >= 0 and marked.free(at, at + len(plan.key)):
            found += (plan.key,)
            marked.put(Mark.PLAN, at, at + len(plan.key))
    for match in _CALLED.finditer(marked.text):
        found += _by_words(marked, match, knowledge)
    for match in _TITLE.finditer(marked.text):
        named = tuple(p.key for p in knowledge.plans if p.title and _is_title(match[1], p.title))
        if named:
            found += named
            marked.put(Mark.PLAN, *match.span())
    return found


def _by_words(marked: Marked, match: re.Match[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Find the plans whose title has the words before 计划: 质量立市计划, 2017年方案."""
    for start in range(match.start(), match.end(1) - SHORTEST + 1):
        words = marked.text[start : match.end(1)]
        named = tuple(p.key for p in knowledge.plans if p.title and words in p.title)
        if named and marked.free(start, match.end()):
            named = _of_place_before(marked.text[:start], named, knowledge)
            marked.put(Mark.PLAN, start, match.end())
            return named
    return ()


def _of_place_before(before: str, named: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """Keep what is of the place right before: 梅州的质量强市方案 is no other city's."""
    text = _TAIL.sub("", before)
    for mention in knowledge.gazetteer.mentions(text):
        if mention.end() == len(text):
            keys = knowledge.keys_by_place.get(mention[1], ())
            return tuple(key for key in named if key in keys)
    return named


def _is_title(words: str, title: str) -> bool:
    return folded(words) in folded(title) and len(words) >= 4


def _own_name(text: str, at: int, knowledge: Knowledge) -> bool:
    """Tell whether a place here is of a department's own name: 湛江海关, 人民银行湛江支行."""
    return any(
        text.find(name, max(0, at - len(name) + 1), at + len(name)) >= 0
        for name in knowledge.lexicon.placed
    )


def _begins_a_name(text: str, match: re.Match[str], knowledge: Knowledge) -> bool:
    if match.end() > match.start() + len(match[1]) or match.end() == len(text):
        return False
    following = text[match.end() : match.end() + 2]
    keys = knowledge.keys_by_place[match[1]]
    return any(following in plan.place_words for plan in knowledge.outlines(keys))


def _qualifies(text: str, end: int, knowledge: Knowledge) -> bool:
    """Tell whether a place says where, and is not merely part of what is asked about."""
    return bool(_QUALIFIES.match(text, end)) or any(
        text[end : end + size] in knowledge.lexicon.spellings for size in range(2, 14)
    )


def _with_of(text: str, end: int) -> int:
    """Take along what still belongs to the place: 惠州市, 惠州的, 惠州这边."""
    tail = re.compile(r"(?:的)?(?:这边|那边|当地)?(?:的)?").match(text, end)
    return tail.end() if tail else end
