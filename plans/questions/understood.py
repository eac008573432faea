"""How a question was understood, in one short line: 市商务局 · 牵头 · 2017年底前."""

from __future__ import annotations

from collections.abc import Iterator

from plans.knowledge import Knowledge
from plans.model import Role
from plans.places import bare
from plans.query import EVERY_ROLE, Combine, Counted, Kind, Match, Most, Part, Query

ROLE_NAMES = {
    frozenset({Role.LEAD}): "牵头",
    frozenset({Role.SUPPORT}): "配合",
    frozenset({Role.RESPONSIBLE}): "负责",
    frozenset({Role.LEAD, Role.RESPONSIBLE}): "牵头或负责",
    frozenset({Role.SUPPORT, Role.RESPONSIBLE}): "不牵头",
    frozenset({Role.LEAD, Role.SUPPORT}): "牵头或配合",
}
_KINDS = {
    Kind.TARGETS: "指标",
    Kind.DEPARTMENTS: "单位",
    Kind.OBSERVANCES: "主题日",
    Kind.PLANS: "计划",
}
_COUNTED = {
    Counted.TASKS: "任务数",
    Counted.DEPARTMENTS: "单位数",
    Counted.TARGETS: "指标数",
    Counted.SECTIONS: "部分数",
    Counted.PLANS: "计划数",
    Counted.OBSERVANCES: "主题日数",
    Counted.DAYS: "剩余天数",
    Counted.WEEKS: "剩余周数",
    Counted.MONTHS: "剩余月数",
}
_TAKEN = {
    Match.OLDER: "{asked}(原{names})",
    Match.NEWER: "{asked}(现{names})",
    Match.NEAR: "{names}(职责与“{asked}”相近)",
    Match.PINYIN: "{names}(拼音“{asked}”)",
    Match.TYPO: "{names}(按“{asked}”的近似写法)",
}
"""how a name was taken, where that is worth saying"""
MANY = 3
LONGEST_WORDS, LONGEST_NUMBER = 24, 8
"""letters of what was typed that are repeated"""


def described(query: Query, knowledge: Knowledge) -> str:
    """Return the line; parts that go without saying are left out."""
    return " · ".join(piece for piece in _pieces(query, knowledge) if piece)


def _pieces(query: Query, knowledge: Knowledge) -> Iterator[str]:
    yield _parts(query, knowledge)
    if query.numbers:
        numbers = "、".join(cut_short(number, LONGEST_NUMBER) for number in query.numbers[:MANY])
        yield f"任务{numbers}" + ("等" if len(query.numbers) > MANY else "")
    yield from (f"“{title}”部分" for title in query.section)
    joint = "或" if query.any_topic else "和"
    yield joint.join(f"“{cut_short(topic.words)}”" for topic in query.topics)
    yield "、".join(query.observances)
    yield from _conditions(query)
    yield query.window.words if query.window else ""
    if query.roles != EVERY_ROLE:
        yield ROLE_NAMES.get(frozenset(query.roles), "")
    if query.most:
        yield "最多" if query.most is Most.MOST else "最少"
    if query.months_only:
        yield "整月"
    yield _COUNTED.get(query.counted, "") if query.counted else _KINDS.get(query.kind, "")
    yield _places(query, knowledge)


def cut_short(words: str, longest: int = LONGEST_WORDS) -> str:
    """Return the beginning of what was typed, which is not repeated at length."""
    return words if len(words) <= longest else f"{words[:longest]}……"


def _conditions(query: Query) -> Iterator[str]:
    if query.led is not None:
        yield "有牵头单位" if query.led else "无牵头单位"
    if query.without:
        names = "、".join(name for part in query.without for name in part.names[:1])
        yield f"除{names}外"
    if query.beyond:
        yield query.beyond.words
    if query.alone:
        yield "单独承担"
    if query.with_targets:
        yield "有指标"
    if query.without_targets:
        yield "无指标"


def _parts(query: Query, knowledge: Knowledge) -> str:
    if not query.parts:
        return ""
    joint = "、" if query.combine is Combine.ALL else "或"
    words = joint.join(_part(part, knowledge) for part in query.parts)
    roles = {frozenset(part.roles) for part in query.parts}
    if len(roles) > 1:
        return words
    return f"{words} · {ROLE_NAMES.get(roles.pop(), '全部职责')}"


def _part(part: Part, knowledge: Knowledge) -> str:
    place = _named_places(part.plans, knowledge)
    names = "、".join(part.names[:MANY]) + ("等" if len(part.names) > MANY else "")
    return place + _TAKEN.get(part.match, "{names}").format(names=names, asked=part.asked)


def _places(query: Query, knowledge: Knowledge) -> str:
    if not query.plans or len(query.plans) == len(knowledge.plans):
        return ""
    return _named_places(query.plans, knowledge)


def _named_places(keys: tuple[str, ...], knowledge: Knowledge) -> str:
    plans = knowledge.outlines(keys) if keys else ()
    return "、".join(dict.fromkeys(bare(p.place) if p.place else p.key for p in plans))
