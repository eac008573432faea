"""What a document says: the facts a reading yields, each with the place it was read from.

The names end in ``Facts`` or ``Fact`` because the tables of `store.tables` hold the short ones:
`PlanFacts` is what was read, `Plan` is the row that keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """A department's part in a task."""

    LEAD = "lead"
    """牵头"""
    SUPPORT = "support"
    """配合, 参与: named beside a lead"""
    RESPONSIBLE = "responsible"
    """负责: named in a list that has no lead"""


class Comparison(StrEnum):
    """How a target's number is to be met; the values are those of ../shared/gold/SCHEMA.md."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    EQUAL = "="
    ABOUT = "~"
    RANGE = "range"


class DoubtKind(StrEnum):
    """What a coordinator is asked to look at before a reading is stored."""

    NO_DEPARTMENT = "no_department"
    """a task without a department in a plan whose other tasks have some"""
    UNKNOWN_DEPARTMENT = "unknown_department"
    """a name that `config/departments.toml` does not know"""
    GUESSED_DUE = "guessed_due"
    """a number whose deadline was taken from the plan's horizon"""
    ODD_LIST = "odd_list"
    """a list of departments that may have been cut in the wrong place"""
    NO_HORIZON = "no_horizon"
    """a plan that names no year by which it must hold"""
    NUMBERING = "numbering"
    """a gap or a repetition in the task numbers"""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters of the cleaned text (`PlanFacts.text`)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that stand there."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class DutyFact:
    """One department's part in one task."""

    department: str
    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A number somebody has promised to reach or to hold."""

    metric: str
    op: Comparison
    value: Decimal
    upper: Decimal | None
    """the upper end where `op` is RANGE, else None"""
    unit: str | None
    due: date | None
    every: str | None
    """"year" where the promise is per year"""
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A dated promise without a number."""

    text: str
    due: date
    span: Span


@dataclass(frozen=True, slots=True)
class ObservanceFact:
    """An awareness day, week or month that the text names, under the name the text gives it."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something read with doubt: what it is about, what was assumed, and where it stands."""

    kind: DoubtKind
    task: str | None
    """number of the task, None for the plan as a whole"""
    words: str
    """the name, number or list that is doubtful"""
    assumed: str | None
    """what the reading assumed, None where it assumed nothing"""
    span: Span


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task as the document states it."""

    number: str
    """as the document counts; SECTION/NO where counting starts again in each section"""
    title: str | None
    section: str | None
    duties: tuple[DutyFact, ...]
    targets: tuple[TargetFact, ...]
    milestones: tuple[MilestoneFact, ...]
    due: date | None
    span: Span
    """the task's own words, heading and list of departments included"""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """All that was read from one document."""

    source: str
    """file name of the document"""
    place: str | None
    title: str | None
    doc_number: str | None
    issued: date | None
    horizon: tuple[date, ...]
    """the plan's own target dates, earliest first"""
    tasks: tuple[TaskFacts, ...]
    plan_targets: tuple[TargetFact, ...]
    observances: tuple[ObservanceFact, ...]
    doubts: tuple[Doubt, ...] = field(default=())
    text: str = ""
    """the cleaned text: simplified script, NFKC, no annotations; what every span counts in"""

    @property
    def key(self) -> str:
        """The plan's name in references: the stem of its file name (`huizhou-2017`)."""
        return self.source.rsplit(".", 1)[0]
