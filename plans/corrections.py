"""What a coordinator says to the doubts of a reading, and the facts with that put right.

An answer is kept with the words of the doubt it is for, so that it holds for the next version too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from plans.dates import date_phrases, full_date, year_end
from plans.errors.words import BadCorrection
from plans.model import (
    Doubt,
    DoubtKind,
    DutyFact,
    PlanFacts,
    Role,
    Span,
    TargetFact,
    TaskFacts,
)


class Verdict(StrEnum):
    """What was said to a doubt."""

    ACCEPT = "accept"
    """read rightly; an unknown department is a new one"""
    CORRECT = "correct"
    """the right words follow"""
    ALIAS = "alias"
    """an unknown department is another name of the one that follows"""
    JOIN = "join"
    """an odd list is the name of one body"""
    DROP = "drop"
    """what was read there is none of what it was read as"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict on one doubt; `words` are those that CORRECT and ALIAS bring."""

    kind: DoubtKind
    task: str | None
    doubtful: str
    verdict: Verdict
    words: str = ""

    def is_for(self, doubt: Doubt) -> bool:
        """Tell whether it answers *doubt*, be it in another version of the document."""
        if (self.kind, self.doubtful) != (doubt.kind, doubt.words):
            return False
        # a name is asked about once, with whichever task has it first
        return self.kind is DoubtKind.UNKNOWN_DEPARTMENT or self.task == doubt.task


_CHOICES: Mapping[DoubtKind, tuple[Verdict, ...]] = MappingProxyType(
    {
        DoubtKind.NO_DEPARTMENT: (Verdict.ACCEPT, Verdict.CORRECT, Verdict.DROP),
        DoubtKind.UNKNOWN_DEPARTMENT: (Verdict.ACCEPT, Verdict.CORRECT, Verdict.DROP),
        DoubtKind.GUESSED_DUE: (Verdict.ACCEPT, Verdict.CORRECT, Verdict.DROP),
        DoubtKind.ODD_LIST: (Verdict.ACCEPT, Verdict.JOIN, Verdict.CORRECT, Verdict.DROP),
        DoubtKind.NO_HORIZON: (Verdict.ACCEPT, Verdict.CORRECT),
        DoubtKind.NUMBERING: (Verdict.ACCEPT,),
    }
)

_ALIAS_OF = re.compile(r"(?:=|又称|别名|别称|也叫|就是|即是)[:\s]*")
_ROLE = re.compile(r"(牵头|主办|配合|协办|参与|负责|责任)(?:单位|部门)?[:\s]*")
_ROLES = MappingProxyType(
    {
        "牵头": Role.LEAD,
        "主办": Role.LEAD,
        "配合": Role.SUPPORT,
        "协办": Role.SUPPORT,
        "参与": Role.SUPPORT,
        "负责": Role.RESPONSIBLE,
        "责任": Role.RESPONSIBLE,
    }
)
_BETWEEN = re.compile(r"[、,;。\s]+")
_ONE_BODY = re.compile(r"[\u4e00-\u9fff、,和与及]{4,40}")
"""what a list looks like that may be one name"""
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()“”、,·]{2,40}")


def choices(doubt: Doubt) -> tuple[Verdict, ...]:
    """Return what may be said to *doubt*; ALIAS comes as words, where CORRECT is chosen."""
    whole = _ONE_BODY.fullmatch(doubt.words) and not _ROLE.search(doubt.words)
    return tuple(
        verdict for verdict in _CHOICES[doubt.kind] if verdict is not Verdict.JOIN or whole
    )


def answer_to(doubt: Doubt, verdict: Verdict, words: str = "", *, year: int | None) -> Answer:
    """Understand what was said to *doubt*; raises BadCorrection where it makes no sense."""
    words = unicodedata.normalize("NFKC", words).strip()
    alias = _ALIAS_OF.match(words)
    if verdict is Verdict.CORRECT and doubt.kind is DoubtKind.UNKNOWN_DEPARTMENT and alias:
        verdict, words = Verdict.ALIAS, words[alias.end() :].strip()
    elif verdict not in choices(doubt):
        raise BadCorrection(kind=doubt.kind.value)
    if not _makes_sense(doubt, verdict, words, year):
        raise BadCorrection(kind=doubt.kind.value)
    return Answer(doubt.kind, doubt.task, doubt.words, verdict, words)


def corrected(facts: PlanFacts, answers: Iterable[Answer]) -> PlanFacts:
    """Return *facts* as they stand after *answers*; the doubts answered are gone."""
    waiting = {
        number: answer
        for answer in answers
        for number, doubt in enumerate(facts.doubts)
        if answer.is_for(doubt)
    }
    right = facts
    for number, answer in sorted(waiting.items()):
        right = _applied(right, facts.doubts[number], answer)
    left = (doubt for number, doubt in enumerate(facts.doubts) if number not in waiting)
    return replace(right, doubts=tuple(left))


def new_names(answers: Iterable[Answer]) -> dict[str, str]:
    """Return the names of bodies that the answers make known, each with the name it belongs to."""
    named = {
        Verdict.ACCEPT: lambda answer: answer.doubtful,
        Verdict.ALIAS: lambda answer: answer.words,
    }
    return {
        answer.doubtful: named[answer.verdict](answer)
        for answer in answers
        if answer.kind is DoubtKind.UNKNOWN_DEPARTMENT and answer.verdict in named
    }


def names_in(words: str) -> tuple[str, ...]:
    """Cut a list of departments as people type it: A、B C."""
    return tuple(dict.fromkeys(filter(None, _BETWEEN.split(words))))


def _makes_sense(doubt: Doubt, verdict: Verdict, words: str, year: int | None) -> bool:
    if verdict not in {Verdict.CORRECT, Verdict.ALIAS}:
        return True
    if doubt.kind in {DoubtKind.GUESSED_DUE, DoubtKind.NO_HORIZON}:
        return _day(words, year) is not None
    names = [name for _, name in _parts(words)]
    return (
        bool(names)
        and all(map(_NAME.fullmatch, names))
        and (verdict is Verdict.CORRECT or len(names) == 1)
    )


def _applied(facts: PlanFacts, doubt: Doubt, answer: Answer) -> PlanFacts:
    if answer.verdict in {Verdict.ACCEPT, Verdict.ALIAS}:
        return facts
    apply: Mapping[DoubtKind, Callable[[PlanFacts, Doubt, Answer], PlanFacts]] = {
        DoubtKind.NO_DEPARTMENT: _give_departments,
        DoubtKind.UNKNOWN_DEPARTMENT: _rename,
        DoubtKind.ODD_LIST: _list_anew,
        DoubtKind.GUESSED_DUE: _date_anew,
        DoubtKind.NO_HORIZON: _give_horizon,
    }
    return apply[doubt.kind](facts, doubt, answer)


def _give_departments(facts: PlanFacts, doubt: Doubt, answer: Answer) -> PlanFacts:
    """Drop what is no task after all, or give the task its departments."""
    if answer.verdict is Verdict.DROP:
        return replace(facts, tasks=tuple(t for t in facts.tasks if t.number != doubt.task))
    duties = tuple(DutyFact(name, role, doubt.span) for role, name in _parts(answer.words))
    return _with_task(facts, doubt.task, lambda task: replace(task, duties=duties))


def _rename(facts: PlanFacts, doubt: Doubt, answer: Answer) -> PlanFacts:
    """Put the right names for the unknown one, wherever the document writes it; none to drop it."""
    names = names_in(answer.words) if answer.verdict is Verdict.CORRECT else ()
    return replace(
        facts,
        tasks=tuple(
            replace(
                task,
                duties=_once(
                    replace(duty, department=name)
                    for duty in task.duties
                    for name in (names if duty.department == doubt.words else (duty.department,))
                ),
            )
            for task in facts.tasks
        ),
    )


def _list_anew(facts: PlanFacts, doubt: Doubt, answer: Answer) -> PlanFacts:
    """Replace the duties that were read from the doubtful list."""

    def anew(task: TaskFacts) -> TaskFacts:
        cut = [duty for duty in task.duties if _touch(duty.span, doubt.span)]
        role = cut[0].role if cut else Role.RESPONSIBLE
        named = {
            Verdict.DROP: (),
            Verdict.JOIN: ((role, doubt.words),),
            Verdict.CORRECT: _parts(answer.words, role),
        }[answer.verdict]
        fresh = [DutyFact(name, part, doubt.span) for part, name in named]
        place = task.duties.index(cut[0]) if cut else len(task.duties)
        kept = [duty for duty in task.duties if duty not in cut]
        return replace(task, duties=_once((*kept[:place], *fresh, *kept[place:])))

    return _with_task(facts, doubt.task, anew)


def _date_anew(facts: PlanFacts, doubt: Doubt, answer: Answer) -> PlanFacts:
    """Give the doubtful number its date, or drop it as no target."""
    year = facts.horizon[0].year if facts.horizon else None
    day = _day(answer.words, year) if answer.verdict is Verdict.CORRECT else None

    def anew(targets: Sequence[TargetFact]) -> tuple[TargetFact, ...]:
        return tuple(
            replace(target, due=day) if _is_meant(target, doubt) else target
            for target in targets
            if day is not None or not _is_meant(target, doubt)
        )

    if doubt.task is None:
        return replace(facts, plan_targets=anew(facts.plan_targets))
    return _with_task(facts, doubt.task, lambda task: _due_anew(task, anew(task.targets)))


def _due_anew(task: TaskFacts, targets: tuple[TargetFact, ...]) -> TaskFacts:
    """Give *task* these targets; its own day follows where it came from one of those replaced."""
    days = [target.due for target in targets if target.due]
    gone = {target.due for target in task.targets} - set(days)
    days += [milestone.due for milestone in task.milestones]
    kept = task.due if task.due not in gone else None
    due = max((*days, kept) if kept else days, default=task.due)
    return replace(task, targets=targets, due=due)


def _give_horizon(facts: PlanFacts, _: Doubt, answer: Answer) -> PlanFacts:
    """Give the plan its day, and with it all that has none of its own."""
    day = _day(answer.words, facts.issued.year if facts.issued else None)
    if day is None:
        return facts

    def dated(targets: Iterable[TargetFact]) -> tuple[TargetFact, ...]:
        return tuple(replace(target, due=target.due or day) for target in targets)

    return replace(
        facts,
        horizon=(day,),
        plan_targets=dated(facts.plan_targets),
        tasks=tuple(
            replace(task, due=task.due or day, targets=dated(task.targets)) for task in facts.tasks
        ),
    )


def _with_task(
    facts: PlanFacts, number: str | None, change: Callable[[TaskFacts], TaskFacts]
) -> PlanFacts:
    return replace(
        facts,
        tasks=tuple(change(task) if task.number == number else task for task in facts.tasks),
    )


def _parts(words: str, role: Role = Role.RESPONSIBLE) -> tuple[tuple[Role, str], ...]:
    """Read 牵头:A;配合:B、C, or a bare list."""
    pieces = _ROLE.split(words)
    named = [(role, name) for name in names_in(pieces[0])]
    for word, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        named += [(_ROLES[word], name) for name in names_in(rest)]
    return tuple(dict.fromkeys(named))


def _day(words: str, year: int | None) -> date | None:
    words = unicodedata.normalize("NFKC", words).strip()
    if re.fullmatch(r"20\d\d年?", words):
        return year_end(int(words[:4]))
    if re.fullmatch(r"20\d{6}", words):
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    phrases = date_phrases(words, year=year)
    return full_date(words) or (phrases[0].due if phrases else None)


def _is_meant(target: TargetFact, doubt: Doubt) -> bool:
    if target.span.end > target.span.start:
        return _touch(target.span, doubt.span)
    return target.metric in doubt.words or doubt.words in target.text


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _once(duties: Iterable[DutyFact]) -> tuple[DutyFact, ...]:
    return tuple({(duty.department, duty.role): duty for duty in duties}.values())
