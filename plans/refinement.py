"""Narrower questions that follow from one: only what is led, only what has targets."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from plans.model import Role
from plans.query import EVERY_ROLE, Kind, Query


class Refinement(StrEnum):
    """A way to narrow a list of tasks."""

    LEAD = "lead"
    SUPPORT = "support"
    TARGETS = "targets"
    EVERYTHING = "everything"
    """back to all of a department's tasks"""


def refinements(
    query: Query, *, roles: frozenset[Role], has_targets: bool
) -> dict[Refinement, Query]:
    """Return the questions worth a button below an answer.

    *roles* are those the department has in what was found, *has_targets* whether some but not all
    of it has promised numbers.
    """
    if query.kind is not Kind.TASKS or len(query.parts) != 1:
        return {}
    part = query.parts[0]
    found: dict[Refinement, Query] = {}
    if part.roles == EVERY_ROLE:
        for name, role in ((Refinement.LEAD, Role.LEAD), (Refinement.SUPPORT, Role.SUPPORT)):
            if role in roles and len(roles) > 1:
                found[name] = replace(query, parts=(replace(part, roles=(role,)),))
    elif not query.with_targets:
        found[Refinement.EVERYTHING] = replace(query, parts=(replace(part, roles=EVERY_ROLE),))
    if has_targets and not query.with_targets:
        found[Refinement.TARGETS] = replace(query, with_targets=True)
    if query.with_targets:
        found[Refinement.EVERYTHING] = replace(query, with_targets=False)
    return found
