"""Facts as JSON in the form of ../shared/gold/SCHEMA.md, and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from plans.model import (
    Comparison,
    DutyFact,
    MilestoneFact,
    ObservanceFact,
    PlanFacts,
    Role,
    Span,
    TargetFact,
    TaskFacts,
)

_NOWHERE = Span(0, 0)


def to_json(facts: PlanFacts) -> dict[str, Any]:
    """The facts in plain values, dates in ISO form, numbers as numbers."""
    return {
        "source": facts.source,
        "place": facts.place,
        "title": facts.title,
        "doc_number": facts.doc_number,
        "issued": _iso(facts.issued),
        "horizon": [day.isoformat() for day in facts.horizon],
        "tasks": [_task(task) for task in facts.tasks],
        "plan_targets": [_target(target) for target in facts.plan_targets],
        "observances": [observance.name for observance in facts.observances],
    }


def from_json(data: dict[str, Any]) -> PlanFacts:
    """Facts without the text they were read from."""
    return PlanFacts(
        source=data["source"],
        place=data.get("place"),
        title=data.get("title"),
        doc_number=data.get("doc_number"),
        issued=_day(data.get("issued")),
        horizon=tuple(date.fromisoformat(day) for day in data.get("horizon", ())),
        tasks=tuple(_task_facts(task) for task in data.get("tasks", ())),
        plan_targets=tuple(_target_fact(target) for target in data.get("plan_targets", ())),
        observances=tuple(ObservanceFact(name, _NOWHERE) for name in data.get("observances", ())),
    )


def _task(task: TaskFacts) -> dict[str, Any]:
    def named(role: Role) -> list[str]:
        return [duty.department for duty in task.duties if duty.role is role]

    return {
        "no": task.number,
        "title": task.title,
        "section": task.section,
        "lead": named(Role.LEAD),
        "support": named(Role.SUPPORT),
        "responsible": named(Role.RESPONSIBLE),
        "due": _iso(task.due),
        "targets": [_target(target) for target in task.targets],
        "milestones": [{"text": m.text, "due": m.due.isoformat()} for m in task.milestones],
    }


def _target(target: TargetFact) -> dict[str, Any]:
    value = _number(target.value)
    return {
        "metric": target.metric,
        "op": target.op.value,
        "value": value if target.upper is None else [value, _number(target.upper)],
        "unit": target.unit,
        "due": _iso(target.due),
        "every": target.every,
        "text": target.text,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _task_facts(data: dict[str, Any]) -> TaskFacts:
    return TaskFacts(
        number=data["no"],
        title=data.get("title"),
        section=data.get("section"),
        duties=tuple(
            DutyFact(name, role, _NOWHERE) for role in Role for name in data.get(role.value, ())
        ),
        targets=tuple(_target_fact(target) for target in data.get("targets", ())),
        milestones=tuple(
            MilestoneFact(m["text"], date.fromisoformat(m["due"]), _NOWHERE)
            for m in data.get("milestones", ())
        ),
        due=_day(data.get("due")),
        span=_NOWHERE,
    )


def _target_fact(data: dict[str, Any]) -> TargetFact:
    value = data["value"]
    lower, upper = value if isinstance(value, list) else (value, None)
    return TargetFact(
        metric=data["metric"],
        op=Comparison(data["op"]),
        value=Decimal(str(lower)),
        upper=None if upper is None else Decimal(str(upper)),
        unit=data.get("unit"),
        due=_day(data.get("due")),
        every=data.get("every"),
        text=data.get("text", ""),
        span=_NOWHERE,
    )
