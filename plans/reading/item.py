"""A task of a document before its duties and targets are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from plans.model import Span
from plans.reading.marks import Kind
from plans.reading.role_lists import Clause


@dataclass(slots=True)
class Item:
    """A task before its duties and targets are read."""

    number: int
    group: object
    """items of one group are counted together: the item's parent or its table"""
    begins_group: bool
    """the group counts from 1 even where its first item is no task"""
    title: str | None
    section: str | None
    lines: list[Span]
    clauses: list[Clause]
    span: Span
    deadline: Span | None = None
    kind: Kind | None = None
    """what its mark looks like; None for the row of a table"""
    label: str | None = None
    """1.2 as written"""
    years: dict[Span, date] = field(default_factory=dict)
    """the last day that a line is for, where its column says so: 2024年目标"""
    topic: str | None = None
    """what the item is about, for numbers that do not say what they measure"""
