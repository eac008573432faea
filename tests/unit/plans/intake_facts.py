"""A small plan as facts, to change in tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plans.model import (
    Comparison,
    Doubt,
    DoubtKind,
    DutyFact,
    MilestoneFact,
    ObservanceFact,
    PlanFacts,
    Role,
    Span,
    TargetFact,
    TaskFacts,
)

NOWHERE = Span(0, 0)
YEARS_END = date(2017, 12, 31)


def duty(name: str, role: Role = Role.RESPONSIBLE, span: Span = NOWHERE) -> DutyFact:
    return DutyFact(name, role, span)


def target(
    metric: str, value: float, *, due: date | None = YEARS_END, span: Span = NOWHERE
) -> TargetFact:
    return TargetFact(
        metric=metric,
        op=Comparison.AT_LEAST,
        value=Decimal(str(value)),
        upper=None,
        unit="%",
        due=due,
        every=None,
        text=f"{metric}达到{value}%以上",
        span=span,
    )


def milestone(text: str, due: date = YEARS_END) -> MilestoneFact:
    return MilestoneFact(text, due, NOWHERE)


def task(
    number: str, title: str | None, *facts: DutyFact | TargetFact | MilestoneFact
) -> TaskFacts:
    return TaskFacts(
        number=number,
        title=title,
        section="实施质量提升工程",
        duties=tuple(fact for fact in facts if isinstance(fact, DutyFact)),
        targets=tuple(fact for fact in facts if isinstance(fact, TargetFact)),
        milestones=tuple(fact for fact in facts if isinstance(fact, MilestoneFact)),
        due=YEARS_END,
        span=NOWHERE,
    )


def plan(*tasks: TaskFacts, **facts: object) -> PlanFacts:
    whole = PlanFacts(
        source="pingchuan-2017.txt",
        place="平川市",
        title="平川市建设质量强市2017年行动计划",
        doc_number="平府办〔2017〕8号",
        issued=date(2017, 3, 5),
        horizon=(YEARS_END,),
        tasks=tasks,
        plan_targets=(),
        observances=(ObservanceFact("质量月", NOWHERE),),
    )
    return replace(whole, **facts)  # type: ignore[arg-type]


def doubt(kind: DoubtKind, words: str, *, number: str | None = "1", span: Span = NOWHERE) -> Doubt:
    return Doubt(kind, number, words, None, span)
