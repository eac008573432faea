"""From clauses to duties: final roles, shared prefixes, each name once."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from plans.model import DutyFact, Role, Span
from plans.reading.names import Name
from plans.reading.prefixes import share_prefix
from plans.reading.role_lists import Clause, Part

_FIRST_LEADS = re.compile(
    r"(?:排|列|位|居|排名|排序|顺序)[^。;]{0,10}(?:首位|第一|最前|前列|首个)[^。;]{0,12}(?:为|是|系)[^。;]{0,4}(?:牵头|主办|主责)"
    r"|(?:首位|第一个?|首个|第一家)(?:责任)?(?:单位|部门)?[^。;]{0,6}(?:为|是|系)[^。;]{0,4}(?:牵头|主办|主责)"
    r"|(?:牵头|主办|主责)(?:单位|部门)[^。;]{0,6}(?:列|排)[^。;]{0,6}(?:首位|第一)"
)
_RANK = {Role.LEAD: 0, Role.SUPPORT: 1, Role.RESPONSIBLE: 2}


_FROM_HERE_ON = re.compile(r"下同|以下|均为|所有|各项")


@dataclass(frozen=True, slots=True)
class ListRules:
    """What the whole document says about its lists."""

    first_leads: bool
    """排在首位的为牵头单位"""
    led_by_first: frozenset[Span]
    """the clauses that say so of themselves only"""
    prefix: str | None
    """the prefix that most names of the document carry"""
    place: str | None
    """the place's name without 市, which bodies such as 惠州海关 carry"""


def list_rules(
    text: str, clauses: list[Clause], *, prefix: str | None, place: str | None
) -> ListRules:
    """Who leads a list: said once for the whole document, or within a clause for that alone."""
    spans = sorted({clause.span for clause in clauses}, key=lambda span: span.start)
    whole, single = False, set()
    for said in _FIRST_LEADS.finditer(text):
        at = bisect_right(spans, said.start(), key=lambda span: span.start) - 1
        inside = at >= 0 and said.start() < spans[at].end
        if inside and not _FROM_HERE_ON.search(text, said.start(), spans[at].end):
            single.add(spans[at])
        else:
            whole = True
    return ListRules(whole, frozenset(single), prefix, place)


def duties(clauses: list[Clause], rules: ListRules) -> tuple[DutyFact, ...]:
    """The parts that departments have in a task, leads first, each department once."""
    found: dict[str, DutyFact] = {}
    for clause in clauses:
        names = _distinct_prefixes(clause.parts, rules)
        for name, role in zip(names, _roles(clause, rules), strict=True):
            known = found.get(name.text)
            if known is None or _RANK[role] < _RANK[known.role]:
                found[name.text] = DutyFact(name.text, role, name.span)
    return tuple(sorted(found.values(), key=lambda duty: _RANK[duty.role]))


def _distinct_prefixes(parts: tuple[Part, ...], rules: ListRules) -> list[Name]:
    return share_prefix([part.name for part in parts], default=rules.prefix, place=rules.place)


def _roles(clause: Clause, rules: ListRules) -> list[Role]:
    """Roles as the list means them: where somebody leads, the others support."""
    parts = clause.parts
    roles = [Role.LEAD if part.name.starred else part.role for part in parts]
    first_leads = rules.first_leads or clause.span in rules.led_by_first
    if first_leads and Role.LEAD not in roles and Role.SUPPORT not in roles:
        return [Role.LEAD, *([Role.SUPPORT] * (len(parts) - 1))]
    if Role.LEAD in roles:
        return [role if role is Role.LEAD else Role.SUPPORT for role in roles]
    if Role.SUPPORT in roles and any(role is not Role.SUPPORT for role in roles):
        return [Role.SUPPORT if role is Role.SUPPORT else Role.LEAD for role in roles]
    return [role or Role.RESPONSIBLE for role in roles]
