"""From clauses to duties: final roles, shared prefixes, each name once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.model import DutyFact, Role
from plans.reading.clauses import Clause, Part
from plans.reading.names import Name, share_prefix

_FIRST_LEADS = re.compile(
    r"(?:排|列|位|居|排名|排序|顺序)[^。;]{0,10}(?:首位|第一|最前|前列|首个)[^。;]{0,12}(?:为|是|系)[^。;]{0,4}(?:牵头|主办|主责)"
    r"|(?:首位|第一个?|首个|第一家)(?:责任)?(?:单位|部门)?[^。;]{0,6}(?:为|是|系)[^。;]{0,4}(?:牵头|主办|主责)"
    r"|(?:牵头|主办|主责)(?:单位|部门)[^。;]{0,6}(?:列|排)[^。;]{0,6}(?:首位|第一)"
)
_RANK = {Role.LEAD: 0, Role.SUPPORT: 1, Role.RESPONSIBLE: 2}


@dataclass(frozen=True, slots=True)
class ListRules:
    """What the whole document says about its lists."""

    first_leads: bool
    """排在首位的为牵头单位"""
    prefix: str | None
    """the prefix that most names of the document carry"""
    place: str | None
    """the place's name without 市, which bodies such as 惠州海关 carry"""


def first_leads(text: str) -> bool:
    """Whether the document says once that the first body of a list leads."""
    return bool(_FIRST_LEADS.search(text))


def duties(clauses: list[Clause], rules: ListRules) -> tuple[DutyFact, ...]:
    """The parts that departments have in a task, leads first, each department once."""
    found: dict[str, DutyFact] = {}
    for clause in clauses:
        names = _distinct_prefixes(clause.parts, rules)
        for name, role in zip(names, _roles(clause.parts, rules), strict=True):
            known = found.get(name.text)
            if known is None or _RANK[role] < _RANK[known.role]:
                found[name.text] = DutyFact(name.text, role, name.span)
    return tuple(sorted(found.values(), key=lambda duty: _RANK[duty.role]))


def _distinct_prefixes(parts: tuple[Part, ...], rules: ListRules) -> list[Name]:
    return share_prefix([part.name for part in parts], default=rules.prefix, place=rules.place)


def _roles(parts: tuple[Part, ...], rules: ListRules) -> list[Role]:
    """Roles as the list means them: where somebody leads, the others support."""
    roles = [Role.LEAD if part.name.starred else part.role for part in parts]
    if rules.first_leads and Role.LEAD not in roles and Role.SUPPORT not in roles:
        return [Role.LEAD, *([Role.SUPPORT] * (len(parts) - 1))]
    if Role.LEAD in roles:
        return [role if role is Role.LEAD else Role.SUPPORT for role in roles]
    if Role.SUPPORT in roles and any(role is not Role.SUPPORT for role in roles):
        return [Role.SUPPORT if role is Role.SUPPORT else Role.LEAD for role in roles]
    return [role or Role.RESPONSIBLE for role in roles]
