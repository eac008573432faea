"""What changed between two versions of a plan: a pure comparison of their facts.

Tasks are matched by number and heading, so that one inserted task does not make every later one
look changed. Places in the text do not count; the words of the text do, as a whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from rapidfuzz import fuzz

from plans.model import DutyFact, MilestoneFact, PlanFacts, Role, TargetFact, TaskFacts
from plans.observances import standard_name

Fact = TypeVar("Fact")

STILL_THE_SAME = 50
"""per cent of a heading that a task of the same number must keep to be the same task"""
LABEL = 60
"""characters that stand for a task without a heading"""
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Pairs(Generic[Fact]):
    """Facts that are gone, new, or (one for one) replaced."""

    removed: tuple[Fact, ...] = ()
    added: tuple[Fact, ...] = ()
    replaced: tuple[tuple[Fact, Fact], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.removed or self.added or self.replaced)


@dataclass(frozen=True, slots=True)
class TaskChange:
    """One task, as it was and as it is."""

    before: TaskFacts
    after: TaskFacts
    duties: Pairs[DutyFact]
    targets: Pairs[TargetFact]
    milestones: Pairs[MilestoneFact]

    @property
    def renumbered(self) -> bool:
        """Whether it stands under another number."""
        return self.before.number != self.after.number

    @property
    def retitled(self) -> bool:
        """Whether heading or section differ."""
        return (self.before.title, self.before.section) != (self.after.title, self.after.section)

    @property
    def moved(self) -> bool:
        """Whether it is due on another day."""
        return self.before.due != self.after.due

    @property
    def parts(self) -> bool:
        """Whether duties, targets or milestones differ."""
        return bool(self.duties or self.targets or self.milestones)


@dataclass(frozen=True, slots=True)
class CoverChange:
    """A fact of the plan as a whole: `place`, `title`, `doc_number`, `issued` or `horizon`."""

    name: str
    before: str | date | tuple[date, ...] | None
    after: str | date | tuple[date, ...] | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that a new version changes."""

    cover: tuple[CoverChange, ...]
    added: tuple[TaskFacts, ...]
    removed: tuple[TaskFacts, ...]
    changed: tuple[TaskChange, ...]
    targets: Pairs[TargetFact]
    observances: Pairs[str]
    wording: bool
    """the document's own words differ; says nothing where the new version has none"""

    @property
    def is_nothing(self) -> bool:
        """Whether the two versions say the same."""
        return not (
            self.cover
            or self.added
            or self.removed
            or self.changed
            or self.targets
            or self.observances
            or self.wording
        )


COVER = ("place", "title", "doc_number", "issued", "horizon")


def difference(before: PlanFacts, after: PlanFacts) -> Difference:
    """Compare two versions."""
    pairs, removed, added = _matched(before, after)
    changes = (_change(old, new) for old, new in pairs)
    return Difference(
        cover=tuple(_cover(before, after)),
        added=tuple(added),
        removed=tuple(removed),
        changed=tuple(
            change
            for change in changes
            if change.renumbered or change.retitled or change.moved or change.parts
        ),
        targets=_pairs(before.plan_targets, after.plan_targets, promise, _metric),
        observances=_pairs(_observed(before), _observed(after), str, str),
        wording=bool(after.text) and _words(before.text) != _words(after.text),
    )


def promise(target: Any) -> Hashable:
    """Return what makes a `TargetFact`, or the row that keeps one, the same: all but its place."""
    return (
        target.metric,
        target.op,
        float(target.value),
        None if target.upper is None else float(target.upper),
        target.unit,
        target.due,
        target.every,
    )


def days_of(task: TaskFacts) -> set[date]:
    """Return every day on which something of *task* falls due; yearly promises at years' ends."""
    own = {task.due, *(m.due for m in task.milestones), *(t.due for t in task.targets)}
    return {day for day in own if day is not None}


def _cover(before: PlanFacts, after: PlanFacts) -> Iterator[CoverChange]:
    for name in COVER:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield CoverChange(name, old, new)


def _change(old: TaskFacts, new: TaskFacts) -> TaskChange:
    return TaskChange(
        before=old,
        after=new,
        duties=_pairs(_once(old.duties), _once(new.duties), _part, _department),
        targets=_pairs(old.targets, new.targets, promise, _metric),
        milestones=_pairs(
            old.milestones, new.milestones, lambda m: (_words(m.text), m.due), lambda m: m.text
        ),
    )


Matched = tuple[list[tuple[TaskFacts, TaskFacts]], list[TaskFacts], list[TaskFacts]]


def _matched(before: PlanFacts, after: PlanFacts) -> Matched:
    """Pair the tasks of both versions, the surest first; return what is left on either side."""
    old, new = list(before.tasks), list(after.tasks)
    labels = {id(task): _label(task, plan.text) for plan in (before, after) for task in plan.tasks}
    keys: tuple[Callable[[TaskFacts], Hashable], ...] = (
        lambda task: (task.number, labels[id(task)]),
        lambda task: labels[id(task)] or task.number,
        lambda task: task.number,
    )
    pairs: list[tuple[TaskFacts, TaskFacts]] = []
    for key in keys:
        for one in list(old):
            found = next((two for two in new if key(two) == key(one)), None)
            if found is not None and (key is not keys[-1] or _is_still(one, found)):
                pairs.append((one, found))
                old.remove(one)
                new.remove(found)
    order = {task.number: place for place, task in enumerate(after.tasks)}
    return sorted(pairs, key=lambda pair: order[pair[1].number]), old, new


def _is_still(old: TaskFacts, new: TaskFacts) -> bool:
    if not old.title or not new.title:
        return True
    return fuzz.ratio(old.title, new.title) >= STILL_THE_SAME


def _label(task: TaskFacts, text: str) -> str:
    return _words(task.title or task.span.of(text)[: 2 * LABEL])[:LABEL]


def _once(duties: Iterable[DutyFact]) -> Sequence[DutyFact]:
    """A body named twice in one part counts once."""
    return list({_part(duty): duty for duty in duties}.values())


def _part(duty: DutyFact) -> tuple[str, Role]:
    return duty.department, duty.role


def _department(duty: DutyFact) -> str:
    return duty.department


def _metric(target: TargetFact) -> str:
    return target.metric


def _observed(facts: PlanFacts) -> list[str]:
    return list(dict.fromkeys(standard_name(fact.name) for fact in facts.observances))


def _words(text: str) -> str:
    return _MARKS.sub("", text)


def _pairs(
    old: Sequence[Fact],
    new: Sequence[Fact],
    key: Callable[[Fact], Hashable],
    subject: Callable[[Fact], Hashable],
) -> Pairs[Fact]:
    """Compare two lists; what has the same *subject* once on both sides was replaced."""
    gone, come = _without(old, new, key), _without(new, old, key)
    left, right = Counter(map(subject, gone)), Counter(map(subject, come))
    both = {name for name in left if left[name] == right[name] == 1}
    replaced = [
        (one, two)
        for one in gone
        for two in come
        if subject(one) == subject(two) and subject(one) in both
    ]
    return Pairs(
        removed=tuple(fact for fact in gone if subject(fact) not in both),
        added=tuple(fact for fact in come if subject(fact) not in both),
        replaced=tuple(replaced),
    )


def _without(
    these: Sequence[Fact], those: Sequence[Fact], key: Callable[[Fact], Hashable]
) -> list[Fact]:
    left = Counter(map(key, those))
    kept = []
    for fact in these:
        if left[key(fact)] > 0:
            left[key(fact)] -= 1
        else:
            kept.append(fact)
    return kept
