"""Two wishes in one breath -> two queries: 质量月是哪天,谁负责; 我们配合谁,配合哪几项.

The second is read as a few words in reply to the answer to the first, or as a question of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from plans.model import Role
from plans.query import EVERY_ROLE, Combine, Counted, Kind, Query

_QUESTION = r"谁|[哪啥]|什么|多少|何时|如何|几(?!乎|年来)"
_ASKS = re.compile(rf"{_QUESTION}|(?:指标|任务|名单|期限|时限|单位|部门)(?:呢|$)|呢$")
_CUT = re.compile(r"[,;。?!](?=[^,;。?!]+[?。!呢吗]*$)")
_AND = re.compile(r"(?<=任务)(?:和|与|及|以及|还有|、)(?=(?:量化|具体)?的?指标)")
"""有哪些任务和指标"""
_SPOKEN = re.compile(r"(?:哪一?天|几月份?|几号|什么时候)(?=(?:由|归|是)?谁)")
"""质量月是哪天谁负责, as it is said without a mark"""
_AND_THEN = re.compile(
    r"^(?:另外|还有(?![几多])|以及|同时|然后|再|又|也|并且|而且|其中|顺便|问一?下|都|各自|它们?|这些(?:任务)?)+(?=\S)"
)


def parted(words: str) -> tuple[str, str] | None:
    """Cut a question with two wishes where the second begins; None where there is one wish."""
    if both := _AND.search(words):
        rest = words[both.end() :]
        return words[: both.start()], rest if re.search(_QUESTION, rest) else f"有哪些{rest}"
    if spoken := _SPOKEN.search(words):
        return words[: spoken.end()], words[spoken.end() :]
    for mark in _CUT.finditer(words):
        first, second = words[: mark.start()], _AND_THEN.sub("", words[mark.end() :])
        if _ASKS.search(first) and _ASKS.search(second):
            return first, second
    return None


def both(first: Query, second: Query, whole: Query) -> Query:
    """Put two wishes together: one query where one list answers both, else one with another."""
    if Kind.NONE in (first.kind, second.kind):
        return whole
    if _listed(first) == second or first == second:
        return second  # 有几项任务,分别是哪些: the list says how many
    if merged := _one_list(first, second):
        return merged
    if second.kind is Kind.DEPARTMENTS and _plain(_listed(first)) == _plain(second):
        return whole  # 谁牵头,谁配合
    if second.kind is Kind.DEPARTMENTS and not _has_subject(second):
        return first
    if first.kind is second.kind is Kind.OBSERVANCES:
        days = tuple(dict.fromkeys((*first.observances, *second.observances)))
        return replace(first, observances=days)
    return replace(first, also=second)


def _listed(query: Query) -> Query:
    kinds = {Counted.TASKS: Kind.TASKS, Counted.TARGETS: Kind.TARGETS}
    kinds[Counted.DEPARTMENTS] = Kind.DEPARTMENTS
    kind = kinds.get(query.counted) if query.counted else None
    return replace(query, kind=kind, counted=None) if kind else query


def _one_list(first: Query, second: Query) -> Query | None:
    """我们牵头哪些,又配合哪些: one list, by role."""
    if first.kind is not Kind.TASKS or second.kind is not Kind.TASKS:
        return None
    if len(first.parts) != 1 or _plain(first) != _plain(second):
        return None
    wanted: set[Role] = {*first.parts[0].roles, *second.parts[0].roles}
    roles = tuple(role for role in EVERY_ROLE if role in wanted)
    return replace(first, parts=(replace(first.parts[0], roles=roles),))


def _has_subject(query: Query) -> bool:
    return bool(query.parts or query.topics or query.numbers or query.section or query.window)


def _plain(query: Query) -> Query:
    """Without the roles that are asked about or for."""
    parts = tuple(replace(part, roles=EVERY_ROLE) for part in query.parts)
    return replace(query, parts=parts, roles=EVERY_ROLE, combine=Combine.ALL)
