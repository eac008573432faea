"""Further questions that follow from one: only what is led, what has targets, the list itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

from plans.model import Role
from plans.query import EVERY_ROLE, Counted, Kind, Query, Window


class Refinement(StrEnum):
    """What a button below an answer asks for."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"
    TARGETS = "targets"
    """only tasks that have some"""
    EVERYTHING = "everything"
    """back to all of a department's tasks"""
    TASKS = "tasks"
    """the tasks that departments were named for"""
    LIST = "list"
    """what was counted"""
    SECOND = "second"
    """what was asked in the same breath, by itself"""
    NEXT_DUE = "next_due"
    """what falls due next, where nothing does when it was asked about"""


_OF_ROLE = {
    Role.LEAD: Refinement.LEAD,
    Role.RESPONSIBLE: Refinement.RESPONSIBLE,
    Role.SUPPORT: Refinement.SUPPORT,
}
_LISTED = {
    Counted.TASKS: Kind.TASKS,
    Counted.DEPARTMENTS: Kind.DEPARTMENTS,
    Counted.TARGETS: Kind.TARGETS,
    Counted.PLANS: Kind.PLANS,
    Counted.OBSERVANCES: Kind.OBSERVANCES,
}


def refinements(
    query: Query, *, roles: frozenset[Role], has_targets: bool, found: int
) -> dict[Refinement, Query]:
    """Return the questions worth a button below an answer.

    *roles* are those the department has in what was found, *has_targets* whether some but not all
    of it has promised numbers, *found* how many things were counted or tasks spoken of.
    """
    if query.also is not None:
        alone = replace(query, also=None)
        further = refinements(alone, roles=roles, has_targets=has_targets, found=found)
        return {Refinement.SECOND: query.also} | further
    if query.kind is Kind.TASKS:
        return dict(_narrower(query, roles, has_targets=has_targets))
    if query.kind is Kind.DEPARTMENTS and found:
        bare = replace(query, kind=Kind.TASKS, roles=EVERY_ROLE, most=None)
        return {Refinement.TASKS: bare}
    if query.kind is Kind.COUNT and found and query.counted in _LISTED:
        return {Refinement.LIST: replace(query, kind=_LISTED[query.counted], counted=None)}
    return {}


def on_the_day(query: Query, day: date) -> Query:
    """Return the same question of one day."""
    return replace(query, also=None, window=Window(day, day, f"{day.month}月{day.day}日"))


def _narrower(
    query: Query, roles: frozenset[Role], *, has_targets: bool
) -> Iterator[tuple[Refinement, Query]]:
    every = _with_roles(query, EVERY_ROLE) if len(query.parts) == 1 else query
    if query.with_targets or query != every:
        yield Refinement.EVERYTHING, replace(every, with_targets=False)
    elif len(query.parts) == 1 and len(roles) > 1:
        for role, name in _OF_ROLE.items():
            if role in roles:
                yield name, _with_roles(query, (role,))
    if has_targets and not query.with_targets:
        yield Refinement.TARGETS, replace(query, with_targets=True)


def _with_roles(query: Query, roles: tuple[Role, ...]) -> Query:
    return replace(query, parts=tuple(replace(part, roles=roles) for part in query.parts))
