"""What is known in answer to a query: everything a text needs, and nothing a database does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from plans.model import Comparison, Role
from plans.query import Kind, Query, Reason


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan as an answer names it."""

    key: str
    title: str | None
    place: str | None
    doc_number: str | None
    issued: date | None
    due: date | None = None
    """the latest deadline of its tasks, where it was asked for"""
    tasks: int = 0
    departments: int = 0
    targets: int = 0
    observances: int = 0


@dataclass(frozen=True, slots=True)
class Party:
    """A department in a task."""

    name: str
    role: Role
    successor: str | None = None
    """what it became, where it is no more"""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A promised number and where it stands."""

    plan: PlanLine
    task: str | None
    """number of the task; None for a target of the whole plan"""
    title: str | None
    metric: str
    op: Comparison
    value: Decimal
    upper: Decimal | None
    unit: str | None
    due: date | None
    every: str | None
    sentence: str
    """the words it was read from"""

    @property
    def ref(self) -> str:
        """Return `huizhou-2017#1|93%`."""
        amount = _digits(self.value)
        if self.upper is not None:
            amount = f"{amount}-{_digits(self.upper)}"
        return f"{self.plan.key}#{self.task or 'plan'}|{amount}{self.unit or ''}"


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A dated promise without a number."""

    text: str
    due: date


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list; `parties`, `targets` and `milestones` in full answers only."""

    plan: PlanLine
    id: int
    number: str
    title: str | None
    section: str | None
    due: date | None
    role: Role | None = None
    """the part of the department that was asked about"""
    target_count: int = 0
    hit: str = ""
    """the sentence that has the topic"""
    parties: tuple[Party, ...] = ()
    targets: tuple[TargetLine, ...] = ()
    milestones: tuple[MilestoneLine, ...] = ()
    sentence: str = ""
    """the task's own words, in full answers and where it has no heading"""

    @property
    def ref(self) -> str:
        """Return `huizhou-2017#3`."""
        return f"{self.plan.key}#{self.number}"

    def of_role(self, role: Role) -> tuple[Party, ...]:
        """Return the departments with that part."""
        return tuple(party for party in self.parties if party.role == role)


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department and how many of the tasks meant are its own."""

    place: str
    name: str
    identity: str
    successor: str | None
    lead: int = 0
    responsible: int = 0
    support: int = 0
    plans: tuple[PlanLine, ...] = ()

    @property
    def tasks(self) -> int:
        """Return in how many tasks it has a part."""
        return self.lead + self.responsible + self.support


@dataclass(frozen=True, slots=True)
class ObservanceLine:
    """An observance, when it is, and which plans name it."""

    name: str
    month: int | None
    """None where its date is not known"""
    day: int | None
    code: str
    """05-20, 09 for a month, "" where the date is not known"""
    next: date | None
    """the day it begins next"""
    plans: tuple[PlanLine, ...] = ()
    is_usual: bool = False
    """whether that day is only the usual one, and each year's notice sets it"""

    @property
    def year(self) -> int | None:
        """The year it is in next."""
        return self.next.year if self.next else None

    @property
    def ref(self) -> str:
        """Return `世界计量日@05-20`."""
        return f"{self.name}@{self.code}" if self.code else self.name


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A part of a plan that holds tasks."""

    plan: PlanLine
    title: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that was found for a query; only the fields of its kind are filled."""

    query: Query
    kind: Kind
    """NONE where nothing was found, whatever was asked"""
    today: date
    reason: Reason | None = None
    tasks: tuple[TaskLine, ...] = ()
    """for DEPARTMENTS those they were looked up in"""
    targets: tuple[TargetLine, ...] = ()
    departments: tuple[DepartmentLine, ...] = ()
    observances: tuple[ObservanceLine, ...] = ()
    sections: tuple[SectionLine, ...] = ()
    plans: tuple[PlanLine, ...] = ()
    """the plans that were looked at, or for PLANS the answer itself"""
    count: int | None = None
    day: date | None = None
    """the day a count of days leads to"""
    asked: str = field(default="")
    nearest: tuple[str, ...] = ()
    also: Answer | None = None
    """to what was asked in the same breath"""

    @property
    def refs(self) -> tuple[str, ...]:
        """Return what was found in the form of ../shared/questions/README.md."""
        if self.kind is Kind.NONE:
            return ()
        if self.kind is Kind.COUNT:
            return (str(self.count),)
        if self.kind is Kind.DEPARTMENTS:
            return tuple(dict.fromkeys(line.name for line in self.departments))
        if self.kind is Kind.PLANS:
            return tuple(plan.key for plan in self.plans)
        lines: tuple[TaskLine | TargetLine | ObservanceLine, ...]
        lines = (*self.tasks, *self.targets, *self.observances)
        return tuple(dict.fromkeys(line.ref for line in lines))

    @property
    def ref_kind(self) -> str:
        """Return the kind's name in the question set: a task in full is one of `tasks`."""
        return (Kind.TASKS if self.kind is Kind.TASK else self.kind).value


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
